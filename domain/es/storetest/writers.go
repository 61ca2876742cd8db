package storetest

import (
	"context"
	"errors"
	"fmt"
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
	t.Run("of many streams are seen by all subscribers in one order", func(t *testing.T) {
		t.Parallel()
		store := open(t)
		start := mustAppend(t, store, newStream(), es.Any{}, propose(1)).Position
		one := followAll(t, store, &start)
		acknowledged := race(t, func(ctx context.Context, ids chan<- uuid.UUID) error {
			stream := newStream()
			for range perWriter {
				events := propose(1)
				if _, err := store.Append(ctx, stream, es.Any{}, events); err != nil {
					return err
				}
				ids <- events[0].ID
			}
			return nil
		})
		mine := func(s *subscription) (events []es.Recorded) {
			for len(events) < writers*perWriter {
				if m := s.next(t); !m.CaughtUp && acknowledged[m.Event.ID] {
					events = append(events, m.Event)
				}
			}
			return events
		}
		seen, again := mine(one), mine(followAll(t, store, &start))
		requireEach(t, seen, acknowledged)
		for i := range seen {
			if seen[i].Position != again[i].Position || i > 0 && seen[i].Position.Compare(seen[i-1].Position) <= 0 {
				t.Fatalf("event %d stands at %v live and at %v caught up", i, seen[i].Position, again[i].Position)
			}
		}
	})
}

// race runs the writers and returns the ids that were acknowledged to them.
func race(t *testing.T, write func(context.Context, chan<- uuid.UUID) error) map[uuid.UUID]bool {
	t.Helper()
	ids, failures := make(chan uuid.UUID, writers*perWriter), make(chan error, writers)
	for range writers {
		go func() { failures <- write(contextOf(t), ids) }()
	}
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
