package storetest

import (
	"errors"
	"testing"

	"github.com/diachinh/diachinh/domain/es"
)

func testExpected(t *testing.T, open func(*testing.T) es.Store) {
	three := uint64(2) // the last revision of three events
	cases := []struct {
		name     string
		written  int
		expected es.Expected
		conflict bool
		actual   *uint64
	}{
		{"any is right on a new stream", 0, es.Any{}, false, nil},
		{"any is right on a stream with events", 3, es.Any{}, false, nil},
		{"no stream is right on a new stream", 0, es.NoStream{}, false, nil},
		{"no stream conflicts with a stream that has events", 3, es.NoStream{}, true, &three},
		{"stream exists is right on a stream with events", 3, es.StreamExists{}, false, nil},
		{"stream exists conflicts with a new stream", 0, es.StreamExists{}, true, nil},
		{"the last revision is right", 3, es.Exactly(2), false, nil},
		{"a revision behind the last conflicts", 3, es.Exactly(1), true, &three},
		{"revision 0 behind the last conflicts", 3, es.Exactly(0), true, &three},
		{"a revision beyond the last conflicts", 3, es.Exactly(3), true, &three},
		{"revision 0 conflicts with a new stream", 0, es.Exactly(0), true, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			store, stream := open(t), newStream()
			written := propose(c.written)
			if c.written > 0 {
				mustAppend(t, store, stream, es.NoStream{}, written)
			}
			events := propose(2)
			appended, err := store.Append(contextOf(t), stream, c.expected, events)
			if c.conflict {
				requireConflict(t, err, stream, c.expected, c.actual)
				if c.written > 0 {
					requireIDs(t, collect(t, store.ReadStream(contextOf(t), stream, 0)), written)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if want := uint64(c.written + 1); appended.Revision != want {
				t.Errorf("last revision %d, want %d", appended.Revision, want)
			}
			all := collect(t, store.ReadStream(contextOf(t), stream, 0))
			requireIDs(t, all, append(written, events...))
			if last := all[len(all)-1]; last.Position != appended.Position {
				t.Errorf("position %v, but the last event stands at %v", appended.Position, last.Position)
			}
		})
	}
}

func requireConflict(t *testing.T, err error, stream string, expected es.Expected, actual *uint64) {
	t.Helper()
	var conflict *es.ConflictError
	if !errors.As(err, &conflict) {
		t.Fatalf("got %v, want a conflict", err)
	}
	if conflict.Stream != stream || conflict.Expected != expected {
		t.Errorf("conflict names %s at %v, want %s at %v", conflict.Stream, conflict.Expected, stream, expected)
	}
	switch {
	case (conflict.Actual == nil) != (actual == nil):
		t.Errorf("actual revision %v, want %v", conflict.Actual, actual)
	case actual != nil && *conflict.Actual != *actual:
		t.Errorf("actual revision %d, want %d", *conflict.Actual, *actual)
	}
}
