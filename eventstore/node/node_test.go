package node_test

import (
	"context"
	"errors"
	"os"
	"testing"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"github.com/jackc/pgx/v5"

	"github.com/diachinh/diachinh/cluster/testdb"
	"github.com/diachinh/diachinh/eventstore/node"
)

func start(t *testing.T, database string) *node.Node {
	t.Helper()
	n, err := node.Start(t.Context(), node.Config{DatabaseURL: database, Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { n.Stop(context.Background()) })
	return n
}

func await(t *testing.T, done <-chan struct{}) {
	t.Helper()
	select {
	case <-done:
	case <-time.After(30 * time.Second):
		t.Fatal("it did not happen")
	}
}

func TestStart(t *testing.T) {
	t.Parallel()
	t.Run("a second node says who holds the log, and may have it afterwards", func(t *testing.T) {
		t.Parallel()
		database := testdb.New(t)
		first := start(t, database)
		_, err := node.Start(t.Context(), node.Config{DatabaseURL: database, Listen: "127.0.0.1:0"})
		var locked *node.LockedError
		if !errors.As(err, &locked) || "esdb://"+locked.Address+"?tls=false" != first.URL() {
			t.Fatalf("got %v, want the address of %s", err, first.URL())
		}
		if err := first.Stop(t.Context()); err != nil {
			t.Fatal(err)
		}
		await(t, first.Done())
		if err := first.Err(); err != nil {
			t.Errorf("a stopped node has the error %v", err)
		}
		start(t, database)
	})
	t.Run("addresses that others can reach are refused", func(t *testing.T) {
		t.Parallel()
		for _, listen := range []string{"0.0.0.0:0", ":0", "[::]:0", "192.0.2.1:2113", "example.com:2113"} {
			_, err := node.Start(t.Context(), node.Config{DatabaseURL: "postgres://127.0.0.1:1/none", Listen: listen})
			if !errors.Is(err, node.ErrNotLoopback) {
				t.Errorf("%s: got %v", listen, err)
			}
		}
	})
	t.Run("a database without migrations is refused by name", func(t *testing.T) {
		t.Parallel()
		database := testdb.New(t)
		conn, err := pgx.Connect(t.Context(), database)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close(context.Background())
		if _, err := conn.Exec(t.Context(), `drop schema eventlog cascade`); err != nil {
			t.Fatal(err)
		}
		if _, err := node.Start(t.Context(), node.Config{DatabaseURL: database, Listen: "127.0.0.1:0"}); !errors.Is(err, node.ErrNotMigrated) {
			t.Errorf("got %v", err)
		}
	})
}

func TestFind(t *testing.T) {
	t.Parallel()
	database := testdb.New(t)
	if found, err := node.Find(t.Context(), database); found != nil || err != nil {
		t.Errorf("before a start: %v, %v", found, err)
	}
	n := start(t, database)
	if found, err := node.Find(t.Context(), database); err != nil || found == nil || found.URL() != n.URL() || found.Process != os.Getpid() {
		t.Errorf("of %s: got %v, %v", n.URL(), found, err)
	}
	if err := n.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	if found, err := node.Find(t.Context(), database); found != nil || err != nil {
		t.Errorf("after a stop: %v, %v", found, err)
	}
}

func TestLostLog(t *testing.T) {
	t.Parallel()
	t.Run("a node whose log another session has taken ends and says so", func(t *testing.T) {
		t.Parallel()
		database := testdb.New(t)
		n := start(t, database)
		usurp(t, database)
		await(t, n.Done())
		var locked *node.LockedError
		if err := n.Err(); !errors.As(err, &locked) {
			t.Errorf("got %v, want a LockedError", err)
		}
	})
	t.Run("a node whose log was taken on another machine, at the same address, ends too", func(t *testing.T) {
		t.Parallel()
		database := testdb.New(t)
		n := start(t, database)
		conn, err := pgx.Connect(t.Context(), database)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close(context.Background())
		usurp(t, database)
		if _, err := conn.Exec(t.Context(), `update eventlog.node set host = 'elsewhere', backend_pid = (select pid from pg_locks
			where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database()))`); err != nil {
			t.Fatal(err)
		}
		await(t, n.Done())
		var locked *node.LockedError
		if err := n.Err(); !errors.As(err, &locked) || locked.Host != "elsewhere" {
			t.Errorf("got %v, want the other machine", err)
		}
	})
	t.Run("a node whose session is ended takes the log again by itself", func(t *testing.T) {
		t.Parallel()
		database := testdb.New(t)
		n := start(t, database)
		conn, err := pgx.Connect(t.Context(), database)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close(context.Background())
		var before int
		if err := conn.QueryRow(t.Context(), `select backend_pid from eventlog.node where pg_terminate_backend(backend_pid)`).Scan(&before); err != nil {
			t.Fatal(err)
		}
		deadline := time.Now().Add(30 * time.Second)
		for now := before; now == before; {
			if time.Now().After(deadline) {
				t.Fatal("the log was not taken again")
			}
			if err := conn.QueryRow(t.Context(), `select backend_pid from eventlog.node`).Scan(&now); err != nil {
				t.Fatal(err)
			}
		}
		appendOne(t, n.URL(), "s", esdb.NoStream{})
	})
}

// usurp ends the node's session and takes its lock, as a node elsewhere would.
func usurp(t *testing.T, database string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), database)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close(context.Background()) })
	// The waiting session gets the lock as soon as the first one is gone.
	taken := make(chan error, 1)
	locker, err := pgx.Connect(t.Context(), database)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { locker.Close(context.Background()) })
	go func() {
		_, err := locker.Exec(t.Context(), `select pg_advisory_lock(classid::int, objid::int) from pg_locks
			where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`)
		taken <- err
	}()
	waiting := false
	for !waiting {
		if err := conn.QueryRow(t.Context(), `select exists (select from pg_locks where locktype = 'advisory' and not granted
			and database = (select oid from pg_database where datname = current_database()))`).Scan(&waiting); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := conn.Exec(t.Context(), `select pg_terminate_backend(backend_pid) from eventlog.node`); err != nil {
		t.Fatal(err)
	}
	if err := <-taken; err != nil {
		t.Fatal(err)
	}
}

func appendOne(t *testing.T, url, stream string, expected esdb.ExpectedRevision) *esdb.WriteResult {
	t.Helper()
	result, err := client(t, url).AppendToStream(t.Context(), stream, esdb.AppendToStreamOptions{ExpectedRevision: expected},
		esdb.EventData{EventType: "happened.v1", ContentType: esdb.ContentTypeJson, Data: []byte(`{}`)})
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// client is the official client, without what this repository puts around it.
func client(t *testing.T, url string) *esdb.Client {
	t.Helper()
	config, err := esdb.ParseConnectionString(url)
	if err != nil {
		t.Fatal(err)
	}
	config.Logger = esdb.NoopLogging()
	c, err := esdb.NewClient(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}
