package projections_test

import (
	"errors"
	"testing"

	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/projections/engine"
	"github.com/diachinh/diachinh/projections/registrytest"
)

func TestNumbersBeyondTheColumn(t *testing.T) {
	t.Parallel()
	r := registrytest.New(t)
	sheet := r.Sheet(r.Commune("09616", "Đoài Phương"), 1, 2000)
	for _, number := range []int{1<<31 - 1, 1 << 31} {
		r.Append(cadastre.StreamName(sheet), r.Registered(sheet, number, round(number-1<<31, 0)))
	}
	err := r.Follow().WaitFor(t.Context(), []string{"parcels"}, r.Last)
	var poisoned *engine.PoisonedError
	if !errors.As(err, &poisoned) || poisoned.Position != r.Last {
		t.Fatalf("error %v; want the model stopped at the larger number", err)
	}
	compare(t, texts(t, r.URL, `select number::text from registry.parcel_version`), []string{"2147483647"})
}
