package crash_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/eventstore"
)

// writers is how many append at once: on streams of their own at the exact
// revision, on a crowd's stream and their own at any, and against each other.
const writers = 8

// load is writers that append one batch after the other. What is not answered
// they send again unchanged until it is.
type load struct {
	store    atomic.Pointer[eventstore.Store]
	ledger   *ledger
	stop     atomic.Bool
	running  sync.WaitGroup
	failures chan error
}

func startLoad(t *testing.T, seed uint64, store *eventstore.Store) *load {
	t.Helper()
	l := &load{ledger: newLedger(writers + 1), failures: make(chan error, writers)}
	l.store.Store(store)
	for n := range writers {
		w := &writer{load: l, number: n, draws: draws(seed, n), expected: es.NoStream{}}
		l.running.Go(func() {
			if err := w.run(t.Context()); err != nil {
				l.failures <- fmt.Errorf("writer %d: %w", n, err)
			}
		})
	}
	t.Cleanup(func() {
		l.stop.Store(true)
		l.running.Wait()
	})
	return l
}

// await waits until so many more appends are acknowledged.
func (l *load) await(t *testing.T, more int) {
	t.Helper()
	until := l.ledger.acknowledged.Load() + int64(more)
	deadline := time.After(patience)
	for l.ledger.acknowledged.Load() < until {
		select {
		case err := <-l.failures:
			t.Fatal(err)
		case <-deadline:
			t.Fatalf("only %d appends are acknowledged, %d are awaited", l.ledger.acknowledged.Load(), until)
		case <-time.After(time.Millisecond):
		}
	}
}

// finish lets the writers end what they have begun.
func (l *load) finish(t *testing.T) {
	t.Helper()
	l.stop.Store(true)
	l.running.Wait()
	select {
	case err := <-l.failures:
		t.Fatal(err)
	default:
	}
}

type writer struct {
	load   *load
	number int
	draws  *rand.Rand
	// expected is where the writer believes its stream to stand, where it cares.
	expected es.Expected
}

// aim says what the writer appends to next, and at which revision.
func (w *writer) aim() (stream string, expected es.Expected) {
	switch {
	case w.number < 3:
		return fmt.Sprintf("own-%d", w.number), w.expected
	case w.number < 5:
		return "contended", w.expected
	case w.draws.IntN(2) == 0:
		return "crowd", es.Any{}
	}
	return fmt.Sprintf("any-%d", w.number), es.Any{}
}

func (w *writer) run(ctx context.Context) error {
	for !w.load.stop.Load() {
		stream, expected := w.aim()
		events := w.events()
		e := newEntry(stream, events)
		appended, err := w.send(ctx, stream, expected, events)
		for errors.Is(err, es.ErrUnavailable) && ctx.Err() == nil {
			e.resent++
			time.Sleep(within(w.draws, time.Millisecond, 5*time.Millisecond)) // a client's backoff
			appended, err = w.send(ctx, stream, expected, events)
		}
		conflict := (*es.ConflictError)(nil)
		switch {
		case err == nil:
			e.appended = appended
			w.expected = es.Exactly(appended.Revision)
		case errors.As(err, &conflict) && stream == "contended":
			e.refused = true
			w.expected = es.NoStream{}
			if conflict.Actual != nil {
				w.expected = es.Exactly(*conflict.Actual)
			}
		default:
			return fmt.Errorf("append to %s at %T(%v), sent again %d times: %w", stream, expected, expected, e.resent, err)
		}
		w.load.ledger.keep(w.number, e)
	}
	return nil
}

// send appends; one client in twenty does not wait long for the answer.
func (w *writer) send(ctx context.Context, stream string, expected es.Expected, events []es.Proposed) (es.Appended, error) {
	limit := 10 * time.Second
	if w.draws.IntN(20) == 0 {
		limit = within(w.draws, 200*time.Microsecond, 8*time.Millisecond)
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	return w.load.store.Load().Append(ctx, stream, expected, events)
}

// events are one to twenty, mostly small, together some 100 kB at times.
func (w *writer) events() []es.Proposed {
	size := 50 + w.draws.IntN(400)
	if w.draws.IntN(50) == 0 {
		size = 5_000
	}
	events := make([]es.Proposed, 1+w.draws.IntN(20))
	for i := range events {
		id := uuid.New()
		events[i] = es.Proposed{
			ID: id, Type: "happened.v1", Metadata: []byte(`{}`),
			Data: fmt.Appendf(nil, `{"id":%q,"pad":%q}`, id, bytes.Repeat([]byte{'x'}, size)),
		}
	}
	return events
}
