package crash_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/diachinh/diachinh/cluster/testdb"
)

func TestFencing(t *testing.T) {
	t.Parallel()
	t.Run("a paused node whose session was ended and whose log another took appends nothing when it goes on, and says who holds it", func(t *testing.T) {
		t.Parallel()
		database, seed := testdb.New(t), seed(t)
		p := start(t, database, "127.0.0.1:0")
		store := dial(t, p.url)
		seen, load, moments := follow(t, store), startLoad(t, seed, store), draws(seed, writers)
		for round := range kills() {
			load.await(t, 1+moments.IntN(100))
			release := func() {}
			if round%2 == 0 { // its writer is in the middle of a transaction, the other appends wait in its queue
				release = holdWriter(t, database)
			}
			p.pause(t)
			endSession(t, database, patience)
			release()
			other := start(t, database, "127.0.0.1:0")
			store = dial(t, other.url)
			load.store.Store(store) // for what the writers send from now on
			if err := newAttempt().again(t, store, load.ledger); err != nil {
				t.Fatal(err)
			}
			p.resume(t)
			if said := p.lastWords(t); !strings.Contains(said, other.address(t)) {
				t.Errorf("the fenced node said %q, which does not name the one at %s", said, other.address(t))
			}
			if p.cmd.ProcessState.Success() {
				t.Error("the fenced node ended as if all were well")
			}
			seen.leave()
			seen.from(store)
			p = other
		}
		load.await(t, 50)
		load.finish(t)
		t.Logf("fenced %d times", kills())
		check(t, store, load.ledger, seen)
	})
	t.Run("a paused node that still has its session keeps its log: another is refused and told who holds it", func(t *testing.T) {
		t.Parallel()
		database, seed := testdb.New(t), seed(t)
		p := start(t, database, "127.0.0.1:0")
		store := dial(t, p.url)
		seen, load := follow(t, store), startLoad(t, seed, store)
		load.await(t, 50)
		p.pause(t)
		other := prepare(t, database, "127.0.0.1:0")
		other.begin(t)
		if other.ready() == nil {
			t.Error("a second node serves the log")
		} else if said := other.lastWords(t); !strings.Contains(said, p.address(t)) {
			t.Errorf("the second node said %q, which does not name the one at %s", said, p.address(t))
		}
		p.resume(t)
		load.await(t, 50)
		load.finish(t)
		check(t, store, load.ledger, seen)
	})
}

// holdWriter makes PostgreSQL keep the node's writer waiting in the middle of a
// transaction, until release is called.
func holdWriter(t *testing.T, database string) (release func()) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), database)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close(context.Background()) })
	if _, err := conn.Exec(t.Context(), `begin; lock table eventlog.events in share mode`); err != nil {
		t.Fatal(err)
	}
	deadline := time.Now().Add(patience)
	for waiting := false; !waiting; {
		if time.Now().After(deadline) {
			t.Fatal("the node does not write")
		}
		if err := conn.QueryRow(t.Context(), `select exists (select from pg_locks
			where relation = 'eventlog.events'::regclass and not granted)`).Scan(&waiting); err != nil {
			t.Fatal(err)
		}
	}
	return func() { conn.Close(context.Background()) }
}

func TestStartsAtOnce(t *testing.T) {
	t.Parallel()
	t.Run("of two nodes started at the same instant exactly one serves, and the other names it", func(t *testing.T) {
		t.Parallel()
		database := testdb.New(t)
		for range 20 {
			winner, loser := race(t, prepare(t, database, "127.0.0.1:0"), prepare(t, database, "127.0.0.1:0"))
			if said := loser.lastWords(t); !strings.Contains(said, winner.address(t)) {
				t.Errorf("the node that may not serve said %q, which does not name the one at %s", said, winner.address(t))
			}
			if err := newAttempt().appendTo(t, dial(t, winner.url), patience); err != nil {
				t.Error(err)
			}
			winner.kill()
		}
	})
}

// race starts both and returns them as the one that serves and the one that does not.
func race(t *testing.T, a, b *process) (winner, loser *process) {
	t.Helper()
	a.begin(t)
	b.begin(t)
	first := make(chan error, 1)
	go func() { first <- a.ready() }()
	second := b.ready()
	switch serves := <-first; {
	case serves == nil && second != nil:
		return a, b
	case serves != nil && second == nil:
		return b, a
	default:
		t.Fatalf("two nodes: %v and %v", serves, second)
		return nil, nil
	}
}
