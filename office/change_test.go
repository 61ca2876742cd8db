package office

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/gis/formats"
)

// rows are parcels of sheet 1 in a row from west to east, each 20 by 30 m, and of
// sheet 2 north of them.
func rows(n int) []formats.Feature {
	var parcels []formats.Feature
	for i := range n {
		parcels = append(parcels, plot(1, i+1, float64(20*i), 0, 20, 30), plot(2, i+1, float64(20*i), 30, 20, 30))
	}
	return parcels
}

// try is an act that a test sends.
type try func(ctx context.Context, r *Registry, key string, grounds Grounds, stale uint64) (Changed, error)

// aged makes a reference one that is behind.
func aged(p ParcelRef, by uint64) ParcelRef { return ParcelRef{p.Parcel, p.Revision - by} }

func allActs(l *live) map[string]try {
	ref := func(number int) ParcelRef { return l.ref(1, number) }
	ended := ref(18)
	_, err := l.EndParcel(l.tb.Context(), officer, "end 18", EndParcel{Grounds: onDay(9), ParcelRef: ended, Cause: "SN"})
	must(l.tb, err)
	ended = l.newest(ended.Parcel)
	first, second, third, fourth := ref(1), ref(2), ref(3), ref(4)
	fifth, sixth, seventh, eighth := ref(5), ref(7), ref(9), ref(15)
	ninth, tenth, eleventh, twelfth := ref(11), ref(12), ref(13), ref(14)
	sixteenth, last := ref(16), ref(20)
	return map[string]try{
		"a subdivision": func(ctx context.Context, r *Registry, key string, g Grounds, stale uint64) (Changed, error) {
			return r.SubdivideParcel(ctx, officer, key, SubdivideParcel{g, aged(first, stale), []Part{part(0, 0, 8, 30), part(8, 0, 12, 30)}})
		},
		"a merge": func(ctx context.Context, r *Registry, key string, g Grounds, stale uint64) (Changed, error) {
			return r.MergeParcels(ctx, officer, key, MergeParcels{Grounds: g, Parcels: []ParcelRef{aged(second, stale), third}})
		},
		"a readjustment": func(ctx context.Context, r *Registry, key string, g Grounds, stale uint64) (Changed, error) {
			return r.ReadjustParcels(ctx, officer, key, ReadjustParcels{g, []ParcelRef{aged(fourth, stale), fifth}, []Part{part(60, 0, 15, 30), part(75, 0, 25, 30)}})
		},
		"a resurvey": func(ctx context.Context, r *Registry, key string, g Grounds, stale uint64) (Changed, error) {
			return r.ResurveyBoundary(ctx, officer, key, ResurveyBoundary{g, []Reshape{{ParcelRef: aged(sixth, stale)}}, []Move{southEast(7)}})
		},
		"a correction of a boundary": func(ctx context.Context, r *Registry, key string, g Grounds, stale uint64) (Changed, error) {
			return r.CorrectBoundary(ctx, officer, key, CorrectBoundary{g, []Reshape{{ParcelRef: aged(seventh, stale)}}, []Move{southEast(9)}})
		},
		"a natural change": func(ctx context.Context, r *Registry, key string, g Grounds, stale uint64) (Changed, error) {
			return r.ChangeNaturally(ctx, officer, key, ChangeNaturally{
				Grounds: g, ParcelRef: aged(last, stale), Kind: cadastre.Accretion, Boundary: rectangle(380, 0, 21, 30),
				LegalArea: 630, Purposes: []cadastre.Purpose{{Type: "ONT", Area: 6300}},
			})
		},
		"a change of purposes": func(ctx context.Context, r *Registry, key string, g Grounds, stale uint64) (Changed, error) {
			return r.ChangePurposes(ctx, officer, key, ChangePurposes{g, aged(eighth, stale), []cadastre.Purpose{{Type: "CLN", Area: 6000}}})
		},
		"a change of the legal area": func(ctx context.Context, r *Registry, key string, g Grounds, stale uint64) (Changed, error) {
			return r.ChangeLegalArea(ctx, officer, key, ChangeLegalArea{g, aged(ninth, stale), 612, []cadastre.Purpose{{Type: "ONT", Area: 6120}}})
		},
		"a recovery": func(ctx context.Context, r *Registry, key string, g Grounds, stale uint64) (Changed, error) {
			return r.RecoverParcel(ctx, officer, key, RecoverParcel{Grounds: g, ParcelRef: aged(tenth, stale)})
		},
		"a recovery of a part": func(ctx context.Context, r *Registry, key string, g Grounds, stale uint64) (Changed, error) {
			taken := part(240, 0, 5, 30)
			taken.Recovered = true
			return r.RecoverParcel(ctx, officer, key, RecoverParcel{g, aged(eleventh, stale), []Part{taken, part(245, 0, 15, 30)}})
		},
		"an ending": func(ctx context.Context, r *Registry, key string, g Grounds, stale uint64) (Changed, error) {
			return r.EndParcel(ctx, officer, key, EndParcel{g, aged(twelfth, stale), "SA"})
		},
		"a reinstatement": func(ctx context.Context, r *Registry, key string, g Grounds, stale uint64) (Changed, error) {
			g.EffectiveDate = 0
			return r.ReinstateParcel(ctx, officer, key, ReinstateParcel{g, aged(ended, stale)})
		},
		"a correction": func(ctx context.Context, r *Registry, key string, g Grounds, stale uint64) (Changed, error) {
			return r.CorrectParcel(ctx, officer, key, CorrectParcel{Grounds: g, ParcelRef: aged(sixteenth, stale), Number: 77})
		},
	}
}

