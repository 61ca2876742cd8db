package storetest

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/diachinh/diachinh/domain/es"
)

// Run tests the stores that open makes. One may be shared by all tests, and
// hold other events: each test uses streams of its own.
func Run(t *testing.T, open func(t *testing.T) es.Store) {
	groups := []struct {
		name string
		test func(*testing.T, func(*testing.T) es.Store)
	}{
		{"expected revisions", testExpected},
		{"resends", testResends},
		{"reading a stream", testReadStream},
		{"reading the whole log", testReadAll},
		{"subscriptions", testSubscriptions},
		{"many writers", testWriters},
		{"everyone who follows the log", testEveryone},
		{"limits", testLimits},
	}
	for _, group := range groups {
		t.Run(group.name, func(t *testing.T) {
			t.Parallel()
			group.test(t, open)
		})
	}
}

// patience is how long a test waits for what must come.
const patience = time.Minute

func contextOf(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	return ctx
}

// newStream names a stream that nobody else uses.
func newStream() string { return "storetest-" + uuid.NewString() }

// propose makes n events.
func propose(n int) []es.Proposed {
	events := make([]es.Proposed, n)
	for i := range events {
		id := uuid.New()
		events[i] = es.Proposed{
			ID:       id,
			Type:     "thing.happened.v1",
			Data:     fmt.Appendf(nil, `{"id":%q,"text":"thửa đất số %d"}`, id, i),
			Metadata: fmt.Appendf(nil, `{"actor":"test","number":%d}`, i),
		}
	}
	return events
}

func mustAppend(t *testing.T, store es.Store, stream string, expected es.Expected, events []es.Proposed) es.Appended {
	t.Helper()
	appended, err := store.Append(contextOf(t), stream, expected, events)
	if err != nil {
		t.Fatalf("append at %T(%v): %v", expected, expected, err)
	}
	return appended
}

// collect reads to the end.
func collect(t *testing.T, events iter.Seq2[es.Recorded, error]) []es.Recorded {
	t.Helper()
	var all []es.Recorded
	for e, err := range events {
		if err != nil {
			t.Fatalf("read: %v", err)
		}
		all = append(all, e)
	}
	return all
}

// only keeps the events of one stream.
func only(events []es.Recorded, stream string) []es.Recorded {
	return slices.DeleteFunc(slices.Clone(events), func(e es.Recorded) bool { return e.Stream != stream })
}

func requireIDs(t *testing.T, got []es.Recorded, want []es.Proposed) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("got %d events, want %d", len(got), len(want))
	}
	for i := range want {
		if got[i].ID != want[i].ID {
			t.Fatalf("event %d is %s, want %s", i, got[i].ID, want[i].ID)
		}
	}
}
