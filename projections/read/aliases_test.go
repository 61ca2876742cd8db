package read_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/samber/lo"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/projections/read"
	"github.com/diachinh/diachinh/projections/registrytest"
)

func TestFormerNumbers(t *testing.T) {
	t.Parallel()
	r := registrytest.New(t)
	commune := r.Commune("09616", "Đoài Phương")
	sheet := r.Sheet(commune, 15, 2000)
	parcel := r.Parcel(sheet, 7, 0, 0)
	on := func(month time.Month) ladm.Date { return ladm.NewDate(2026, month, 1) }
	r.Renumber(commune, sheet, 16, 2000, on(time.February))
	r.Renumber(commune, sheet, 17, 2000, on(time.March))
	r.Renumber(commune, sheet, 16, 2000, on(time.March)) // 17 was a slip
	r.Renumber(commune, sheet, 15, 2000, on(time.April))
	r.Project()
	pool, err := read.Connect(t.Context(), r.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	found, err := read.New(pool).Aliases(t.Context(), []ladm.ParcelID{parcel}, read.At{})
	got := lo.Map(found[parcel], func(a read.Alias, _ int) string { return fmt.Sprintf("%d/%d %s–%s", a.Sheet, a.Number, a.From, a.To) })
	t.Run("stand once, over days that there were", func(t *testing.T) {
		if want := "[15/7 2026-01-05–2026-02-01 16/7 2026-02-01–2026-04-01]"; err != nil || fmt.Sprint(got) != want {
			t.Errorf("got %v, %v; want %s", got, err, want)
		}
	})
}
