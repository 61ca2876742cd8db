package storetest

import (
	"context"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"

	"github.com/diachinh/diachinh/domain/es"
)

// testEveryone lets writers race and requires of all who follow the log, from
// wherever they begin, that they see the one log that a read shows afterwards:
// nothing left out, nothing twice, nothing in another order.
func testEveryone(t *testing.T, open func(*testing.T) es.Store) {
	t.Run("sees the same log while many write, wherever they begin", func(t *testing.T) {
		t.Parallel()
		store := open(t)
		begin := mustAppend(t, store, newStream(), es.Any{}, propose(1)).Position
		early, live := followAll(t, store, nil), followAll(t, store, &begin)
		seenLive := live.untilCaughtUp(t)

		var appends atomic.Int64
		middle := make(chan es.Position, 1)
		acknowledged := race(t, func(ctx context.Context, ids chan<- uuid.UUID) error {
			stream := newStream()
			for i := range perWriter {
				events := propose(1 + i%3)
				appended, err := store.Append(ctx, stream, es.Any{}, events)
				if err != nil {
					return err
				}
				if appends.Add(1) == writers*perWriter/2 {
					middle <- appended.Position
				}
				for _, e := range events {
					ids <- e.ID
				}
			}
			return nil
		})
		half := <-middle
		end := mustAppend(t, store, newStream(), es.Any{}, propose(1)).Position
		all := upTo(collect(t, store.ReadAll(contextOf(t), es.Forwards, nil)), end)
		requireEach(t, slices.DeleteFunc(slices.Clone(all), func(e es.Recorded) bool { return !acknowledged[e.ID] }), acknowledged)
		requireAscending(t, all)

		requirePlaces(t, "from the beginning, begun before", early.first(t, len(all)), all)
		want := behind(all, begin)
		requirePlaces(t, "live", append(seenLive, live.first(t, len(want)-len(seenLive))...), want)
		requirePlaces(t, "from the beginning, begun afterwards", followAll(t, store, nil).first(t, len(all)), all)
		want = behind(all, half)
		requirePlaces(t, "from the middle, begun afterwards", followAll(t, store, &half).first(t, len(want)), want)
	})
}

// first returns the next n events of all that is followed.
func (s *subscription) first(t *testing.T, n int) (events []es.Recorded) {
	t.Helper()
	for len(events) < n {
		if m := s.next(t); !m.CaughtUp {
			events = append(events, m.Event)
		}
	}
	return events
}

// upTo keeps the events up to a position, which is an event's.
func upTo(events []es.Recorded, position es.Position) []es.Recorded {
	return slices.DeleteFunc(slices.Clone(events), func(e es.Recorded) bool { return e.Position.Compare(position) > 0 })
}

// behind keeps the events after a position.
func behind(events []es.Recorded, position es.Position) []es.Recorded {
	return slices.DeleteFunc(slices.Clone(events), func(e es.Recorded) bool { return e.Position.Compare(position) <= 0 })
}

func requireAscending(t *testing.T, events []es.Recorded) {
	t.Helper()
	for i := 1; i < len(events); i++ {
		if events[i].Position.Compare(events[i-1].Position) <= 0 {
			t.Fatalf("position %v follows %v", events[i].Position, events[i-1].Position)
		}
	}
}

// requirePlaces wants the same events at the same places, in the same order.
func requirePlaces(t *testing.T, who string, got, want []es.Recorded) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %d events, want %d", who, len(got), len(want))
	}
	for i, w := range want {
		if g := got[i]; g.ID != w.ID || g.Position != w.Position || g.Stream != w.Stream || g.Revision != w.Revision {
			t.Fatalf("%s: event %d is %s at %v, want %s at %v", who, i, g.ID, g.Position, w.ID, w.Position)
		}
	}
}
