package storetest

import (
	"context"
	"errors"
	"testing"

	"github.com/diachinh/diachinh/domain/es"
)

// subscription collects, on a goroutine of its own, what a subscription delivers.
type subscription struct {
	messages chan es.Message
	ended    chan error
	cancel   context.CancelFunc
}

func follow(t *testing.T, subscribe func(context.Context, func(es.Message) error) error) *subscription {
	ctx, cancel := context.WithCancel(contextOf(t))
	s := &subscription{messages: make(chan es.Message, 100_000), ended: make(chan error, 1), cancel: cancel}
	go func() {
		s.ended <- subscribe(ctx, func(m es.Message) error {
			s.messages <- m
			return nil
		})
	}()
	t.Cleanup(cancel)
	return s
}

func followAll(t *testing.T, store es.Store, after *es.Position) *subscription {
	return follow(t, func(ctx context.Context, handle func(es.Message) error) error {
		return store.SubscribeAll(ctx, after, handle)
	})
}

func followStream(t *testing.T, store es.Store, stream string, after *uint64) *subscription {
	return follow(t, func(ctx context.Context, handle func(es.Message) error) error {
		return store.SubscribeStream(ctx, stream, after, handle)
	})
}

func (s *subscription) next(t *testing.T) es.Message {
	t.Helper()
	select {
	case m := <-s.messages:
		return m
	case err := <-s.ended:
		t.Fatalf("the subscription ended: %v", err)
	case <-contextOf(t).Done():
		t.Fatal("nothing was delivered")
	}
	panic("not reached")
}

// untilCaughtUp returns the events before the news that all was delivered.
func (s *subscription) untilCaughtUp(t *testing.T) (events []es.Recorded) {
	t.Helper()
	for {
		m := s.next(t)
		if m.CaughtUp {
			return events
		}
		events = append(events, m.Event)
	}
}

// take returns the next n events of a stream.
func (s *subscription) take(t *testing.T, stream string, n int) (events []es.Recorded) {
	t.Helper()
	for len(events) < n {
		if m := s.next(t); !m.CaughtUp && m.Event.Stream == stream {
			events = append(events, m.Event)
		}
	}
	return events
}

func testSubscriptions(t *testing.T, open func(*testing.T) es.Store) {
	t.Run("to a stream deliver what is there, say so, and then what comes", func(t *testing.T) {
		t.Parallel()
		store, stream := open(t), newStream()
		there, coming := propose(3), propose(2)
		mustAppend(t, store, stream, es.NoStream{}, there)
		s := followStream(t, store, stream, nil)
		requireIDs(t, s.untilCaughtUp(t), there)
		mustAppend(t, store, newStream(), es.Any{}, propose(1))
		mustAppend(t, store, stream, es.Any{}, coming)
		requireIDs(t, s.take(t, stream, 2), coming)
	})
	t.Run("to a stream that does not exist wait for it", func(t *testing.T) {
		t.Parallel()
		store, stream := open(t), newStream()
		s := followStream(t, store, stream, nil)
		requireIDs(t, s.untilCaughtUp(t), nil)
		coming := propose(2)
		mustAppend(t, store, stream, es.NoStream{}, coming)
		requireIDs(t, s.take(t, stream, 2), coming)
	})
	t.Run("to a stream begin after a revision", func(t *testing.T) {
		t.Parallel()
		store, stream := open(t), newStream()
		sent := propose(3)
		mustAppend(t, store, stream, es.NoStream{}, sent)
		after := uint64(0)
		requireIDs(t, followStream(t, store, stream, &after).untilCaughtUp(t), sent[1:])
	})
	t.Run("to the whole log deliver what is there, say so, and then what comes", func(t *testing.T) {
		t.Parallel()
		store, stream := open(t), newStream()
		there, coming := propose(3), propose(2)
		mustAppend(t, store, stream, es.NoStream{}, there)
		s := followAll(t, store, nil)
		requireIDs(t, only(s.untilCaughtUp(t), stream), there)
		mustAppend(t, store, stream, es.Any{}, coming)
		requireIDs(t, s.take(t, stream, 2), coming)
	})
	t.Run("to the whole log begin after a position", func(t *testing.T) {
		t.Parallel()
		store, stream := open(t), newStream()
		sent := propose(3)
		mustAppend(t, store, stream, es.NoStream{}, sent[:1])
		after := mustAppend(t, store, stream, es.Any{}, sent[1:2]).Position
		mustAppend(t, store, stream, es.Any{}, sent[2:])
		requireIDs(t, only(followAll(t, store, &after).untilCaughtUp(t), stream), sent[2:])
	})
	t.Run("end with the error of who handles them", func(t *testing.T) {
		t.Parallel()
		store := open(t)
		mustAppend(t, store, newStream(), es.Any{}, propose(1))
		enough := errors.New("enough")
		if err := store.SubscribeAll(contextOf(t), nil, func(es.Message) error { return enough }); !errors.Is(err, enough) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("end with their context", func(t *testing.T) {
		t.Parallel()
		s := followAll(t, open(t), nil)
		s.untilCaughtUp(t)
		s.cancel()
		select {
		case err := <-s.ended:
			if !errors.Is(err, context.Canceled) {
				t.Errorf("got %v", err)
			}
		case <-contextOf(t).Done():
			t.Fatal("it did not end")
		}
	})
}
