package linear_test

import (
	"context"
	"net/url"
	"os"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/samber/lo"

	"github.com/diachinh/diachinh/cluster/testdb"
	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/eventstore"
	"github.com/diachinh/diachinh/eventstore/linear"
	"github.com/diachinh/diachinh/eventstore/node"
)

// ground is a node that histories are made on, through several connections.
type ground struct {
	config node.Config
	node   *node.Node
	stores []es.Store
}

func open(t *testing.T) *ground {
	t.Helper()
	g := &ground{config: node.Config{DatabaseURL: testdb.New(t), Listen: "127.0.0.1:0"}}
	g.start(t)
	u, err := url.Parse(g.node.URL())
	if err != nil {
		t.Fatal(err)
	}
	g.config.Listen = u.Host
	for range 3 {
		store, err := eventstore.Dial(g.node.URL(), nil)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(store.Close)
		g.stores = append(g.stores, store)
	}
	t.Cleanup(func() { g.node.Stop(context.Background()) })
	return g
}

func (g *ground) start(t *testing.T) {
	n, err := node.Start(t.Context(), g.config)
	if err != nil {
		t.Error(err)
		return
	}
	g.node = n
}

// fault is what befalls a node while a history is made.
type fault func(t *testing.T, g *ground)

func nothing(*testing.T, *ground) {}

func restart(t *testing.T, g *ground) {
	if err := g.node.Stop(t.Context()); err != nil {
		t.Error(err)
		return
	}
	g.start(t)
}

func endSession(t *testing.T, g *ground) {
	conn, err := pgx.Connect(t.Context(), g.config.DatabaseURL)
	if err != nil {
		t.Error(err)
		return
	}
	defer conn.Close(context.Background())
	if _, err := conn.Exec(t.Context(), `select pg_terminate_backend(backend_pid) from eventlog.node`); err != nil {
		t.Error(err)
	}
}

// histories is how many are made of each kind: 20 in all, or 500.
func histories() int { return lo.Ternary(os.Getenv("DIACHINH_TEST_LONG") == "1", 125, 5) }

func TestNode(t *testing.T) {
	t.Parallel()
	for name, kind := range map[string]struct {
		fault
		impatience float64
	}{
		"undisturbed":                     {nothing, 0},
		"whose appends are given up":      {nothing, 0.06},
		"whose database session is ended": {endSession, 0},
		"that is restarted":               {restart, 0},
	} {
		t.Run("a node "+name+" does each operation at one moment", func(t *testing.T) {
			t.Parallel()
			g := open(t)
			operations, doubts := 0, 0
			for seed := range histories() {
				made := g.judge(t, uint64(seed), kind.fault, kind.impatience)
				operations += len(made)
				doubts += lo.CountBy(made, func(o linear.Operation) bool { return o.InDoubt })
			}
			t.Logf("histories %d, operations %d, in doubt %d", histories(), operations, doubts)
		})
	}
}

// judge makes one history and finds it right, or fails the test.
func (g *ground) judge(t *testing.T, seed uint64, befalls fault, impatience float64) []linear.Operation {
	t.Helper()
	clients := linear.Clients{
		Stores: g.stores, Count: 8, Operations: 30, Seed: seed,
		Streams:    []string{uuid.NewString(), uuid.NewString(), uuid.NewString()},
		Impatience: impatience, Patience: 2 * time.Millisecond,
	}
	disturbed := make(chan struct{})
	go func() {
		defer close(disturbed)
		befalls(t, g)
	}()
	made, err := clients.Run(t.Context())
	<-disturbed
	if err != nil {
		t.Fatal(err)
	}
	if verdict := linear.Linearizable(made, time.Minute); verdict != porcupine.Ok {
		t.Fatalf("history %d of %d operations: %s", seed, len(made), verdict)
	}
	if err := linear.Ordered(made, g.log(t)); err != nil {
		t.Fatalf("history %d: %v", seed, err)
	}
	return made
}

// log reads the whole log and requires that its positions have no gap.
func (g *ground) log(t *testing.T) (events []es.Recorded) {
	t.Helper()
	for attempt := time.Now(); ; {
		events = nil
		var failure error
		for e, err := range g.stores[0].ReadAll(t.Context(), es.Forwards, nil) {
			if failure = err; err != nil {
				break
			}
			events = append(events, e)
		}
		if failure == nil {
			break
		}
		if time.Since(attempt) > 30*time.Second {
			t.Fatal(failure)
		}
	}
	for i, e := range events {
		if e.Position.Commit != uint64(i+1) {
			t.Fatalf("position %d at place %d", e.Position.Commit, i+1)
		}
	}
	return events
}
