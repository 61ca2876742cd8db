package backup_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"github.com/google/uuid"

	"github.com/diachinh/diachinh/cluster/testdb"
	"github.com/diachinh/diachinh/eventstore/node"
	"github.com/diachinh/diachinh/eventstore/node/backup"
)

func TestContents(t *testing.T) {
	t.Parallel()
	database, dir := filled(t, 10), t.TempDir()
	execute(t, database, `insert into eventlog.streams values (100, E'tờ "1"\\\n\u2028'), (101, '$$sheet-2'), (102, 'gone'), (103, '$$gone'), (104, '$$plain')`)
	execute(t, database, `
		insert into eventlog.events values
			(11, 100, 0, gen_random_uuid(), 'nhị phân', false, '2026-07-01 02:03:04.567891Z', '\x00ff0a', '\xfe'),
			(12, 100, 1, gen_random_uuid(), 'x', true, '2026-07-01 02:03:04.5Z', 'null', ''),
			(13, 100, 2, gen_random_uuid(), 'x', true, '2026-07-01 02:03:04Z', E' {"a" : 1}\n', '{"b":"\\u0000"}'),
			(14, 100, 3, gen_random_uuid(), 'x', false, '1999-12-31 23:59:59.999999Z', '', '"text"'),
			(15, 101, 0, gen_random_uuid(), '$metadata', true, now(), '{"$maxCount":3}', ''),
			(16, 101, 1, gen_random_uuid(), '$metadata', true, now(), '{"$maxAge":60,"$tb":2,"own":true}', ''),
			(17, 102, 0, gen_random_uuid(), 'x', true, now(), '{}', '{}'),
			(18, 103, 0, gen_random_uuid(), '$metadata', true, now(), '{"$maxCount":1}', ''),
			(19, 102, 9223372036854775807, gen_random_uuid(), '$streamDeleted', false, now(), '', ''),
			(20, 104, 0, gen_random_uuid(), '$metadata', true, now(), '{"own":1}', '')`)
	// The streams' ids as the node would have given them.
	execute(t, database, `update eventlog.events set stream_id = stream_id - 97 where stream_id >= 100`)
	execute(t, database, `update eventlog.streams set id = id - 97 where id >= 100`)
	m := write(t, database, dir)
	target, r := restored(t, dir)
	t.Run("whatever stands in a log comes back byte for byte", func(t *testing.T) {
		if m.End != 20 || digest(t, database, r.End) != digest(t, target, r.End) {
			t.Errorf("up to %d: other events than those that were backed up", m.End)
		}
	})
	t.Run("and so do the limits of streams and their ends", func(t *testing.T) {
		rows, err := connect(t, target).Query(t.Context(), `select stream, max_age, max_count, truncate_before, deleted from eventlog.limits order by stream`)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		var got [][]any
		for rows.Next() {
			row, err := rows.Values()
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, row)
		}
		want := [][]any{{"gone", nil, nil, nil, true}, {"sheet-2", int64(60), nil, int64(2), false}}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("limits are %v, want %v", got, want)
		}
	})
	t.Run("which a node minds", func(t *testing.T) {
		n, err := node.Start(t.Context(), node.Config{DatabaseURL: target, Listen: "127.0.0.1:0"})
		if err != nil {
			t.Fatal(err)
		}
		defer n.Stop(context.Background())
		config, err := esdb.ParseConnectionString(n.URL())
		if err != nil {
			t.Fatal(err)
		}
		config.Logger = esdb.NoopLogging()
		client, err := esdb.NewClient(config)
		if err != nil {
			t.Fatal(err)
		}
		defer client.Close()
		read, err := client.ReadStream(t.Context(), "gone", esdb.ReadStreamOptions{}, 10)
		if err == nil {
			_, err = read.Recv()
		}
		if told := (*esdb.Error)(nil); !errors.As(err, &told) || told.Code() != esdb.ErrorCodeStreamDeleted {
			t.Errorf("a stream that was deleted for ever gives %v", err)
		}
	})
}

func TestKeys(t *testing.T) {
	t.Parallel()
	const users = `select coalesce(string_agg(concat_ws(' ', name, hash, rights), ', ' order by name), '') from eventlog.users`
	database, dir, keys := filled(t, 10), t.TempDir(), filepath.Join(t.TempDir(), "apart")
	execute(t, database, `insert into eventlog.users values ('an', '$2a$10$hash', '{read,append}'), ('bình', '$2a$10$other', '{admin}')`)
	o := options(database, dir)
	o.Keys = keys
	m, err := backup.Write(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	usersOf := func(t *testing.T, database string) (all string) {
		t.Helper()
		if err := connect(t, database).QueryRow(t.Context(), users).Scan(&all); err != nil {
			t.Fatal(err)
		}
		return all
	}
	t.Run("lie where the owner alone can read them", func(t *testing.T) {
		for _, name := range append(files(t, keys), ".") {
			info, err := os.Stat(filepath.Join(keys, name))
			if err != nil || info.Mode().Perm()&0o077 != 0 {
				t.Errorf("%s: %v, %v", name, info.Mode(), err)
			}
		}
		if _, err := os.Stat(backup.KeysIn(dir)); !errors.Is(err, os.ErrNotExist) {
			t.Error("beside the log too")
		}
	})
	t.Run("come back when asked for, and only then", func(t *testing.T) {
		without, _ := restored(t, dir)
		if got := usersOf(t, without); got != "" {
			t.Errorf("users %s", got)
		}
		with := target(testdb.New(t))
		with.Keys = keys
		execute(t, with.DatabaseURL, `insert into eventlog.users values ('an', 'before', '{}')`)
		if _, err := backup.Restore(t.Context(), dir, with); err != nil {
			t.Fatal(err)
		}
		if got := usersOf(t, with.DatabaseURL); got != usersOf(t, database) {
			t.Errorf("users %s", got)
		}
	})
	t.Run("of an earlier backup are replaced", func(t *testing.T) {
		execute(t, database, `delete from eventlog.users where name = 'an'`)
		if _, err := backup.Write(t.Context(), o); err != nil {
			t.Fatal(err)
		}
		if n, err := m.VerifyKeys(keys); n != 1 || err != nil || len(files(t, keys)) != 2 {
			t.Errorf("%d users, %v, %v", n, files(t, keys), err)
		}
	})
	t.Run("that were changed, are another log's, or are missing, are named", func(t *testing.T) {
		changed := copyOf(t, keys)
		for _, name := range files(t, changed) {
			if name != "manifest.json" {
				flip(t, filepath.Join(changed, name))
			}
		}
		var damaged *backup.DamagedError
		if _, err := m.VerifyKeys(changed); !errors.As(err, &damaged) {
			t.Errorf("got %v", err)
		}
		other := backup.Manifest{LogID: uuid.New()}
		if _, err := other.VerifyKeys(keys); !errors.As(err, &damaged) {
			t.Errorf("those of another log: %v", err)
		}
		with := target(testdb.New(t))
		with.Keys = t.TempDir()
		if _, err := backup.Restore(t.Context(), dir, with); !errors.Is(err, backup.ErrNoKeys) {
			t.Errorf("got %v", err)
		}
	})
}
