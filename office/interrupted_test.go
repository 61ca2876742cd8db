package office

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"

	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/domain/ladm"
)

// crashing is a store that a process writes to for the last time a few appends
// from now.
type crashing struct {
	es.Store
	left atomic.Int64
}

var errCrashed = errors.New("crashed")

func (s *crashing) Append(ctx context.Context, stream string, expected es.Expected, events []es.Proposed) (es.Appended, error) {
	if s.left.Add(-1) < 0 {
		return es.Appended{}, errCrashed
	}
	return s.Store.Append(ctx, stream, expected, events)
}

// crashingAfter is a process that crashes after some appends.
func (l *live) crashingAfter(appends int64) *Registry {
	store := &crashing{Store: l.store}
	store.left.Store(appends)
	return newRegistry(store, l.models, l.now)
}

func TestAnInterruptedAct(t *testing.T) {
	t.Parallel()
	subdivide := func(l *live) SubdivideParcel {
		return SubdivideParcel{onDay(0), l.ref(1, 1), []Part{part(0, 0, 9, 30), part(9, 0, 11, 30)}}
	}

	t.Run("between its key and its event is completed by sending it again", func(t *testing.T) {
		t.Parallel()
		l := newLive(t, rows(2)...)
		in := subdivide(l)
		if _, err := l.crashingAfter(1).SubdivideParcel(t.Context(), officer, "k", in); !errors.Is(err, errCrashed) {
			t.Fatalf("got %v", err)
		}
		did, err := l.SubdivideParcel(t.Context(), officer, "k", in)
		if err != nil || did.Resent {
			t.Errorf("%+v, %v", did, err)
		}
	})
	t.Run("before its points are on the other sheet stands, and the points are inserted later, once", func(t *testing.T) {
		t.Parallel()
		l := newLive(t, rows(2)...)
		did, err := l.crashingAfter(2).SubdivideParcel(t.Context(), officer, "k", subdivide(l))
		must(t, err)
		l.settle(did.Position)
		report, err := l.Quality(t.Context(), "09616", nil)
		must(t, err)
		if len(report.Faults) != 1 || report.Faults[0].Code != PendingInsertion || report.Faults[0].Parcels[0].Sheet != 2 || report.Faults[0].At == nil {
			t.Errorf("while the insertion is pending: %+v", report.Faults)
		}
		if n, err := l.FinishInsertions(t.Context()); n != 1 || err != nil {
			t.Errorf("finished %d, %v", n, err)
		}
		written := l.count()
		again, err := l.SubdivideParcel(t.Context(), officer, "k", subdivide(l))
		if err == nil && (!again.Resent || again.Position.Compare(did.Position) <= 0) {
			t.Errorf("first %+v, again %+v", did, again)
		}
		if n := l.count(); n != written {
			t.Errorf("%d more events", n-written)
		}
		l.settle(l.end())
		report, err = l.Quality(t.Context(), "09616", nil)
		if err != nil || len(report.Faults) != 0 {
			t.Errorf("afterwards: %+v, %v", report.Faults, err)
		}
		if n, err := l.FinishInsertions(t.Context()); n != 0 || err != nil {
			t.Errorf("finished %d once more, %v", n, err)
		}
	})
	t.Run("has its points inserted by sending it again", func(t *testing.T) {
		t.Parallel()
		l := newLive(t, rows(2)...)
		in := subdivide(l)
		first, err := l.crashingAfter(2).SubdivideParcel(t.Context(), officer, "k", in)
		must(t, err)
		again, err := l.process().SubdivideParcel(t.Context(), officer, "k", in)
		must(t, err)
		if !again.Resent || again.Position.Compare(first.Position) <= 0 {
			t.Errorf("first %+v, again %+v", first, again)
		}
		l.settle(again.Position)
		if left, err := l.models.PendingInsertions(t.Context(), ""); len(left) != 0 || err != nil {
			t.Errorf("pending %+v, %v", left, err)
		}
	})
}

// end is the position of the log's last event.
func (l *live) end() es.Position {
	l.tb.Helper()
	for last, err := range l.store.ReadAll(l.tb.Context(), es.Backwards, nil) {
		must(l.tb, err)
		return last.Position
	}
	return es.Position{}
}

func TestAKey(t *testing.T) {
	t.Parallel()
	l := newLive(t, rows(2)...)
	end := func(sheet int, number int) EndParcel { return EndParcel{onDay(0), l.ref(sheet, number), "SA"} }
	one, two := end(1, 1), end(2, 1)

	t.Run("that went to one sheet does not go to another", func(t *testing.T) {
		_, err := l.EndParcel(t.Context(), officer, "k", one)
		must(t, err)
		if _, err := l.process().EndParcel(t.Context(), officer, "k", two); !errors.Is(err, es.ErrKeyReused) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("of a refused wish may be used for the corrected one", func(t *testing.T) {
		wrong := two
		wrong.Cause = "XX"
		written := l.count()
		_, err := l.EndParcel(t.Context(), officer, "k2", wrong)
		refusedWith(t, err, "CAUSE_UNKNOWN")
		if n := l.count(); n != written {
			t.Errorf("the refusal wrote %d events", n-written)
		}
		_, err = l.EndParcel(t.Context(), officer, "k2", two)
		must(t, err)
	})
	t.Run("of one kind of act is not that of another", func(t *testing.T) {
		_, err := l.RecoverParcel(t.Context(), officer, "k", RecoverParcel{Grounds: onDay(0), ParcelRef: l.ref(1, 2)})
		must(t, err)
	})
	t.Run("is not spent where nothing changes", func(t *testing.T) {
		same := ChangePurposes{onDay(0), l.ref(2, 2), []cadastre.Purpose{{Type: "ONT", Area: 6000}}}
		did, err := l.ChangePurposes(t.Context(), officer, "k3", same)
		if err != nil || did.Event != nil {
			t.Errorf("%+v, %v", did, err)
		}
		same.Purposes[0].Type = "CLN"
		_, err = l.ChangePurposes(t.Context(), officer, "k3", same)
		must(t, err)
	})
	t.Run("without a parcel that exists is refused", func(t *testing.T) {
		_, err := l.EndParcel(t.Context(), officer, "k4", EndParcel{onDay(0), ParcelRef{Parcel: ladm.ParcelID{UUID: l.newAct(officer, "x", "y", "").id}}, "SA"})
		refusedWith(t, err, "PARCEL_UNKNOWN")
		_, err = l.MergeParcels(t.Context(), officer, "k5", MergeParcels{Grounds: onDay(0)})
		refusedWith(t, err, "PARCELS_TOO_FEW")
	})
}
