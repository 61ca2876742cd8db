package read_test

import (
	"errors"
	"testing"
	"time"

	"github.com/samber/lo"

	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/projections/read"
	"github.com/diachinh/diachinh/projections/registrytest"
)

// Sheet a was 1 of scale 1:2000, b was 2; on 1 February a became 10 of 1:1000, and
// b became 1. Parcel a/99 began on 20 February.
func TestANumberThatWentFromOneSheetToAnother(t *testing.T) {
	t.Parallel()
	r := registrytest.New(t)
	commune := r.Commune("09616", "Xã Đoài Phương")
	a, b := r.Sheet(commune, 1, 2000), r.Sheet(commune, 2, 2000)
	old := r.Parcel(a, 1, 0, 0)
	r.Renumber(commune, a, 10, 1000, february(1))
	r.Renumber(commune, b, 1, 2000, february(1))
	beside := r.Parcel(b, 2, 0, 5)
	late := r.Registered(a, 99, registrytest.Rectangle(3, 0))
	late.EffectiveDate = february(20)
	r.Append(cadastre.StreamName(a), late)
	r.Project()
	pool, err := read.Connect(t.Context(), r.URL)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	db := read.New(pool)
	january := read.At{Valid: ladm.NewDate(2026, time.January, 10)}
	march := read.At{Valid: ladm.NewDate(2026, time.March, 10)}

	t.Run("leads to no parcel that began after its sheet had given it up", func(t *testing.T) {
		t.Parallel()
		for _, at := range []read.At{present, january, march} {
			if p, err := db.ParcelByNumber(t.Context(), "09616", 1, 99, 0, at, plain); !errors.Is(err, read.ErrNotFound) {
				t.Errorf("at %v: parcel %d of sheet %d, %v", at, p.Number, p.Sheet.Number, err)
			}
		}
		if p, err := db.ParcelByNumber(t.Context(), "09616", 10, 99, 0, present, plain); err != nil || p.ID != late.Parcel {
			t.Errorf("by its own number: %+v, %v", p, err)
		}
	})
	t.Run("leads on a day to what had the address by then", func(t *testing.T) {
		t.Parallel()
		if p, err := db.ParcelByNumber(t.Context(), "09616", 1, 2, 0, january, plain); !errors.Is(err, read.ErrNotFound) {
			t.Errorf("in January: parcel %d of sheet %d, %v", p.Number, p.Sheet.Number, err)
		}
		if p, err := db.ParcelByNumber(t.Context(), "09616", 1, 2, 0, march, plain); err != nil || p.ID != beside {
			t.Errorf("in March: %+v, %v", p, err)
		}
		if p, err := db.ParcelByNumber(t.Context(), "09616", 1, 1, 0, march, plain); err != nil || p.ID != old {
			t.Errorf("by the old number: %+v, %v", p, err)
		}
	})
	t.Run("is shown by its sheet of a day, with the scale of the day", func(t *testing.T) {
		t.Parallel()
		asked := map[string]func(read.At) (read.Parcel, error){
			"by id": func(at read.At) (read.Parcel, error) { return db.ParcelByID(t.Context(), old, at, plain) },
			"by code": func(at read.At) (read.Parcel, error) {
				p, err := db.ParcelByID(t.Context(), old, present, plain)
				if err != nil {
					return p, err
				}
				return db.ParcelByCode(t.Context(), p.Code, at, plain)
			},
			"by number": func(at read.At) (read.Parcel, error) {
				return db.ParcelByNumber(t.Context(), "09616", 1, 1, 2000, at, plain)
			},
			"in a list by place": func(at read.At) (read.Parcel, error) {
				found, err := db.Parcels(t.Context(), read.ParcelFilter{Within: box(0), At: at}, read.Page[read.ParcelPlace]{First: 1}, plain)
				return lo.FirstOrEmpty(found.Rows), err
			},
			"in a list of the commune": func(at read.At) (read.Parcel, error) {
				found, err := db.Parcels(t.Context(), read.ParcelFilter{CommuneCode: "09616", At: at}, read.Page[read.ParcelPlace]{First: 9}, plain)
				p, _ := lo.Find(found.Rows, func(p read.Parcel) bool { return p.ID == old })
				return p, err
			},
		}
		for name, ask := range asked {
			for at, want := range map[read.At][2]int{present: {10, 1000}, january: {1, 2000}, march: {10, 1000}} {
				if p, err := ask(at); err != nil || p.ID != old || [2]int{p.Sheet.Number, p.Sheet.Scale} != want {
					t.Errorf("%s, at %v: sheet %d, 1:%d, %v; want %v", name, at, p.Sheet.Number, p.Sheet.Scale, err, want)
				}
			}
		}
	})
	t.Run("does not change what is on the sheet itself", func(t *testing.T) {
		t.Parallel()
		filter := read.ParcelFilter{OnSheet: b}
		found, err := db.Parcels(t.Context(), filter, read.Page[read.ParcelPlace]{First: 9}, plain)
		n, countErr := db.CountParcels(t.Context(), filter)
		if err != nil || countErr != nil || n != 1 || len(found.Rows) != 1 || found.Rows[0].ID != beside {
			t.Errorf("%+v, %d counted, %v %v", found, n, err, countErr)
		}
	})
	t.Run("puts a list of a day in the order of that day, page by page", func(t *testing.T) {
		t.Parallel()
		for at, want := range map[read.At][]ladm.ParcelID{january: {old, beside}, march: {beside, old, late.Parcel}} {
			filter := read.ParcelFilter{CommuneCode: "09616", At: at}
			var got []ladm.ParcelID
			page := read.Page[read.ParcelPlace]{First: 1}
			for more := true; more; {
				found, err := db.Parcels(t.Context(), filter, page, plain)
				if err != nil || len(found.Rows) != 1 {
					t.Fatalf("%+v, %v", found, err)
				}
				got, more = append(got, found.Rows[0].ID), found.HasNext
				page.After = &found.Rows[0].Place
			}
			if n, err := db.CountParcels(t.Context(), filter); err != nil || n != len(want) || !lo.ElementsMatch(got, want) || got[0] != want[0] {
				t.Errorf("at %v: %v of %d, %v; want %v", at, got, n, err, want)
			}
		}
	})
}
