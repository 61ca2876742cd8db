package office

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/diachinh/diachinh/access"
	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
)

// clients let n clients act at once, each in an office of its own.
func clients(n int, act func(i int, who access.Principal)) {
	var group sync.WaitGroup
	for i := range n {
		group.Go(func() { act(i, access.Principal{Actor: "officer", Office: fmt.Sprint("office-", i)}) })
	}
	group.Wait()
}

func TestSixteenClients(t *testing.T) {
	t.Parallel()

	t.Run("on sixteen parcels of a sheet meet no conflict, and what comes of it is that of some order", func(t *testing.T) {
		t.Parallel()
		l := newLive(t, rows(16)...)
		other := l.process()
		refs := make([]ParcelRef, 16)
		for i := range refs {
			refs[i] = l.ref(1, i+1)
		}
		clients(16, func(i int, who access.Principal) {
			r := []*Registry{l.Registry, other}[i%2]
			west := float64(20 * i)
			did, err := r.SubdivideParcel(t.Context(), who, "k", SubdivideParcel{onDay(0), refs[i], []Part{part(west, 0, 9, 30), part(west+9, 0, 11, 30)}})
			if err != nil {
				t.Errorf("client %d: %v", i, err)
				return
			}
			e := did.Event.(cadastre.ParcelSubdivided)
			if _, err := r.ChangePurposes(t.Context(), who, "k", ChangePurposes{
				onDay(0), l.newest(e.Begun[0].Parcel), []cadastre.Purpose{{Type: "CLN", Area: 2700}},
			}); err != nil {
				t.Errorf("client %d: %v", i, err)
			}
		})
		requireSerial(t, l, refs[0].Parcel)
		for e, err := range l.store.ReadAll(t.Context(), es.Backwards, nil) {
			must(t, err)
			l.settle(e.Position)
			break
		}
		report, err := l.Quality(t.Context(), "09616", nil)
		must(t, err)
		if report.Parcels != 48 || len(report.Faults) != 0 {
			t.Errorf("report %+v", report)
		}
	})
	t.Run("on one parcel: one wins, the others are told the revision that it has now", func(t *testing.T) {
		t.Parallel()
		l := newLive(t, rows(2)...)
		ref := l.ref(1, 1)
		errs := make([]error, 16)
		clients(16, func(i int, who access.Principal) {
			_, errs[i] = l.ChangeLegalArea(t.Context(), who, "k", ChangeLegalArea{
				onDay(0), ref, float64(601 + i%3), []cadastre.Purpose{{Type: "ONT", Area: ladm.SquareMetres(float64(601 + i%3))}},
			})
		})
		won, now := 0, l.newest(ref.Parcel).Revision
		for _, err := range errs {
			var refused *rules.Refusal
			switch {
			case err == nil:
				won++
			case !errors.As(err, &refused) || refused.Codes()[0] != "REVISION_CONFLICT" || *refused.Findings[0].Revision != now:
				t.Errorf("got %v", err)
			}
		}
		if won != 1 {
			t.Errorf("%d won", won)
		}
	})
}

