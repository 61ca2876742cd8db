package backup_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/diachinh/diachinh/cluster/testdb"
	"github.com/diachinh/diachinh/eventstore/node"
	"github.com/diachinh/diachinh/eventstore/node/backup"
)

// refuses demands that a backup is refused with an error of a type.
func refuses[E error](t *testing.T, database, dir string) (refusal E) {
	t.Helper()
	if _, err := backup.Write(t.Context(), options(database, dir)); !errors.As(err, &refusal) {
		t.Errorf("got %v", err)
	}
	return refusal
}

func TestBackupRefuses(t *testing.T) {
	t.Parallel()
	database := filled(t, 1000)
	t.Run("a log that was set back and went on from there", func(t *testing.T) {
		t.Parallel()
		database, dir := filled(t, 1000), t.TempDir()
		write(t, database, dir)
		execute(t, database, `delete from eventlog.events where position > 900`)
		if e := refuses[*backup.DivergedError](t, database, dir); e.Position != 1000 {
			t.Errorf("at %d", e.Position)
		}
		fill(t, database, 1200)
		if e := refuses[*backup.DivergedError](t, database, dir); e.Position != 1000 {
			t.Errorf("at %d", e.Position)
		}
	})
	t.Run("a log to which another has not moved whole, until it has", func(t *testing.T) {
		t.Parallel()
		database, dir := filled(t, 10), t.TempDir()
		say := func(eventType string, revision int) {
			execute(t, database, `insert into eventlog.events values (10 + $1::bigint, 1, $1, gen_random_uuid(), $2, true, now(), $3, '{}')`,
				revision, eventType, fmt.Appendf(nil, `{"log_id":%q}`, logID))
		}
		say("log.moving.v1", 1)
		say("written.by.others.v1", 2)
		if _, err := backup.Write(t.Context(), options(database, dir)); !errors.Is(err, backup.ErrMoveUnfinished) {
			t.Errorf("got %v", err)
		}
		say("log.moved.v1", 3)
		say("written.by.others.v1", 4)
		if m := write(t, database, dir); m.LogID != logID {
			t.Errorf("backed up as %s", m.LogID)
		}
	})
	t.Run("a log with a gap", func(t *testing.T) {
		t.Parallel()
		database, dir := filled(t, 1000), t.TempDir()
		execute(t, database, `delete from eventlog.events where position = 500`)
		if _, err := backup.Write(t.Context(), options(database, dir)); err == nil {
			t.Error("not refused")
		}
		if _, err := backup.Open(dir); !errors.Is(err, backup.ErrNoBackup) {
			t.Errorf("left %v", err)
		}
	})
	t.Run("a directory with something else in it", func(t *testing.T) {
		t.Parallel()
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "thesis.txt"), nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := backup.Write(t.Context(), options(database, dir)); !errors.Is(err, backup.ErrForeign) {
			t.Errorf("got %v", err)
		}
		if got := files(t, dir); len(got) != 1 {
			t.Errorf("holds %v", got)
		}
	})
	for name, theirs := range map[string]string{
		"a log of something else, which stays as it is":                      "log/app.log",
		"a directory for keys with something else, which stays as it is":     "apart/users-of-mine.json",
		"a directory for keys with another's manifest, which stays as it is": "apart/manifest.json",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := options(database, t.TempDir())
			path := filepath.Join(o.Dir, theirs)
			if strings.HasPrefix(theirs, "apart/") {
				path = filepath.Join(t.TempDir(), theirs)
				o.Keys = filepath.Dir(path)
			}
			if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(`{"name":"app"}`), 0o600)); err != nil {
				t.Fatal(err)
			}
			if _, err := backup.Write(t.Context(), o); !errors.Is(err, backup.ErrForeign) {
				t.Errorf("got %v", err)
			}
			if text, err := os.ReadFile(path); string(text) != `{"name":"app"}` || err != nil {
				t.Errorf("holds %s, %v", text, err)
			}
		})
	}
	t.Run("a directory for keys that is the backup's own", func(t *testing.T) {
		t.Parallel()
		o := options(database, t.TempDir())
		o.Keys = o.Dir
		if _, err := backup.Write(t.Context(), o); !errors.Is(err, backup.ErrForeign) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a directory that another process backs up into", func(t *testing.T) {
		t.Parallel()
		dir := t.TempDir()
		other, err := os.Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		defer other.Close()
		if err := syscall.Flock(int(other.Fd()), syscall.LOCK_EX); err != nil {
			t.Fatal(err)
		}
		if _, err := backup.Write(t.Context(), options(database, dir)); !errors.Is(err, backup.ErrInUse) {
			t.Errorf("got %v", err)
		}
	})
}

func TestRestoreRefuses(t *testing.T) {
	t.Parallel()
	database, dir := filled(t, 1000), t.TempDir()
	write(t, database, dir)
	refuses := func(t *testing.T, database, dir string, want error) {
		t.Helper()
		if _, err := backup.Restore(t.Context(), dir, target(database)); !errors.Is(err, want) {
			t.Errorf("got %v", err)
		}
	}
	t.Run("a log that holds events", func(t *testing.T) {
		t.Parallel()
		refuses(t, database, dir, backup.ErrNotEmpty)
	})
	t.Run("a database without a log", func(t *testing.T) {
		t.Parallel()
		empty := testdb.New(t)
		execute(t, empty, `drop schema eventlog cascade`)
		refuses(t, empty, dir, node.ErrNotMigrated)
	})
	t.Run("a directory without a backup", func(t *testing.T) {
		t.Parallel()
		refuses(t, testdb.New(t), t.TempDir(), backup.ErrNoBackup)
	})
	t.Run("a log that a node holds, which it names", func(t *testing.T) {
		t.Parallel()
		empty := testdb.New(t)
		serve(t, empty)
		var locked *node.LockedError
		if _, err := backup.Restore(t.Context(), dir, target(empty)); !errors.As(err, &locked) || locked.Address == "" {
			t.Errorf("got %v", err)
		}
	})
}

func TestEmptyLog(t *testing.T) {
	t.Parallel()
	empty, dir := testdb.New(t), t.TempDir()
	if m := write(t, empty, dir); m.End != 0 || len(m.Files) != 0 {
		t.Errorf("backed up as %+v", m)
	}
	target, r := restored(t, dir)
	if last, n := end(t, target); last != 1 || n != 1 || r.End != 0 {
		t.Errorf("restored %d events up to %d", n, last)
	}
	execute(t, empty, `insert into eventlog.streams values (1, 'x')`)
	execute(t, empty, `insert into eventlog.events values (1, 1, 0, gen_random_uuid(), 'x', true, now(), '{}', '{}')`)
	if m := write(t, empty, dir); m.End != 1 {
		t.Errorf("extended to %+v", m)
	}
}
