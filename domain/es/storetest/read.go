package storetest

import (
	"bytes"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/diachinh/diachinh/domain/es"
)

func testReadStream(t *testing.T, open func(*testing.T) es.Store) {
	t.Run("gives back what was appended", func(t *testing.T) {
		t.Parallel()
		store, stream := open(t), newStream()
		sent := propose(3)
		mustAppend(t, store, stream, es.NoStream{}, sent)
		for i, e := range collect(t, store.ReadStream(contextOf(t), stream, 0)) {
			want := sent[i]
			if e.ID != want.ID || e.Type != want.Type || !bytes.Equal(e.Data, want.Data) || !bytes.Equal(e.Metadata, want.Metadata) {
				t.Errorf("event %d is %v, want %v", i, e.Proposed, want)
			}
			if e.Stream != stream || e.Revision != uint64(i) {
				t.Errorf("event %d stands in %s at %d", i, e.Stream, e.Revision)
			}
			if age := time.Since(e.Created); age < -time.Minute || age > 10*time.Minute {
				t.Errorf("event %d was created %s ago", i, age)
			}
		}
	})
	t.Run("begins at a revision, inclusive", func(t *testing.T) {
		t.Parallel()
		store, stream := open(t), newStream()
		sent := propose(5)
		mustAppend(t, store, stream, es.NoStream{}, sent)
		requireIDs(t, collect(t, store.ReadStream(contextOf(t), stream, 2)), sent[2:])
		requireIDs(t, collect(t, store.ReadStream(contextOf(t), stream, 5)), nil)
	})
	t.Run("backwards begins at the last event", func(t *testing.T) {
		t.Parallel()
		store, stream := open(t), newStream()
		sent := propose(5)
		mustAppend(t, store, stream, es.NoStream{}, sent)
		slices.Reverse(sent)
		requireIDs(t, collect(t, store.ReadStreamBackwards(contextOf(t), stream)), sent)
	})
	t.Run("crosses pages, either way", func(t *testing.T) {
		t.Parallel()
		store, stream := open(t), newStream()
		sent := propose(5_000)
		for part := range slices.Chunk(sent, 1_000) {
			mustAppend(t, store, stream, es.Any{}, part)
		}
		requireIDs(t, collect(t, store.ReadStream(contextOf(t), stream, 0)), sent)
		slices.Reverse(sent)
		requireIDs(t, collect(t, store.ReadStreamBackwards(contextOf(t), stream)), sent)
	})
	t.Run("may be left early", func(t *testing.T) {
		t.Parallel()
		store, stream := open(t), newStream()
		sent := propose(500)
		mustAppend(t, store, stream, es.NoStream{}, sent)
		for e, err := range store.ReadStreamBackwards(contextOf(t), stream) {
			if err != nil || e.ID != sent[499].ID {
				t.Fatalf("got %s, %v", e.ID, err)
			}
			break
		}
	})
	t.Run("that does not exist says so, once", func(t *testing.T) {
		t.Parallel()
		store := open(t)
		reads := map[string]func(func(es.Recorded, error) bool){
			"forwards":  store.ReadStream(contextOf(t), newStream(), 0),
			"backwards": store.ReadStreamBackwards(contextOf(t), newStream()),
		}
		for way, read := range reads {
			times := 0
			for _, err := range read {
				times++
				if !errors.Is(err, es.ErrNoStream) {
					t.Errorf("%s: got %v, want ErrNoStream", way, err)
				}
			}
			if times != 1 {
				t.Errorf("%s: said %d times", way, times)
			}
		}
	})
}

func testReadAll(t *testing.T, open func(*testing.T) es.Store) {
	t.Run("has one order, in which each stream's events stand in theirs", func(t *testing.T) {
		t.Parallel()
		store, one, other := open(t), newStream(), newStream()
		for range 3 {
			mustAppend(t, store, one, es.Any{}, propose(2))
			mustAppend(t, store, other, es.Any{}, propose(1))
		}
		all := collect(t, store.ReadAll(contextOf(t), es.Forwards, nil))
		if !slices.IsSortedFunc(all, func(a, b es.Recorded) int { return a.Position.Compare(b.Position) }) {
			t.Error("positions do not ascend")
		}
		for _, stream := range []string{one, other} {
			for i, e := range only(all, stream) {
				if e.Revision != uint64(i) {
					t.Errorf("%s: revision %d at place %d", stream, e.Revision, i)
				}
			}
		}
	})
	t.Run("begins after a position, or before it backwards", func(t *testing.T) {
		t.Parallel()
		store, stream := open(t), newStream()
		sent := propose(3)
		places := make([]es.Position, len(sent))
		for i := range sent {
			places[i] = mustAppend(t, store, stream, es.Any{}, sent[i:i+1]).Position
		}
		after := only(collect(t, store.ReadAll(contextOf(t), es.Forwards, &places[0])), stream)
		requireIDs(t, after, sent[1:])
		before := only(collect(t, store.ReadAll(contextOf(t), es.Backwards, &places[2])), stream)
		requireIDs(t, before, []es.Proposed{sent[1], sent[0]})
	})
	t.Run("backwards from the end is the same log in reverse", func(t *testing.T) {
		t.Parallel()
		store, stream := open(t), newStream()
		sent := propose(300)
		mustAppend(t, store, stream, es.NoStream{}, sent)
		slices.Reverse(sent)
		requireIDs(t, only(collect(t, store.ReadAll(contextOf(t), es.Backwards, nil)), stream), sent)
	})
}
