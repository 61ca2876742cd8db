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

func TestJudge(t *testing.T) {
	t.Parallel()
	judge := func(t *testing.T, store es.Store) porcupine.CheckResult {
		clients := linear.Clients{
			Stores: []es.Store{store}, Count: 8, Operations: 40, Seed: 1, Streams: []string{uuid.NewString(), uuid.NewString()},
		}
		operations, err := clients.Run(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return linear.Linearizable(operations, time.Minute)
	}
	t.Run("a right store is found right", func(t *testing.T) {
		t.Parallel()
		if verdict := judge(t, slow{memory.New()}); verdict != porcupine.Ok {
			t.Error(verdict)
		}
	})
	broken := faulty{slow{memory.New()}, &atomic.Int64{}}
	for name, store := range map[string]es.Store{
		"loses appends": losing{broken}, "writes twice": duplicating{broken},
		"shows old states": stale{broken}, "judges no expected revision": blind{broken},
	} {
		t.Run("a store that sometimes "+name+" is found out", func(t *testing.T) {
			t.Parallel()
			if verdict := judge(t, store); verdict != porcupine.Illegal {
				t.Error(verdict)
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
