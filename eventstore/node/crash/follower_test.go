package crash_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/eventstore"
)

// follower is a subscriber to the whole log that runs throughout, and goes on
// after the last event it has seen whenever the node is gone and comes back.
type follower struct {
	mu    sync.Mutex
	seen  []place
	stop  context.CancelFunc
	ended chan struct{}
}

// place is where an event stands in the whole log, and which it is.
type place struct {
	position uint64
	id       [16]byte
}

func follow(t *testing.T, store *eventstore.Store) *follower {
	t.Helper()
	f := &follower{}
	f.from(store)
	t.Cleanup(func() { f.leave() })
	return f
}

// from subscribes to a node, after the last event that was seen.
func (f *follower) from(store *eventstore.Store) {
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan struct{})
	f.stop, f.ended = stop, ended
	after := f.last()
	go func() {
		defer close(ended)
		_ = store.SubscribeAll(ctx, after, f.see) // ends with ctx alone
	}()
}

// leave ends the subscription.
func (f *follower) leave() {
	f.stop()
	<-f.ended
}

func (f *follower) see(m es.Message) error {
	if !m.CaughtUp {
		f.mu.Lock()
		f.seen = append(f.seen, place{m.Event.Position.Commit, m.Event.ID})
		f.mu.Unlock()
	}
	return nil
}

func (f *follower) last() *es.Position {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.seen) == 0 {
		return nil
	}
	position := f.seen[len(f.seen)-1].position
	return &es.Position{Commit: position, Prepare: position}
}

// until waits until the follower has seen so many events, and returns them.
func (f *follower) until(t *testing.T, count int) []place {
	t.Helper()
	deadline := time.After(patience)
	for {
		f.mu.Lock()
		seen := f.seen
		f.mu.Unlock()
		if len(seen) >= count {
			return seen
		}
		select {
		case <-deadline:
			t.Fatalf("the subscriber saw %d events, the log holds %d", len(seen), count)
		case <-time.After(2 * time.Millisecond):
		}
	}
}