func TestAWishThatLosesARaceAfterItsKeyWasClaimed(t *testing.T) {
	t.Parallel()
	l := newLive(t, rows(2)...)
	area := func(ref ParcelRef, m2 float64) ChangeLegalArea {
		return ChangeLegalArea{onDay(0), ref, m2, []cadastre.Purpose{{Type: "ONT", Area: ladm.SquareMetres(m2)}}}
	}
	before, elsewhere := l.ref(1, 1), l.ref(2, 1)
	// The loser knows the sheet as it was before the winner wrote to it.
	loser := l.process()
	tried := area(before, 605)
	tried.DryRun = true
	_, err := loser.ChangeLegalArea(t.Context(), officer, "k", tried)
	must(t, err)
	_, err = l.ChangeLegalArea(t.Context(), officer, "winner", area(before, 601))
	must(t, err)
	written := l.count()
	_, err = loser.ChangeLegalArea(t.Context(), officer, "k", area(before, 605))
	refusedWith(t, err, "REVISION_CONFLICT")
	if n := l.count(); n != written+1 {
		t.Fatalf("the refusal wrote %d events; want its key's claim", n-written)
	}

	t.Run("cannot take the key to another sheet", func(t *testing.T) {
		if _, err := loser.ChangeLegalArea(t.Context(), officer, "k", area(elsewhere, 605)); !errors.Is(err, es.ErrKeyReused) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("is corrected under the same key", func(t *testing.T) {
		now := area(l.newest(before.Parcel), 605)
		did, err := l.process().ChangeLegalArea(t.Context(), officer, "k", now)
		if err != nil || did.Resent {
			t.Fatalf("%+v, %v", did, err)
		}
		again, err := loser.ChangeLegalArea(t.Context(), officer, "k", now)
		if err != nil || again.Position != did.Position {
			t.Errorf("sent again: %+v, %v", again, err)
		}
	})
	t.Run("does not come back once the corrected one is done", func(t *testing.T) {
		for _, r := range []*Registry{loser, l.process()} {
			if _, err := r.ChangeLegalArea(t.Context(), officer, "k", area(before, 605)); !errors.Is(err, es.ErrKeyReused) {
				t.Errorf("got %v", err)
			}
		}
	})
	t.Run("is done once of several that correct it at once", func(t *testing.T) {
		stale := l.newest(before.Parcel)
		late := l.process()
		tried := area(stale, 607)
		tried.DryRun = true
		_, err := late.ChangeLegalArea(t.Context(), officer, "k2", tried)
		must(t, err)
		_, err = l.ChangeLegalArea(t.Context(), officer, "winner 2", area(stale, 602))
		must(t, err)
		_, err = late.ChangeLegalArea(t.Context(), officer, "k2", area(stale, 607))
		refusedWith(t, err, "REVISION_CONFLICT")
		now := l.newest(before.Parcel)
		processes := []*Registry{l.Registry, late, l.process(), l.process()}
		errs := make([]error, len(processes))
		clients(len(processes), func(i int, _ access.Principal) {
			_, errs[i] = processes[i].ChangeLegalArea(t.Context(), officer, "k2", area(now, float64(610+i)))
		})
		won := 0
		for _, err := range errs {
			if err == nil {
				won++
			} else if !errors.Is(err, es.ErrKeyReused) {
				t.Errorf("got %v", err)
			}
		}
		if won != 1 {
			t.Errorf("%d won", won)
		}
	})
}

// requireSerial folds a sheet's stream from its beginning: every event must be what
// the rules allow after those before it, and every parcel must come out as the
// registry knows it.
func requireSerial(t *testing.T, l *live, of ladm.ParcelID) {
	t.Helper()
	sheet, err := l.home(t.Context(), []ParcelRef{{Parcel: of}})
	must(t, err)
	folded := cadastre.Decider.Initial()
	var parcels []ladm.ParcelID
	for recorded, err := range l.store.ReadStream(t.Context(), cadastre.StreamName(sheet), 0) {
		must(t, err)
		decoded, err := cadastre.Catalogue.Decode(recorded.Type, recorded.Data)
		must(t, err)
		if e, subdivided := decoded.(cadastre.ParcelSubdivided); subdivided {
			for _, p := range e.Begun {
				parcels = append(parcels, p.Parcel)
				if _, taken := folded.Numbered(p.Number); taken {
					t.Errorf("number %d twice", p.Number)
				}
			}
			if p, exists := folded.Parcel(e.Ended[0].Parcel); !exists || p.Ended {
				t.Errorf("subdivided %+v", p)
			}
		}
		folded = cadastre.Decider.Evolve(folded, decoded.(cadastre.Event))
	}
	must(t, l.sheets.View(t.Context(), cadastre.StreamName(sheet), func(state *cadastre.Sheet, _ uint64, _ bool) error {
		for _, id := range parcels {
			a, _ := folded.Parcel(id)
			b, _ := state.Parcel(id)
			if a.Revision != b.Revision || a.Number != b.Number || fmt.Sprint(a.Boundary, a.Purposes) != fmt.Sprint(b.Boundary, b.Purposes) {
				t.Errorf("folded %+v, known %+v", a, b)
			}
		}
		return nil
	}))
}
