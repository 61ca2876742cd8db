package eventstore_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/samber/lo"

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

func TestRestarts(t *testing.T) {
	t.Parallel()
	storetest.RunRestarts(t, func(t *testing.T) storetest.Restartable {
		database := testdb.New(t)
		n := startNode(t, node.Config{DatabaseURL: database})
		store := dial(t, n.URL())
		return storetest.Restartable{Store: store, Restart: func(t *testing.T) {
			if err := n.Stop(t.Context()); err != nil {
				t.Fatal(err)
			}
			n = startNode(t, node.Config{DatabaseURL: database, Listen: listenAddress(t, n.URL())})
		}}
	})
}

func TestSlowSubscriber(t *testing.T) {
	t.Parallel()
	t.Run("one that stands still while much is written gets all of it afterwards, in order", func(t *testing.T) {
		t.Parallel()
		const events = 12_000 // 12 MB: more than tail, pages and windows hold
		store := dial(t, startNode(t, node.Config{TailBytes: 1 << 20}).URL())
		begun, release, seen := make(chan struct{}), make(chan struct{}), uint64(0)
		ended := make(chan error, 1)
		enough := errors.New("enough")
		go func() {
			ended <- store.SubscribeAll(t.Context(), nil, func(m es.Message) error {
				if m.CaughtUp {
					return nil
				}
				if seen == 0 {
					close(begun)
					<-release
				}
				if seen++; m.Event.Position.Commit != seen {
					return fmt.Errorf("position %d at place %d", m.Event.Position.Commit, seen)
				}
				return lo.Ternary(seen == events, enough, nil)
			})
		}()
		for i := range events / 600 {
			if _, err := store.Append(t.Context(), fmt.Sprint("s", i), es.NoStream{}, kilobyte(600)); err != nil {
				t.Fatal(err)
			}
		}
		<-begun
		close(release)
		if err := <-ended; !errors.Is(err, enough) {
			t.Error(err)
		}
	})
}
