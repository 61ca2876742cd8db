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
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/diachinh/diachinh/cluster/testdb"
	"github.com/diachinh/diachinh/domain/es"
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
