package office

import (
	"testing"

	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/domain/ladm"
)

func TestGroundBetweenSheets(t *testing.T) {
	t.Parallel()
	// A parcel on sheet 1, one on sheet 2 with 10 m of water between them.
	l := newLive(t, plot(1, 1, 0, 0, 20, 30), plot(2, 1, 30, 0, 20, 30))
	grow := func(sheet int, e, width float64) ChangeNaturally {
		return ChangeNaturally{
			Grounds: onDay(0), ParcelRef: l.ref(sheet, 1), Kind: cadastre.Accretion, Boundary: rectangle(e, 0, width, 30),
			LegalArea: 30 * width, Purposes: []cadastre.Purpose{{Type: "ONT", Area: ladm.SquareMetres(30 * width)}},
		}
	}
	east, west := grow(1, 0, 26), grow(2, 24, 26)

	t.Run("goes to one of two that reach for it at once", func(t *testing.T) {
		errs := make([]error, 2)
		done := make(chan struct{})
		go func() {
			defer close(done)
			_, errs[0] = l.ChangeNaturally(t.Context(), officer, "east", east)
		}()
		_, errs[1] = l.ChangeNaturally(t.Context(), officer, "west", west)
		<-done
		if (errs[0] == nil) == (errs[1] == nil) {
			t.Errorf("got %v", errs)
		}
	})
	t.Run("is not free for a registration a moment later", func(t *testing.T) {
		in := onSheet(3, 0)
		in.Boundary = rectangle(24.5, 0, 1, 30)
		in.LegalArea, in.Purposes[0].Area = 30, 300
		_, err := l.RegisterParcel(t.Context(), officer, "k", in)
		refusedWith(t, err, "PARCEL_OVERLAP")
	})
}

func TestGroundThatWaterTook(t *testing.T) {
	t.Parallel()
	// The read models of this registry know no parcel, as if they were far behind.
	r, _ := testRegistry(t)
	in := wish(1, 0)
	first := register(t, r, "k1", in)
	beside := onSheet(16, 15)
	beside.Boundary, beside.LegalArea, beside.Purposes[0].Area = rectangle(15, 0, 10, 30), 300, 3000
	_, err := r.RegisterParcel(t.Context(), officer, "k2", beside)
	refusedWith(t, err, "PARCEL_OVERLAP")
	_, err = r.ChangeNaturally(t.Context(), officer, "k3", ChangeNaturally{
		Grounds: onDay(0), ParcelRef: ParcelRef{first.Parcel, 1}, Kind: cadastre.Erosion, Boundary: rectangle(0, 0, 15, 30),
		LegalArea: 450, Purposes: []cadastre.Purpose{{Type: "ONT", Area: 4500}},
	})
	must(t, err)
	register(t, r, "k2", beside)
}

func TestATriedRegistration(t *testing.T) {
	t.Parallel()
	l := newLive(t, rows(1)...)
	in := onSheet(5, 100)
	in.DryRun = true
	written := l.count()
	would, err := l.RegisterParcel(t.Context(), officer, "k", in)
	must(t, err)
	if !would.DryRun || would.Position != (es.Position{}) || l.count() != written {
		t.Errorf("%+v wrote %d events", would, l.count()-written)
	}
	in.DryRun = false
	did, err := l.RegisterParcel(t.Context(), officer, "k", in)
	must(t, err)
	if did.Parcel != would.Parcel || wrote(t, did.Event) != wrote(t, would.Event) {
		t.Errorf("did %+v, would %+v", did, would)
	}
	in.DryRun = true
	if again, err := l.RegisterParcel(t.Context(), officer, "k", in); err != nil || wrote(t, again.Event) != wrote(t, did.Event) {
		t.Errorf("%+v, %v", again, err)
	}
	if _, err := l.RegisterParcel(t.Context(), officer, "k2", in); err == nil {
		t.Error("the same ground twice")
	}
}
