package eventstore_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/eventstore"
)

// load is writers that append to streams of their own, one event after the
// other, and send an append again unchanged whenever its outcome is not known.
type load struct {
	store        *eventstore.Store
	streams      []string
	acknowledged [][]uuid.UUID
	count        atomic.Int64
	stop         atomic.Bool
	writers      sync.WaitGroup
	failures     chan error
}

func startLoad(t *testing.T, store *eventstore.Store, writers int) *load {
	l := &load{store: store, streams: make([]string, writers), acknowledged: make([][]uuid.UUID, writers), failures: make(chan error, writers)}
	for w := range writers {
		l.streams[w] = "load-" + uuid.NewString()
		l.writers.Go(func() {
			if err := l.write(t.Context(), w); err != nil {
				l.failures <- err
			}
		})
	}
	return l
}

func (l *load) write(ctx context.Context, writer int) error {
	var expected es.Expected = es.NoStream{}
	for !l.stop.Load() {
		event := kilobyte(1)
		appended, err := l.store.Append(ctx, l.streams[writer], expected, event)
		for errors.Is(err, es.ErrUnavailable) && ctx.Err() == nil {
			time.Sleep(5 * time.Millisecond) // a client's backoff
			appended, err = l.store.Append(ctx, l.streams[writer], expected, event)
		}
		if err != nil {
			return err
		}
		expected = es.Exactly(appended.Revision)
		l.acknowledged[writer] = append(l.acknowledged[writer], event[0].ID)
		l.count.Add(1)
	}
	return nil
}

// await waits until so many more appends were acknowledged.
func (l *load) await(t *testing.T, more int64) {
	t.Helper()
	until := l.count.Load() + more
	deadline := time.Now().Add(30 * time.Second)
	for l.count.Load() < until {
		select {
		case err := <-l.failures:
			t.Fatal(err)
		case <-time.After(2 * time.Millisecond):
		}
		if time.Now().After(deadline) {
			t.Fatalf("only %d appends were acknowledged", l.count.Load())
		}
	}
}

// finish stops the writers and requires that each stream holds exactly what was
// acknowledged, in order.
func (l *load) finish(t *testing.T) {
	t.Helper()
	l.stop.Store(true)
	l.writers.Wait()
	select {
	case err := <-l.failures:
		t.Fatal(err)
	default:
	}
	for w, stream := range l.streams {
		var got []uuid.UUID
		for e, err := range l.store.ReadStream(t.Context(), stream, 0) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, e.ID)
		}
		if !slices.Equal(got, l.acknowledged[w]) {
			t.Errorf("%s holds %d events, %d were acknowledged", stream, len(got), len(l.acknowledged[w]))
		}
	}
}

// watcher requires of a subscription to the whole log that it skips nothing
// and doubles nothing: positions of the node have no gap.
type watcher struct {
	at    atomic.Uint64
	wrong atomic.Pointer[string]
}

func watch(t *testing.T, store *eventstore.Store) *watcher {
	w := &watcher{}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		store.SubscribeAll(ctx, nil, func(m es.Message) error {
			if m.CaughtUp {
				return nil
			}
			if got := m.Event.Position.Commit; got != w.at.Load()+1 {
				wrong := fmt.Sprintf("position %d follows %d", got, w.at.Load())
				w.wrong.CompareAndSwap(nil, &wrong)
			}
			w.at.Store(m.Event.Position.Commit)
			return nil
		})
	}()
	t.Cleanup(func() {
		cancel()
		<-ended
	})
	return w
}

func (w *watcher) requireAll(t *testing.T, store *eventstore.Store) {
	t.Helper()
	var end uint64
	for e, err := range store.ReadAll(t.Context(), es.Backwards, nil) {
		if err != nil {
			t.Fatal(err)
		}
		end = e.Position.Commit
		break
	}
	deadline := time.Now().Add(30 * time.Second)
	for w.at.Load() < end && time.Now().Before(deadline) {
		time.Sleep(2 * time.Millisecond)
	}
	if wrong := w.wrong.Load(); wrong != nil {
		t.Error(*wrong)
	}
	if at := w.at.Load(); at != end {
		t.Errorf("the subscription came to %d, the log ends at %d", at, end)
	}
}
