package eventstore_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/uuid"

	"github.com/diachinh/diachinh/domain/es"
)

// The tests' commands count a name in, once: a name that was counted is refused.
type (
	counting = *es.Handler[map[string]bool, string, counted]
	counted  struct {
		Name string `json:"name"`
	}
)

var (
	errCounted = errors.New("counted already")
	counters   = es.NewCatalogue(es.Describe[counted]("name.counted.v1", "A name was counted"))
	counter    = es.Decider[map[string]bool, string, counted]{
		Initial: func() map[string]bool { return map[string]bool{} },
		Decide: func(names map[string]bool, name string) ([]counted, error) {
			if names[name] {
				return nil, fmt.Errorf("%s: %w", name, errCounted)
			}
			return []counted{{name}}, nil
		},
		Evolve: func(names map[string]bool, e counted) map[string]bool {
			names[e.Name] = true
			return names
		},
	}
)

func newCounter(store es.Store) counting {
	return es.NewHandler(store, counters, counter, es.HandlerConfig{})
}

func count(name string) es.Command[string] {
	return es.Command[string]{
		ID: uuid.NewSHA1(uuid.NameSpaceURL, []byte(name)), Digest: name, Input: name,
		Metadata: es.Metadata{Actor: "officer-1", Office: "office-1"},
	}
}

// handle carries a command out, and again while the store is away.
func handle(t *testing.T, handler counting, stream string, command es.Command[string]) es.Outcome {
	t.Helper()
	for {
		outcome, err := handler.Handle(t.Context(), stream, command)
		if errors.Is(err, es.ErrUnavailable) && t.Context().Err() == nil {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		return outcome
	}
}
