package eventstore_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/signal"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/diachinh/diachinh/cluster/testdb"
	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/eventstore"
	"github.com/diachinh/diachinh/eventstore/node"
)

// childDatabase and childListen make this test's binary run a node instead of
// tests, so that it can be killed.
const (
	childDatabase = "DIACHINH_TEST_NODE_DATABASE"
	childListen   = "DIACHINH_TEST_NODE_LISTEN"
)

func TestMain(m *testing.M) {
	if database := os.Getenv(childDatabase); database != "" {
		runChild(database, os.Getenv(childListen))
		return
	}
	os.Exit(m.Run())
}

func runChild(database, listen string) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	n, err := node.Start(ctx, node.Config{DatabaseURL: database, Listen: listen})
	if err != nil {
		fmt.Println("failed", err)
		os.Exit(1)
	}
	fmt.Println(n.URL())
	<-ctx.Done()
	n.Stop(context.Background())
}

// startChild runs a node in a process of its own and returns its URL.
func startChild(t *testing.T, database, listen string) (*exec.Cmd, string) {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), childDatabase+"="+database, childListen+"="+listen)
	out, err := child.StdoutPipe()
	if err == nil {
		err = child.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		child.Process.Kill()
		child.Wait()
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil || !strings.HasPrefix(line, "esdb://") {
		t.Fatalf("the node's process said %q: %v", line, err)
	}
	return child, strings.TrimSpace(line)
}

func listenAddress(t *testing.T, nodeURL string) string {
	t.Helper()
	u, err := url.Parse(nodeURL)
	if err != nil {
		t.Fatal(err)
	}
	return u.Host
}

// load is writers that append to streams of their own, one event after the
// other, and send an append again unchanged whenever its outcome is not known.
type load struct {
	store        *eventstore.Store
	streams      []string
	acknowledged [][]uuid.UUID
	count        atomic.Int64
	stop         atomic.Bool
	writers      sync.WaitGroup
	failures     chan error
}

func startLoad(t *testing.T, store *eventstore.Store, writers int) *load {
	l := &load{store: store, streams: make([]string, writers), acknowledged: make([][]uuid.UUID, writers), failures: make(chan error, writers)}
	for w := range writers {
		l.streams[w] = "load-" + uuid.NewString()
		l.writers.Go(func() {
			if err := l.write(t.Context(), w); err != nil {
				l.failures <- err
			}
		})
	}
	return l
}

func (l *load) write(ctx context.Context, writer int) error {
	var expected es.Expected = es.NoStream{}
	for !l.stop.Load() {
		event := kilobyte(1)
		appended, err := l.store.Append(ctx, l.streams[writer], expected, event)
		for errors.Is(err, es.ErrUnavailable) && ctx.Err() == nil {
			time.Sleep(5 * time.Millisecond) // a client's backoff
			appended, err = l.store.Append(ctx, l.streams[writer], expected, event)
		}
		if err != nil {
			return err
		}
		expected = es.Exactly(appended.Revision)
		l.acknowledged[writer] = append(l.acknowledged[writer], event[0].ID)
		l.count.Add(1)
	}
	return nil
}

// await waits until so many more appends were acknowledged.
func (l *load) await(t *testing.T, more int64) {
	t.Helper()
	until := l.count.Load() + more
	deadline := time.Now().Add(30 * time.Second)
	for l.count.Load() < until {
		select {
		case err := <-l.failures:
			t.Fatal(err)
		case <-time.After(2 * time.Millisecond):
		}
		if time.Now().After(deadline) {
			t.Fatalf("only %d appends were acknowledged", l.count.Load())
		}
	}
}

// finish stops the writers and requires that each stream holds exactly what was
// acknowledged, in order.
func (l *load) finish(t *testing.T) {
	t.Helper()
	l.stop.Store(true)
	l.writers.Wait()
	select {
	case err := <-l.failures:
		t.Fatal(err)
	default:
	}
	for w, stream := range l.streams {
		var got []uuid.UUID
		for e, err := range l.store.ReadStream(t.Context(), stream, 0) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, e.ID)
		}
		if !slices.Equal(got, l.acknowledged[w]) {
			t.Errorf("%s holds %d events, %d were acknowledged", stream, len(got), len(l.acknowledged[w]))
		}
	}
}

// watcher requires of a subscription to the whole log that it skips nothing
// and doubles nothing: positions of the node have no gap.
type watcher struct {
	at    atomic.Uint64
	wrong atomic.Pointer[string]
}

