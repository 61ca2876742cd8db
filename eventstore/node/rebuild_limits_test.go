package node_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"github.com/jackc/pgx/v5"

	"github.com/diachinh/diachinh/cluster/testdb"
	"github.com/diachinh/diachinh/eventstore/node"
)

func TestRebuildLimits(t *testing.T) {
	t.Parallel()
	database := testdb.New(t)
	n := startLenient(t, database)
	c := client(t, n.URL())
	describe(t, c, "counted", `{"$maxCount":3,"$maxAge":60}`)
	describe(t, c, "free", `{"$maxCount":3}`)
	describe(t, c, "free", `{"office":"Hà Đông"}`)
	describe(t, c, "dead", `{"$tb":1}`)
	tombstone(t, c, "dead")
	add(t, c, "hidden", esdb.Any{})
	remove(t, c, "hidden", esdb.Any{})
	if err := n.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	conn, err := pgx.Connect(t.Context(), database)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	kept := limitsTable(t, conn)
	err = pgx.BeginFunc(t.Context(), conn, func(tx pgx.Tx) error { return node.RebuildLimits(t.Context(), tx) })
	if err != nil {
		t.Fatal(err)
	}
	if rebuilt := limitsTable(t, conn); rebuilt != kept || kept == "[]" {
		t.Errorf("rebuilt %s, kept %s", rebuilt, kept)
	}
}

func limitsTable(t *testing.T, conn *pgx.Conn) string {
	t.Helper()
	rows, err := conn.Query(t.Context(), `select l::text from eventlog.limits l order by stream`)
	if err != nil {
		t.Fatal(err)
	}
	lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(lines)
}
