package node_test

import (
	"context"
	"testing"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"github.com/jackc/pgx/v5"

	"github.com/diachinh/diachinh/cluster/testdb"
)

// block keeps the node from writing until the returned function is called.
func block(t *testing.T, database string) (unblock func()) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), database)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close(context.Background()) })
	tx, err := conn.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec(t.Context(), `lock table eventlog.events in exclusive mode`); err != nil {
		t.Fatal(err)
	}
	return func() {
		if err := tx.Rollback(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

// awaitBlocked waits until the node's session waits for a lock.
func awaitBlocked(t *testing.T, database string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), database)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	deadline := time.Now().Add(30 * time.Second)
	for waiting := false; !waiting; {
		if time.Now().After(deadline) {
			t.Fatal("the node does not write")
		}
		err := conn.QueryRow(t.Context(), `
			select exists (select from pg_locks l join eventlog.node n on n.backend_pid = l.pid where not l.granted)`).Scan(&waiting)
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestDeadline(t *testing.T) {
	t.Parallel()
	database := testdb.New(t)
	n := startLenient(t, database)
	c, conn := client(t, n.URL()), connect(t, n)
	add(t, c, "late", esdb.NoStream{})
	unblock := block(t, database)
	begun := make(chan error, 1)
	go func() {
		_, err := c.AppendToStream(t.Context(), "begun", esdb.AppendToStreamOptions{}, happened())
		begun <- err
	}()
	awaitBlocked(t, database)
	short := 100 * time.Millisecond
	_, err := c.AppendToStream(t.Context(), "late", esdb.AppendToStreamOptions{Deadline: &short}, happened())
	requireCode(t, err, esdb.ErrorCodeDeadlineExceeded)
	_, err = c.DeleteStream(t.Context(), "late", esdb.DeleteStreamOptions{ExpectedRevision: esdb.Any{}, Deadline: &short})
	if err == nil {
		t.Error("the delete was answered while nothing could be written")
	}
	unblock()
	if err := <-begun; err != nil {
		t.Error(err)
	}
	add(t, c, "after", esdb.NoStream{})
	// What waited when its time was over was not written afterwards.
	requireRevisions(t, conn, "late", 0)
	requireRevisions(t, conn, "begun", 0)
}

func TestLimitsAfterALostSession(t *testing.T) {
	t.Parallel()
	database := testdb.New(t)
	n := startLenient(t, database)
	c, conn := client(t, n.URL()), connect(t, n)
	hidden, ended, counted := someStream(t, c, 2), someStream(t, c, 1), someStream(t, c, 5)
	remove(t, c, hidden, esdb.Any{})
	tombstone(t, c, ended)
	describe(t, c, counted, `{"$maxCount":1}`)

	admin, err := pgx.Connect(t.Context(), database)
	if err != nil {
		t.Fatal(err)
	}
	defer admin.Close(context.Background())
	if _, err := admin.Exec(t.Context(), `select pg_terminate_backend(backend_pid) from eventlog.node`); err != nil {
		t.Fatal(err)
	}
	deadline := time.Now().Add(30 * time.Second)
	for {
		_, err := c.AppendToStream(t.Context(), counted, esdb.AppendToStreamOptions{}, happened())
		if err == nil {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal(err)
		}
	}
	if got := walkStream(t, conn, counted, false); len(got) != 1 {
		t.Errorf("%d events, want the last", len(got))
	}
	if _, found := revisionsOf(t, conn, hidden); found {
		t.Error("the deleted stream is read")
	}
	if result := add(t, c, hidden, esdb.NoStream{}); result.NextExpectedVersion != 2 {
		t.Errorf("it goes on at %d", result.NextExpectedVersion)
	}
	_, err = c.AppendToStream(t.Context(), ended, esdb.AppendToStreamOptions{}, happened())
	requireCode(t, err, esdb.ErrorCodeStreamDeleted)
}
