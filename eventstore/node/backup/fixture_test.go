package backup_test

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/diachinh/diachinh/cluster/testdb"
	"github.com/diachinh/diachinh/eventstore/node/backup"
)

func connect(tb testing.TB, database string) *pgx.Conn {
	tb.Helper()
	conn, err := pgx.Connect(context.Background(), database)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { conn.Close(context.Background()) })
	return conn
}

func execute(tb testing.TB, database, sql string, args ...any) {
	tb.Helper()
	if _, err := connect(tb, database).Exec(context.Background(), sql, args...); err != nil {
		tb.Fatal(err)
	}
}

// logID names the logs that fill makes.
var logID = uuid.MustParse("6f0d1a52-2c3b-4a4f-9d4e-0a7b3f1c2d10")

// filled is a database with a log of so many events: the first names it.
func filled(tb testing.TB, events int) string {
	tb.Helper()
	database := testdb.New(tb)
	execute(tb, database, `insert into eventlog.streams values (1, 'log')`)
	execute(tb, database, `
		insert into eventlog.events values (1, 1, 0, gen_random_uuid(), 'log.opened.v1', true, now(), $1, '{}')`,
		fmt.Appendf(nil, `{"log_id":%q}`, logID))
	fill(tb, database, events)
	return database
}

// fill makes the log of a database so long, with a stream for each 100 events.
func fill(tb testing.TB, database string, events int) {
	tb.Helper()
	execute(tb, database, `
		insert into eventlog.streams
		select n, 'sheet-' || n from generate_series(2, $1::bigint / 100 + 2) n on conflict do nothing`, events)
	execute(tb, database, `
		insert into eventlog.events
		select p, p / 100 + 2, p - greatest(p / 100 * 100, 2), gen_random_uuid(), 'parcel.registered.v1', true, clock_timestamp(),
		       convert_to('{"number":' || p || ',"boundary":"' || repeat(md5(p::text), 8) || '"}', 'UTF8'),
		       convert_to('{"actor":"' || md5(p::text) || '"}', 'UTF8')
		from generate_series((select coalesce(max(position), 0) + 1 from eventlog.events), $1::bigint) p`, events)
	execute(tb, database, `delete from eventlog.streams s where not exists (select from eventlog.events e where e.stream_id = s.id)`)
	execute(tb, database, `analyze eventlog.events, eventlog.streams`)
}

// digest is what a log holds up to a position, byte for byte.
func digest(tb testing.TB, database string, end uint64) (hash string) {
	tb.Helper()
	err := connect(tb, database).QueryRow(context.Background(), `
		select md5(string_agg(md5(concat_ws('|', position, stream_id, name, revision, event_id, type, is_json,
		           extract(epoch from created), encode(data, 'hex'), encode(metadata, 'hex'))), '' order by position))
		from eventlog.events join eventlog.streams on id = stream_id where position <= $1`, int64(end)).Scan(&hash)
	if err != nil {
		tb.Fatal(err)
	}
	return hash
}

// end is the position of a log's last event, and how many events there are.
func end(tb testing.TB, database string) (last, events uint64) {
	tb.Helper()
	err := connect(tb, database).QueryRow(context.Background(), `select coalesce(max(position), 0), count(*) from eventlog.events`).Scan(&last, &events)
	if err != nil {
		tb.Fatal(err)
	}
	return last, events
}

func quiet(uint64, uint64) {}

func options(database, dir string) backup.Options {
	return backup.Options{DatabaseURL: database, Dir: dir, Program: "test", Progress: quiet}
}

func write(tb testing.TB, database, dir string) backup.Manifest {
	tb.Helper()
	m, err := backup.Write(context.Background(), options(database, dir))
	if err != nil {
		tb.Fatal(err)
	}
	return m
}

func target(database string) backup.Target {
	return backup.Target{DatabaseURL: database, Verifying: quiet, Loading: quiet}
}

// restored is a database into which a backup was restored.
func restored(tb testing.TB, dir string) (string, backup.Restored) {
	tb.Helper()
	database := testdb.New(tb)
	r, err := backup.Restore(context.Background(), dir, target(database))
	if err != nil {
		tb.Fatal(err)
	}
	return database, r
}

// copyOf copies a backup.
func copyOf(tb testing.TB, dir string) string {
	tb.Helper()
	copied := tb.TempDir()
	if err := os.CopyFS(copied, os.DirFS(dir)); err != nil {
		tb.Fatal(err)
	}
	return copied
}

// files lists what a directory holds.
func files(tb testing.TB, dir string) (names []string) {
	tb.Helper()
	err := fs.WalkDir(os.DirFS(dir), ".", func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			names = append(names, filepath.ToSlash(path))
		}
		return err
	})
	if err != nil {
		tb.Fatal(err)
	}
	return names
}
