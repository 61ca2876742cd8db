package backup_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/diachinh/diachinh/cluster/testdb"
	"github.com/diachinh/diachinh/eventstore/node/backup"
)

// TestMain lets the test binary be the process that backs up or restores, and is
// killed.
func TestMain(m *testing.M) {
	dir, database := os.Getenv("BACKUP_TO_KILL_DIR"), os.Getenv("BACKUP_TO_KILL_DATABASE")
	told := func(done, _ uint64) { fmt.Println(done) }
	var err error
	switch os.Getenv("BACKUP_TO_KILL") {
	case "":
		os.Exit(m.Run())
	case "write":
		_, err = backup.Write(context.Background(), backup.Options{DatabaseURL: database, Dir: dir, Progress: told})
	case "restore":
		_, err = backup.Restore(context.Background(), dir, backup.Target{DatabaseURL: database, Verifying: quiet, Loading: told})
	}
	fmt.Fprintln(os.Stderr, err)
}

// killed runs a backup or restore in a process of its own and kills that once it
// has come to a position.
func killed(t *testing.T, what, database, dir string, position int) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "BACKUP_TO_KILL="+what, "BACKUP_TO_KILL_DIR="+dir, "BACKUP_TO_KILL_DATABASE="+database)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	reached := false
	for lines := bufio.NewScanner(out); lines.Scan() && !reached; {
		done, err := strconv.Atoi(lines.Text())
		reached = err == nil && done >= position
	}
	if !reached {
		t.Errorf("%s ended before position %d", what, position)
	}
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
}

// TestLargeLog takes a log of several files.
func TestLargeLog(t *testing.T) {
	t.Parallel()
	const events, more = 120_000, 100_000
	database, dir := filled(t, events), t.TempDir()

	killed(t, "write", database, dir, 110_000)
	t.Run("a first backup that was killed is none", func(t *testing.T) {
		if _, err := backup.Verify(t.Context(), dir, quiet); !errors.Is(err, backup.ErrNoBackup) {
			t.Errorf("got %v", err)
		}
	})
	first := filepath.Join(dir, "log", "000000000001-000000100000.jsonl.gz")
	before, err := os.Stat(first)
	if err != nil {
		t.Fatal(err)
	}
	write(t, database, dir)
	t.Run("the next goes on from it, and cleans up", func(t *testing.T) {
		after, err := os.Stat(first)
		if err != nil || !os.SameFile(before, after) {
			t.Errorf("the first file was written again: %v", err)
		}
		want := []string{"log/000000000001-000000100000.jsonl.gz", "log/000000100001-000000120000.jsonl.gz", "manifest.json"}
		if got := files(t, dir); !slices.Equal(got, want) {
			t.Errorf("the directory holds %v", got)
		}
	})

	fill(t, database, events+more)
	killed(t, "write", database, dir, 210_000)
	t.Run("an extension that was killed leaves the backup as it was", func(t *testing.T) {
		m, err := backup.Verify(t.Context(), dir, quiet)
		if err != nil || m.End != events {
			t.Errorf("ends at %d, %v", m.End, err)
		}
	})
	extended := write(t, database, dir)
	t.Run("and the next extends it", func(t *testing.T) {
		m, err := backup.Verify(t.Context(), dir, quiet)
		if err != nil || m.End != events+more || m.Hash() != extended.Hash() || len(files(t, dir)) != 4 {
			t.Errorf("ends at %d, %v, %v", m.End, files(t, dir), err)
		}
	})

	t.Run("a restore that was killed has restored nothing, and the next does", func(t *testing.T) {
		t.Parallel()
		empty := testdb.New(t)
		killed(t, "restore", empty, dir, 110_000)
		if last, n := end(t, empty); last != 0 || n != 0 {
			t.Fatalf("holds %d events", n)
		}
		r, err := backup.Restore(t.Context(), dir, target(empty))
		if err != nil || r.End != extended.End || r.RestoredFrom != logID {
			t.Fatalf("got %+v, %v", r, err)
		}
		if digest(t, empty, r.End) != digest(t, database, r.End) {
			t.Error("other events than those that were backed up")
		}
		if last, n := end(t, empty); last != r.End+1 || n != r.End+1 {
			t.Errorf("%d events up to %d", n, last)
		}
	})
	for name, damage := range map[string]func(t *testing.T, dir string){
		"changed": func(t *testing.T, dir string) { flip(t, filepath.Join(dir, extended.Files[1].Name)) },
		"missing": func(t *testing.T, dir string) { remove(t, filepath.Join(dir, extended.Files[1].Name)) },
		"swapped": func(t *testing.T, dir string) {
			swap(t, filepath.Join(dir, extended.Files[1].Name), filepath.Join(dir, extended.Files[2].Name))
		},
		"cut off": func(t *testing.T, dir string) {
			if err := os.Truncate(filepath.Join(dir, extended.Files[1].Name), 1000); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run("a file that is "+name+" is named before anything is written", func(t *testing.T) {
			t.Parallel()
			dir, empty := copyOf(t, dir), testdb.New(t)
			damage(t, dir)
			var damaged *backup.DamagedError
			if _, err := backup.Restore(t.Context(), dir, target(empty)); !errors.As(err, &damaged) || damaged.File != extended.Files[1].Name {
				t.Errorf("restore: %v", err)
			}
			if last, _ := end(t, empty); last != 0 {
				t.Errorf("events up to %d were written", last)
			}
			if _, err := backup.Write(t.Context(), options(database, dir)); !errors.As(err, &damaged) || !strings.HasPrefix(damaged.File, "log/") {
				t.Errorf("extended all the same: %v", err)
			}
		})
	}
}

func flip(t *testing.T, path string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	data[len(data)/2] ^= 1
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

func remove(t *testing.T, path string) {
	t.Helper()
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
}

func swap(t *testing.T, a, b string) {
	t.Helper()
	for _, move := range [][2]string{{a, a + ".aside"}, {b, a}, {a + ".aside", b}} {
		if err := os.Rename(move[0], move[1]); err != nil {
			t.Fatal(err)
		}
	}
}
