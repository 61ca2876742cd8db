package office

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/es"
)

// What this process registered a moment ago, another one changed.
func TestGroundThatAnotherProcessChanged(t *testing.T) {
	t.Parallel()
	l := newLive(t, rows(1)...)
	north := onSheet(3, 0)
	north.Boundary = rectangle(0, 60, 20, 30)
	registered, err := l.RegisterParcel(t.Context(), officer, "north", north)
	must(t, err)
	other := l.process()
	box := polygon(5897, north.Boundary).Bounds()
	south := l.ref(2, 1)
	sheet, err := l.home(t.Context(), []ParcelRef{south})
	must(t, err)
	seen := func(r *Registry) []cadastre.Neighbour {
		around, err := r.around(t.Context(), area{srid: 5897, box: box}, sheet)
		must(t, err)
		return around
	}
	if n := seen(l.Registry); len(n) != 1 || n[0].Parcel != registered.Parcel {
		t.Fatalf("right after it was registered: %+v", n)
	}
	l.settle(registered.Position)

	t.Run("is seen as the other process left it, as soon as the read models show that", func(t *testing.T) {
		corner := north.Boundary[0][2]
		did, err := other.ResurveyBoundary(t.Context(), officer, "k", ResurveyBoundary{
			onDay(0), []Reshape{{ParcelRef: l.newest(registered.Parcel)}}, []Move{{From: corner, To: [2]float64{corner[0], corner[1] - 1}}},
		})
		must(t, err)
		l.shown(did.Position)
		want := did.Event.(cadastre.ParcelsResurveyed).Parcels[0].Boundary
		if n := seen(l.Registry); len(n) != 1 || !slices.Equal(n[0].Boundary.Rings[0], want.Rings[0]) {
			t.Errorf("seen %+v; want %v", n, want)
		}
	})
	t.Run("is free once the other process has ended the parcel", func(t *testing.T) {
		did, err := other.EndParcel(t.Context(), officer, "k", EndParcel{onDay(0), l.newest(registered.Parcel), "SN"})
		must(t, err)
		l.shown(did.Position)
		if n := seen(l.Registry); len(n) != 0 {
			t.Errorf("seen %+v", n)
		}
		again := onSheet(4, 0)
		again.Boundary = north.Boundary
		_, err = l.RegisterParcel(t.Context(), officer, "again", again)
		must(t, err)
	})
	t.Run("is what this process knows as long as the read models know less", func(t *testing.T) {
		at := es.Position{Commit: 7, Prepare: 7}
		lately := []recent{{cadastre.Neighbour{Number: 1}, at}}
		if n := unseen(lately, es.Position{Commit: 6, Prepare: 6}); len(n) != 1 {
			t.Errorf("before: %+v", n)
		}
		if n := unseen(lately, at); len(n) != 0 {
			t.Errorf("afterwards: %+v", n)
		}
	})
}

// shown waits until whoever asks the read models knows that they show the log up to
// a position.
func (l *live) shown(at es.Position) {
	l.tb.Helper()
	ctx, cancel := context.WithTimeout(l.tb.Context(), time.Minute)
	defer cancel()
	for {
		shown, err := l.models.ParcelsShown(ctx)
		must(l.tb, err)
		if shown.Compare(at) >= 0 {
			return
		}
	}
}