// southEast moves the south-east corner of a parcel of the row one metre north.
func southEast(number int) Move {
	at := rectangle(float64(20*number), 0, 1, 1)[0][0]
	return Move{From: at, To: [2]float64{at[0], at[1] + 1}}
}

func TestActsOnParcels(t *testing.T) {
	t.Parallel()
	l := newLive(t, rows(20)...)
	for name, send := range allActs(l) {
		t.Run(name, func(t *testing.T) {
			ctx, key := t.Context(), name
			before := l.count()
			_, err := send(ctx, l.Registry, key, onDay(0), 1)
			if f := refusedWith(t, err, "REVISION_CONFLICT"); f[0].Revision == nil {
				t.Errorf("finding %+v names no revision", f[0])
			}
			tried := onDay(0)
			tried.DryRun = true
			would, err := send(ctx, l.Registry, key, tried, 0)
			must(t, err)
			if !would.DryRun || would.Position != (es.Position{}) || l.count() != before {
				t.Errorf("the dry run answered %+v and wrote %d events", would, l.count()-before)
			}
			did, err := send(ctx, l.Registry, key, onDay(0), 0)
			must(t, err)
			if got, want := wrote(t, did.Event), wrote(t, would.Event); got != want || did.Resent || did.DryRun {
				t.Errorf("wrote %s, the dry run said %s", got, want)
			}
			written := l.count()
			for _, r := range []*Registry{l.Registry, l.process()} {
				again, err := send(ctx, r, key, onDay(0), 0)
				must(t, err)
				if !again.Resent || again.Position != did.Position || wrote(t, again.Event) != wrote(t, did.Event) || fmt.Sprint(again.Warnings) != fmt.Sprint(did.Warnings) {
					t.Errorf("first %+v, then %+v", did, again)
				}
			}
			if _, err := send(ctx, l.Registry, key, onDay(1), 0); !errors.Is(err, es.ErrKeyReused) && name != "a reinstatement" {
				t.Errorf("another wish with the same key: %v", err)
			}
			if n := l.count(); n != written {
				t.Errorf("%d events were written by resends", n-written)
			}
			l.last = did.Position
		})
	}
	t.Run("leave a sheet beside them edge-matched", func(t *testing.T) {
		l.settle(l.last)
		report, err := l.Quality(t.Context(), "09616", nil)
		must(t, err)
		if len(report.Faults) != 0 {
			t.Errorf("faults %+v", report.Faults)
		}
	})
}
