package storetest

import (
	"testing"

	"github.com/diachinh/diachinh/domain/es"
)

func testResends(t *testing.T, open func(*testing.T) es.Store) {
	// Each stream begins with `before`, then `sent` at the expected revision,
	// then `after`: a resend of `sent` is behind the end.
	cases := []struct {
		name     string
		before   int
		expected es.Expected
	}{
		{"of a stream's first events at no stream is the same append", 0, es.NoStream{}},
		{"at a number behind the end is the same append", 3, es.Exactly(2)},
		{"at any is the same append", 3, es.Any{}},
		{"at stream exists is the same append", 3, es.StreamExists{}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			store, stream := open(t), newStream()
			before, sent, after := propose(c.before), propose(3), propose(2)
			if c.before > 0 {
				mustAppend(t, store, stream, es.NoStream{}, before)
			}
			first := mustAppend(t, store, stream, c.expected, sent)
			if again := mustAppend(t, store, stream, c.expected, sent); again != first {
				t.Errorf("sent again at once it answers %v, first %v", again, first)
			}
			mustAppend(t, store, stream, es.Any{}, after)
			if again := mustAppend(t, store, stream, c.expected, sent); again != first {
				t.Errorf("sent again behind the end it answers %v, first %v", again, first)
			}
			want := append(append(before, sent...), after...)
			requireIDs(t, collect(t, store.ReadStream(contextOf(t), stream, 0)), want)
		})
	}
	t.Run("of the beginning of an append answers where that part stands", func(t *testing.T) {
		t.Parallel()
		store, stream := open(t), newStream()
		sent := propose(3)
		mustAppend(t, store, stream, es.NoStream{}, sent)
		if again := mustAppend(t, store, stream, es.NoStream{}, sent[:2]); again.Revision != 1 {
			t.Errorf("last revision %d, want 1", again.Revision)
		}
		requireIDs(t, collect(t, store.ReadStream(contextOf(t), stream, 0)), sent)
	})
	partial := []struct {
		name     string
		expected es.Expected
	}{
		{"with a new event at its end conflicts at a number", es.NoStream{}},
		{"with a new event at its end conflicts at any", es.Any{}},
	}
	for _, c := range partial {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			store, stream := open(t), newStream()
			sent := propose(2)
			mustAppend(t, store, stream, es.NoStream{}, sent)
			_, err := store.Append(contextOf(t), stream, c.expected, append(sent[:2:2], propose(1)...))
			last := uint64(1)
			requireConflict(t, err, stream, c.expected, &last)
			requireIDs(t, collect(t, store.ReadStream(contextOf(t), stream, 0)), sent)
		})
	}
	t.Run("of the same events in another order conflicts", func(t *testing.T) {
		t.Parallel()
		store, stream := open(t), newStream()
		sent := propose(2)
		mustAppend(t, store, stream, es.NoStream{}, sent)
		last := uint64(1)
		_, err := store.Append(contextOf(t), stream, es.NoStream{}, []es.Proposed{sent[1], sent[0]})
		requireConflict(t, err, stream, es.NoStream{}, &last)
	})
	t.Run("at the current revision is taken a second time: ids are not compared there", func(t *testing.T) {
		t.Parallel()
		store, stream := open(t), newStream()
		sent := propose(1)
		mustAppend(t, store, stream, es.NoStream{}, sent)
		if again := mustAppend(t, store, stream, es.Exactly(0), sent); again.Revision != 1 {
			t.Errorf("last revision %d, want 1", again.Revision)
		}
	})
	t.Run("of an id that stands in another stream is a new event", func(t *testing.T) {
		t.Parallel()
		store, one, other := open(t), newStream(), newStream()
		sent := propose(1)
		mustAppend(t, store, one, es.Any{}, sent)
		mustAppend(t, store, other, es.Any{}, sent)
		requireIDs(t, collect(t, store.ReadStream(contextOf(t), other, 0)), sent)
	})
}
