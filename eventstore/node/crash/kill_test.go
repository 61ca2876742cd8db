package crash_test

import (
	"testing"
	"time"

	"github.com/diachinh/diachinh/cluster/testdb"
	"github.com/diachinh/diachinh/eventstore"
)

// dial opens a store as the service does: it finds its node again by itself.
func dial(t *testing.T, url string) *eventstore.Store {
	t.Helper()
	store, err := eventstore.Dial(url, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(store.Close)
	return store
}

func TestKilledNode(t *testing.T) {
	t.Parallel()
	t.Run("a node that is killed under writers loses nothing and doubles nothing", func(t *testing.T) {
		t.Parallel()
		database, seed := testdb.New(t), seed(t)
		p := start(t, database, "127.0.0.1:0")
		store := dial(t, p.url)
		seen, load, moments := follow(t, store), startLoad(t, seed, store), draws(seed, writers)
		for range kills() {
			load.await(t, 1+moments.IntN(150))
			<-time.After(within(moments, 0, 5*time.Millisecond)) // the moment, not the waiting, is meant
			p.kill()
			p = start(t, database, p.address(t))
		}
		load.await(t, 100)
		load.finish(t)
		t.Logf("%d kills", kills())
		check(t, store, load.ledger, seen)
	})
}
