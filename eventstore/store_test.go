package eventstore_test

import (
	"context"
	"testing"

	"github.com/diachinh/diachinh/cluster/testdb"
	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/domain/es/storetest"
	"github.com/diachinh/diachinh/eventstore"
	"github.com/diachinh/diachinh/eventstore/node"
)

// startNode runs a node on a database of its own, or on one that is given.
func startNode(tb testing.TB, config node.Config) *node.Node {
	tb.Helper()
	if config.DatabaseURL == "" {
		config.DatabaseURL = testdb.New(tb)
	}
	if config.Listen == "" {
		config.Listen = "127.0.0.1:0"
	}
	n, err := node.Start(tb.Context(), config)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { n.Stop(context.Background()) })
	return n
}

func dial(tb testing.TB, url string) *eventstore.Store {
	tb.Helper()
	store, err := eventstore.Dial(url, nil)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(store.Close)
	return store
}

func TestStore(t *testing.T) {
	t.Parallel()
	t.Run("over a node is what a store must be", func(t *testing.T) {
		t.Parallel()
		store := dial(t, startNode(t, node.Config{}).URL())
		storetest.Run(t, func(*testing.T) es.Store { return store })
	})
	t.Run("over a node whose memory holds next to nothing is the same", func(t *testing.T) {
		t.Parallel()
		store := dial(t, startNode(t, node.Config{TailBytes: 1}).URL())
		storetest.Run(t, func(*testing.T) es.Store { return store })
	})
}
