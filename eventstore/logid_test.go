package eventstore_test

import (
	"testing"

	"github.com/google/uuid"

	"github.com/diachinh/diachinh/cluster/testdb"
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
				id, err := store.LogID(t.Context())
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
		if id, err := again.LogID(t.Context()); err != nil || id != first {
			t.Errorf("after the restart %s, before %s: %v", id, first, err)
		}
	})
}
