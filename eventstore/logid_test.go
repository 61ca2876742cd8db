package eventstore_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/diachinh/diachinh/cluster/testdb"
	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/domain/es/memory"
	"github.com/diachinh/diachinh/eventstore"
	"github.com/diachinh/diachinh/eventstore/node"
)

func TestLogID(t *testing.T) {
	t.Parallel()
	t.Run("all who ask at once get the same, and get it again after a restart", func(t *testing.T) {
		t.Parallel()
		database := testdb.New(t)
		n := startNode(t, node.Config{DatabaseURL: database})
		store := dial(t, n.URL())
		answers := make(chan uuid.UUID, 8)
		for range cap(answers) {
			go func() {
				id, err := eventstore.LogID(t.Context(), store)
				if err != nil {
					t.Error(err)
				}
				answers <- id
			}()
		}
		first := <-answers
		for range cap(answers) - 1 {
			if id := <-answers; id != first || id == uuid.Nil {
				t.Errorf("got %s and %s", first, id)
			}
		}
		if err := n.Stop(t.Context()); err != nil {
			t.Fatal(err)
		}
		again := dial(t, startNode(t, node.Config{DatabaseURL: database}).URL())
		if id, err := eventstore.LogID(t.Context(), again); err != nil || id != first {
			t.Errorf("after the restart %s, before %s: %v", id, first, err)
		}
	})
	for name, prepare := range map[string]func(es.Store) error{
		"a log that moves tells from which, and is refused until it has arrived": func(es.Store) error { return nil },
		"so is one that had a name before": func(store es.Store) error {
			_, err := eventstore.LogID(t.Context(), store)
			return err
		},
		"so is one to which another log moved before": func(store es.Store) error {
			return errors.Join(eventstore.BeginMove(t.Context(), store, uuid.New()), eventstore.FinishMove(t.Context(), store))
		},
		"so is one to which another log began to move": func(store es.Store) error {
			return eventstore.BeginMove(t.Context(), store, uuid.New())
		},
		"so is one in whose stream something else was written": func(store es.Store) error {
			appendTo(t, store, "it.happened.v1", `{}`)
			return nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			store, source := memory.New(), uuid.New()
			if err := prepare(store); err != nil {
				t.Fatal(err)
			}
			for range 2 {
				if err := eventstore.BeginMove(t.Context(), store, source); err != nil {
					t.Fatal(err)
				}
			}
			for e := range store.ReadStreamBackwards(t.Context(), eventstore.LogStream) {
				if e.Type != "log.moving.v1" || !strings.Contains(string(e.Data), `"moved_from":"`+source.String()+`"`) {
					t.Errorf("the log says %s %s", e.Type, e.Data)
				}
				break
			}
			if id, err := eventstore.LogID(t.Context(), store); !errors.Is(err, eventstore.ErrMoveUnfinished) {
				t.Errorf("before all has arrived: %s, %v", id, err)
			}
			for range 2 {
				if err := eventstore.FinishMove(t.Context(), store); err != nil {
					t.Fatal(err)
				}
			}
			if id, err := eventstore.LogID(t.Context(), store); err != nil || id == source || id == uuid.Nil {
				t.Error(id, err)
			}
		})
	}
	t.Run("whoever looks names nothing", func(t *testing.T) {
		t.Parallel()
		store := memory.New()
		for range 2 {
			if id, err := eventstore.FindLogID(t.Context(), store); id != uuid.Nil || err != nil {
				t.Errorf("got %s, %v", id, err)
			}
			if err := eventstore.FinishMove(t.Context(), store); err != nil {
				t.Error(err)
			}
		}
	})
	t.Run("what somebody else wrote into the stream is passed over", func(t *testing.T) {
		t.Parallel()
		store := memory.New()
		appendTo(t, store, "it.happened.v1", `{}`)
		before, err := eventstore.LogID(t.Context(), store)
		if err != nil || before == uuid.Nil {
			t.Fatal(before, err)
		}
		appendTo(t, store, "it.happened.v1", `{"log_id":"`+uuid.NewString()+`"}`)
		if id, err := eventstore.LogID(t.Context(), store); id != before || err != nil {
			t.Errorf("got %s, %v; want %s", id, err, before)
		}
	})
	t.Run("the last event of its stream names the log", func(t *testing.T) {
		t.Parallel()
		store, restored := memory.New(), uuid.New()
		before, err := eventstore.LogID(t.Context(), store)
		if err != nil {
			t.Fatal(err)
		}
		appendTo(t, store, "log.restored.v1", `{"log_id":"`+restored.String()+`","restored_from":"`+before.String()+`","end":7}`)
		if id, err := eventstore.LogID(t.Context(), store); id != restored || err != nil {
			t.Errorf("got %s, %v; want %s", id, err, restored)
		}
	})
	t.Run("what is not an identity is refused", func(t *testing.T) {
		t.Parallel()
		for name, data := range map[string]string{"log.opened.v1": `{}`, "log.moving.v1": `[]`, "log.restored.v1": `a`} {
			store := memory.New()
			appendTo(t, store, name, data)
			if _, err := eventstore.LogID(t.Context(), store); !errors.Is(err, eventstore.ErrNoLogID) {
				t.Errorf("%s %s: got %v", name, data, err)
			}
		}
	})
}

func appendTo(t *testing.T, store es.Store, name, data string) {
	t.Helper()
	event := es.Proposed{ID: uuid.New(), Type: name, Data: []byte(data)}
	if _, err := store.Append(t.Context(), eventstore.LogStream, es.Any{}, []es.Proposed{event}); err != nil {
		t.Fatal(err)
	}
}
