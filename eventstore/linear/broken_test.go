package linear_test

import (
	"context"
	"iter"
	"sync/atomic"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"
	"github.com/google/uuid"

	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/domain/es/memory"
	"github.com/diachinh/diachinh/eventstore/linear"
)

// The broken stores are right but for one append or read in some.
type (
	losing      struct{ faulty } // acknowledges and does not write
	duplicating struct{ faulty } // writes twice, answers the first
	stale       struct{ faulty } // shows a stream without its last event
	blind       struct{ faulty } // judges no expected revision
)

type faulty struct {
	es.Store
	count *atomic.Int64
}

func (f faulty) fails() bool { return f.count.Add(1)%20 == 0 }

func (s losing) Append(ctx context.Context, stream string, expected es.Expected, events []es.Proposed) (es.Appended, error) {
	if s.fails() {
		other, err := s.Store.Append(ctx, "lost", es.Any{}, events)
		return es.Appended{Revision: 3, Position: other.Position}, err
	}
	return s.Store.Append(ctx, stream, expected, events)
}

func (s duplicating) Append(ctx context.Context, stream string, expected es.Expected, events []es.Proposed) (es.Appended, error) {
	appended, err := s.Store.Append(ctx, stream, expected, events)
	if err == nil && s.fails() {
		s.Store.Append(ctx, stream, es.Exactly(appended.Revision), events)
	}
	return appended, err
}

func (s stale) ReadStream(ctx context.Context, stream string, from uint64) iter.Seq2[es.Recorded, error] {
	if !s.fails() {
		return s.Store.ReadStream(ctx, stream, from)
	}
	return func(yield func(es.Recorded, error) bool) {
		var before es.Recorded
		held := false
		for e, err := range s.Store.ReadStream(ctx, stream, from) {
			if err != nil {
				yield(e, err)
				return
			}
			if held && !yield(before, nil) {
				return
			}
			before, held = e, true
		}
	}
}

func (s blind) Append(ctx context.Context, stream string, expected es.Expected, events []es.Proposed) (es.Appended, error) {
	if s.fails() {
		expected = es.Any{}
	}
	return s.Store.Append(ctx, stream, expected, events)
}

// slow takes its time, so that operations overlap.
type slow struct{ es.Store }

func (s slow) Append(ctx context.Context, stream string, expected es.Expected, events []es.Proposed) (es.Appended, error) {
	defer time.Sleep(100 * time.Microsecond)
	return s.Store.Append(ctx, stream, expected, events)
}

// tries is how many histories a store has to show what it is.
const tries = 20

// verdict judges histories of stores that open makes, until one is not right.
func verdict(t *testing.T, open func() es.Store) porcupine.CheckResult {
	for seed := range uint64(tries) {
		clients := linear.Clients{
			Stores: []es.Store{open()}, Count: 8, Operations: 40, Seed: seed, Streams: []string{uuid.NewString(), uuid.NewString()},
		}
		operations, err := clients.Run(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if result := linear.Linearizable(operations, time.Minute); result != porcupine.Ok {
			return result
		}
	}
	return porcupine.Ok
}

func TestJudge(t *testing.T) {
	t.Parallel()
	t.Run("a right store is found right", func(t *testing.T) {
		t.Parallel()
		if got := verdict(t, func() es.Store { return slow{memory.New()} }); got != porcupine.Ok {
			t.Error(got)
		}
	})
	for name, breaking := range map[string]func(faulty) es.Store{
		"loses appends":               func(f faulty) es.Store { return losing{f} },
		"writes twice":                func(f faulty) es.Store { return duplicating{f} },
		"shows old states":            func(f faulty) es.Store { return stale{f} },
		"judges no expected revision": func(f faulty) es.Store { return blind{f} },
	} {
		t.Run("a store that sometimes "+name+" is found out", func(t *testing.T) {
			t.Parallel()
			open := func() es.Store { return breaking(faulty{slow{memory.New()}, &atomic.Int64{}}) }
			if got := verdict(t, open); got != porcupine.Illegal {
				t.Error(got)
			}
		})
	}
	t.Run("positions against the clock are found out", func(t *testing.T) {
		t.Parallel()
		first, second := uuid.New(), uuid.New()
		at := func(position uint64) es.Position { return es.Position{Commit: position, Prepare: position} }
		operations := []linear.Operation{
			{Stream: "a", Call: 1, Return: 2, Sent: []uuid.UUID{first}, Appended: es.Appended{Position: at(2)}},
			{Stream: "b", Call: 3, Return: 4, Sent: []uuid.UUID{second}, Appended: es.Appended{Position: at(1)}},
		}
		log := []es.Recorded{
			{Proposed: es.Proposed{ID: second}, Stream: "b", Position: at(1)},
			{Proposed: es.Proposed{ID: first}, Stream: "a", Position: at(2)},
		}
		if err := linear.Ordered(operations, log); err == nil {
			t.Error("nothing was found")
		}
	})
}
