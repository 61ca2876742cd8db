package storetest

import (
	"bytes"
	"context"
	"errors"
	"testing"

	"github.com/diachinh/diachinh/domain/es"
)

func testLimits(t *testing.T, open func(*testing.T) es.Store) {
	large := func(bytesInAll, events int) []es.Proposed {
		proposed := propose(events)
		for i := range proposed {
			proposed[i].Data = append(append([]byte(`"`), bytes.Repeat([]byte("đ"), bytesInAll/events/2)...), '"')
		}
		return proposed
	}
	t.Run("an append of 768 KiB in one event is taken", func(t *testing.T) {
		t.Parallel()
		store, stream := open(t), newStream()
		sent := large(es.MaxAppend, 1)
		mustAppend(t, store, stream, es.NoStream{}, sent)
		got := collect(t, store.ReadStream(contextOf(t), stream, 0))
		if len(got) != 1 || !bytes.Equal(got[0].Data, sent[0].Data) {
			t.Error("it is not given back")
		}
	})
	t.Run("an append of 768 KiB in many events is taken", func(t *testing.T) {
		t.Parallel()
		store, stream := open(t), newStream()
		sent := large(es.MaxAppend, 600)
		mustAppend(t, store, stream, es.NoStream{}, sent)
		requireIDs(t, collect(t, store.ReadStream(contextOf(t), stream, 0)), sent)
	})
	for name, events := range map[string]int{"one event": 1, "many events": 1_000} {
		t.Run("an append of 2 MiB in "+name+" is refused whole", func(t *testing.T) {
			t.Parallel()
			store, stream := open(t), newStream()
			_, err := store.Append(contextOf(t), stream, es.NoStream{}, large(2<<20, events))
			if !errors.Is(err, es.ErrTooLarge) {
				t.Fatalf("got %v, want ErrTooLarge", err)
			}
			mustAppend(t, store, stream, es.NoStream{}, propose(1))
		})
	}
	t.Run("a context that has ended is told as such", func(t *testing.T) {
		t.Parallel()
		store := open(t)
		ctx, cancel := context.WithCancel(contextOf(t))
		cancel()
		_, err := store.Append(ctx, newStream(), es.NoStream{}, propose(1))
		if !errors.Is(err, es.ErrUnavailable) || !errors.Is(err, context.Canceled) {
			t.Errorf("append: got %v, want ErrUnavailable for a cancelled context", err)
		}
		for _, err := range store.ReadAll(ctx, es.Forwards, nil) {
			if !errors.Is(err, context.Canceled) {
				t.Errorf("read: got %v, want the context's error", err)
			}
		}
		if err := store.SubscribeAll(ctx, nil, func(es.Message) error { return nil }); !errors.Is(err, context.Canceled) {
			t.Errorf("subscribe: got %v, want the context's error", err)
		}
	})
}
