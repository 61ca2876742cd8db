package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/google/uuid"

	"github.com/diachinh/diachinh/domain/es"
)

const (
	writers   = 16
	perWriter = 25
)

func testWriters(t *testing.T, open func(*testing.T) es.Store) {
	t.Run("of one stream leave no gap, lose nothing and double nothing", func(t *testing.T) {
		t.Parallel()
		store, stream := open(t), newStream()
		mustAppend(t, store, stream, es.NoStream{}, propose(1))
		live := followStream(t, store, stream, nil)
		acknowledged := race(t, func(ctx context.Context, ids chan<- uuid.UUID) error {
			return contend(ctx, store, stream, ids)
		})
		events := live.take(t, stream, 1+writers*perWriter)
		for i, e := range events {
			if e.Revision != uint64(i) {
				t.Fatalf("revision %d at place %d", e.Revision, i)
			}
		}
		requireEach(t, events[1:], acknowledged)
	})
	t.Run("that send the same append at once get the same answer, and it is written once", func(t *testing.T) {
		t.Parallel()
		store, stream, sent := open(t), newStream(), propose(3)
		answers, failures := make(chan es.Appended, writers), make(chan error, writers)
		for range writers {
			go func() {
				appended, err := store.Append(contextOf(t), stream, es.NoStream{}, sent)
				answers <- appended
				failures <- err
			}()
		}
		first := <-answers
		for range writers - 1 {
			if again := <-answers; again != first {
				t.Errorf("answers %v and %v", first, again)
			}
		}
		for range writers {
			if err := <-failures; err != nil {
				t.Error(err)
			}
		}
		requireIDs(t, collect(t, store.ReadStream(contextOf(t), stream, 0)), sent)
	})
	t.Run("that expect the same revision at once: one gets it, the others learn who is where", func(t *testing.T) {
		t.Parallel()
		store, stream := open(t), newStream()
		var won []es.Proposed
		for round := range perWriter {
			won = append(won, oneOfAll(t, store, stream, expectedAfter(round)))
		}
		requireIDs(t, collect(t, store.ReadStream(contextOf(t), stream, 0)), won)
	})
}

// oneOfAll lets all writers append at once where only one can be right, and
// returns the event of the one who was.
func oneOfAll(t *testing.T, store es.Store, stream string, expected es.Expected) es.Proposed {
	t.Helper()
	sent, failures := make([]es.Proposed, writers), make([]error, writers)
	var all sync.WaitGroup
	for w := range writers {
		all.Go(func() {
			events := propose(1)
			sent[w] = events[0]
			_, failures[w] = store.Append(contextOf(t), stream, expected, events)
		})
	}
	all.Wait()
	winner, winners := 0, 0
	for w, err := range failures {
		if err == nil {
			winner, winners = w, winners+1
			continue
		}
		taken := uint64(0)
		if at, numbered := expected.(es.Exactly); numbered {
			taken = uint64(at) + 1
		}
		requireConflict(t, err, stream, expected, &taken)
	}
	if winners != 1 {
		t.Fatalf("%d writers were right at %T(%v)", winners, expected, expected)
	}
	return sent[winner]
}

// race runs the writers and returns the ids that were acknowledged to them.
func race(t *testing.T, write func(context.Context, chan<- uuid.UUID) error) map[uuid.UUID]bool {
	t.Helper()
	return startRace(t, write)()
}

// startRace starts the writers; finish waits for them.
func startRace(t *testing.T, write func(context.Context, chan<- uuid.UUID) error) (finish func() map[uuid.UUID]bool) {
	ctx := contextOf(t)
	ids, failures := make(chan uuid.UUID, 2*writers*perWriter), make(chan error, writers)
	for range writers {
		go func() { failures <- write(ctx, ids) }()
	}
	return func() map[uuid.UUID]bool {
		t.Helper()
		for range writers {
			if err := <-failures; err != nil {
				t.Fatal(err)
			}
		}
		close(ids)
		acknowledged := map[uuid.UUID]bool{}
		for id := range ids {
			acknowledged[id] = true
		}
		return acknowledged
	}
}

// contend appends at the revision it last saw, and looks again after a conflict.
func contend(ctx context.Context, store es.Store, stream string, ids chan<- uuid.UUID) error {
	at := es.Exactly(0)
	for range perWriter {
		for event := propose(1); ; {
			appended, err := store.Append(ctx, stream, at, event)
			if err == nil {
				at = es.Exactly(appended.Revision)
				ids <- event[0].ID
				break
			}
			var conflict *es.ConflictError
			if !errors.As(err, &conflict) {
				return err
			}
			if conflict.Actual == nil {
				return fmt.Errorf("a conflict with a stream that has events names none: %w", err)
			}
			at = es.Exactly(*conflict.Actual)
		}
	}
	return nil
}

// requireEach wants each id exactly once.
func requireEach(t *testing.T, events []es.Recorded, ids map[uuid.UUID]bool) {
	t.Helper()
	seen := map[uuid.UUID]bool{}
	for _, e := range events {
		if seen[e.ID] || !ids[e.ID] {
			t.Fatalf("event %s was not acknowledged, or is there twice", e.ID)
		}
		seen[e.ID] = true
	}
	if len(seen) != len(ids) {
		t.Fatalf("%d events of %d that were acknowledged", len(seen), len(ids))
	}
}
