package node

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/diachinh/diachinh/cluster/testdb"
)

func TestDurability(t *testing.T) {
	t.Parallel()
	t.Run("a session that may lose what was answered is told of", func(t *testing.T) {
		t.Parallel()
		conn, err := pgx.Connect(t.Context(), testdb.New(t))
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close(context.Background())
		if _, err := conn.Exec(t.Context(), `set synchronous_commit = off`); err != nil {
			t.Fatal(err)
		}
		var fsync string
		if err := conn.QueryRow(t.Context(), `show fsync`).Scan(&fsync); err != nil {
			t.Fatal(err)
		}
		var log bytes.Buffer
		if err := checkDurability(t.Context(), conn, slog.New(slog.NewTextHandler(&log, nil))); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(log.String(), "synchronous_commit=off") {
			t.Errorf("nothing is said of synchronous_commit: %s", log.String())
		}
		if said := strings.Contains(log.String(), "fsync is off"); said != (fsync == "off") {
			t.Errorf("with fsync %s: %s", fsync, log.String())
		}
	})
	t.Run("the node's own session waits for the disk", func(t *testing.T) {
		t.Parallel()
		database := testdb.New(t)
		owner, err := pgx.Connect(t.Context(), database)
		if err != nil {
			t.Fatal(err)
		}
		defer owner.Close(context.Background())
		if _, err := owner.Exec(t.Context(), `do $$ begin execute format('alter database %I set synchronous_commit = off', current_database()); end $$`); err != nil {
			t.Fatal(err)
		}
		conn, err := connect(t.Context(), database)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close(context.Background())
		var commit string
		if err := conn.QueryRow(t.Context(), `show synchronous_commit`).Scan(&commit); err != nil || commit != "on" {
			t.Errorf("synchronous_commit is %q, %v", commit, err)
		}
	})
}
