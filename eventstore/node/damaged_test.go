package node_test

import (
	"errors"
	"testing"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"github.com/jackc/pgx/v5"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/diachinh/diachinh/cluster/testdb"
	"github.com/diachinh/diachinh/eventstore/node"
)

// damaged is the database of a node that wrote an event each to the streams first,
// hollow and last, and ended; then something else had its way with it.
func damaged(t *testing.T, sql string) (database string) {
	t.Helper()
	database = testdb.New(t)
	n := start(t, database)
	c := client(t, n.URL())
	for _, stream := range []string{"first", "hollow", "last"} {
		add(t, c, stream, esdb.Any{})
	}
	if err := n.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	conn, err := pgx.Connect(t.Context(), database)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	if _, err := conn.Exec(t.Context(), sql); err != nil {
		t.Fatal(err)
	}
	return database
}

func TestDamagedLog(t *testing.T) {
	t.Parallel()
	for name, sql := range map[string]string{
		"a log without events is damaged where there are streams": `truncate eventlog.events`,
		"a log without streams is damaged where there are events": `truncate eventlog.streams`,
		"a log that lost its first event is damaged":              `delete from eventlog.events where position = 1`,
		"a log that lost its last events is, where streams began": `delete from eventlog.events where position > 1`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			database := damaged(t, sql)
			if _, err := node.Start(t.Context(), node.Config{DatabaseURL: database, Listen: "127.0.0.1:0"}); !errors.Is(err, node.ErrDamaged) {
				t.Errorf("got %v", err)
			}
		})
	}
	t.Run("a node that finds a stream without events says so to its client, and ends", func(t *testing.T) {
		t.Parallel()
		n := start(t, damaged(t, `delete from eventlog.events where position = 2`))
		_, err := client(t, n.URL()).AppendToStream(t.Context(), "hollow", esdb.AppendToStreamOptions{ExpectedRevision: esdb.Any{}}, happened())
		if status.Code(err) != codes.DataLoss {
			t.Errorf("the client gets %v", err)
		}
		await(t, n.Done())
		if !errors.Is(n.Err(), node.ErrDamaged) {
			t.Errorf("it ended with %v", n.Err())
		}
	})
}
