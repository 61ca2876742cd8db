package crash_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/diachinh/diachinh/cluster/testdb"
	"github.com/diachinh/diachinh/eventstore"
)

func TestKills(t *testing.T) {
	t.Parallel()
	t.Run("a node that is killed under writers loses nothing and doubles nothing", func(t *testing.T) {
		t.Parallel()
		database := testdb.New(t)
		underLoad(t, database, "node killed", func(p *process, _ *rand.Rand) *process {
			p.kill()
			return start(t, database, p.address(t))
		})
	})
	t.Run("a node whose PostgreSQL is killed under writers goes on by itself, loses nothing and doubles nothing", func(t *testing.T) {
		t.Parallel()
		postgres := startPostgres(t)
		underLoad(t, postgres.database, "PostgreSQL killed", func(p *process, _ *rand.Rand) *process {
			postgres.crash(t)
			postgres.start(t)
			return p
		})
	})
	t.Run("a node whose database sessions are ended under writers goes on by itself, loses nothing and doubles nothing", func(t *testing.T) {
		t.Parallel()
		database := testdb.New(t)
		underLoad(t, database, "sessions ended", func(p *process, moments *rand.Rand) *process {
			if moments.IntN(2) == 0 {
				endSession(t, database, 0)
			} else {
				endSessions(t, database)
			}
			return p
		})
	})
}

// underLoad runs a node under writers and lets something happen to it, or to its
// database, at random moments; happen returns the process that serves afterwards.
func underLoad(t *testing.T, database, what string, happen func(*process, *rand.Rand) *process) {
	t.Helper()
	seed := seed(t)
	p := start(t, database, "127.0.0.1:0")
	store := dial(t, p.url)
	seen, load, moments := follow(t, store), startLoad(t, seed, store), draws(seed, writers)
	for range kills() {
		load.await(t, 1+moments.IntN(150))
		<-time.After(within(moments, 0, 5*time.Millisecond)) // the draw is the moment; nothing is waited for
		p = happen(p, moments)
	}
	load.await(t, 100)
	load.finish(t)
	t.Logf("%s %d times", what, kills())
	check(t, store, load.ledger, seen)
}

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