func watch(t *testing.T, store *eventstore.Store) *watcher {
	w := &watcher{}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		store.SubscribeAll(ctx, nil, func(m es.Message) error {
			if m.CaughtUp {
				return nil
			}
			if got := m.Event.Position.Commit; got != w.at.Load()+1 {
				wrong := fmt.Sprintf("position %d follows %d", got, w.at.Load())
				w.wrong.CompareAndSwap(nil, &wrong)
			}
			w.at.Store(m.Event.Position.Commit)
			return nil
		})
	}()
	t.Cleanup(func() {
		cancel()
		<-ended
	})
	return w
}

func (w *watcher) requireAll(t *testing.T, store *eventstore.Store) {
	t.Helper()
	var end uint64
	for e, err := range store.ReadAll(t.Context(), es.Backwards, nil) {
		if err != nil {
			t.Fatal(err)
		}
		end = e.Position.Commit
		break
	}
	deadline := time.Now().Add(30 * time.Second)
	for w.at.Load() < end && time.Now().Before(deadline) {
		time.Sleep(2 * time.Millisecond)
	}
	if wrong := w.wrong.Load(); wrong != nil {
		t.Error(*wrong)
	}
	if at := w.at.Load(); at != end {
		t.Errorf("the subscription came to %d, the log ends at %d", at, end)
	}
}

func TestOutage(t *testing.T) {
	t.Parallel()
	t.Run("a node that is stopped and started again on the same port loses nothing", func(t *testing.T) {
		t.Parallel()
		database := testdb.New(t)
		n := startNode(t, node.Config{DatabaseURL: database})
		store := dial(t, n.URL())
		seen, load := watch(t, store), startLoad(t, store, 4)
		for range 3 {
			load.await(t, 100)
			if err := n.Stop(t.Context()); err != nil {
				t.Fatal(err)
			}
			n = startNode(t, node.Config{DatabaseURL: database, Listen: listenAddress(t, n.URL())})
		}
		load.await(t, 100)
		load.finish(t)
		seen.requireAll(t, store)
	})
	t.Run("a node whose database session is ended under writers loses nothing and doubles nothing", func(t *testing.T) {
		t.Parallel()
		database := testdb.New(t)
		store := dial(t, startNode(t, node.Config{DatabaseURL: database}).URL())
		seen, load := watch(t, store), startLoad(t, store, 8)
		for range 5 {
			load.await(t, 200)
			endSessions(t, database)
		}
		load.await(t, 200)
		load.finish(t)
		seen.requireAll(t, store)
	})
	t.Run("a node that is killed under writers loses nothing and doubles nothing", func(t *testing.T) {
		t.Parallel()
		database := testdb.New(t)
		child, nodeURL := startChild(t, database, "127.0.0.1:0")
		store := dial(t, nodeURL)
		seen, load := watch(t, store), startLoad(t, store, 8)
		for range 5 {
			load.await(t, 200)
			if err := child.Process.Kill(); err != nil {
				t.Fatal(err)
			}
			child.Wait()
			child, _ = startChild(t, database, listenAddress(t, nodeURL))
		}
		load.await(t, 200)
		load.finish(t)
		seen.requireAll(t, store)
	})
	t.Run("a store without a node says that it is unavailable, and finds one that comes", func(t *testing.T) {
		t.Parallel()
		database := testdb.New(t)
		n := startNode(t, node.Config{DatabaseURL: database})
		if err := n.Stop(t.Context()); err != nil {
			t.Fatal(err)
		}
		store := dial(t, n.URL())
		if _, err := store.Append(t.Context(), "s", es.Any{}, kilobyte(1)); !errors.Is(err, es.ErrUnavailable) {
			t.Errorf("append: got %v, want ErrUnavailable", err)
		}
		for _, err := range store.ReadStream(t.Context(), "s", 0) {
			if !errors.Is(err, es.ErrUnavailable) {
				t.Errorf("read: got %v, want ErrUnavailable", err)
			}
		}
		startNode(t, node.Config{DatabaseURL: database, Listen: listenAddress(t, n.URL())})
		if _, err := store.Append(t.Context(), "s", es.Any{}, kilobyte(1)); err != nil {
			t.Error(err)
		}
	})
}

// endSessions ends all sessions with a database but its own.
func endSessions(t *testing.T, database string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), database)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	_, err = conn.Exec(t.Context(), `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`)
	if err != nil {
		t.Fatal(err)
	}
}

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
