package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/diachinh/diachinh/cluster/testdb"
	"github.com/diachinh/diachinh/eventstore"
	"github.com/diachinh/diachinh/eventstore/journal"
)

// TestMove moves the log of one node to another, which a process on another
// database serves: what reaches it by the protocol alone would reach a cluster.
func TestMove(t *testing.T) {
	t.Parallel()
	source, target := testdb.New(t), testdb.New(t)
	runImport(t, source, sampleFileOf(t))
	file := filepath.Join(t.TempDir(), "log.jsonl")
	said(t, 0, source, "events", "export", "--output", file)

	t.Run("an interrupted export is completed by the next", func(t *testing.T) {
		whole, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		again := filepath.Join(t.TempDir(), "log.jsonl")
		if err := os.WriteFile(again+".part", whole[:len(whole)/2], 0o600); err != nil {
			t.Fatal(err)
		}
		said(t, 0, source, "events", "export", "--output", again)
		if text, err := os.ReadFile(again); err != nil || !bytes.Equal(text, whole) {
			t.Errorf("the file is another: %v", err)
		}
		if _, err := os.Stat(again + ".part"); err == nil {
			t.Error("the part is still there")
		}
	})

	t.Run("two exports do not write one file", func(t *testing.T) {
		again := filepath.Join(t.TempDir(), "log.jsonl")
		part, err := os.Create(again + ".part")
		if err != nil {
			t.Fatal(err)
		}
		defer part.Close()
		if err := syscall.Flock(int(part.Fd()), syscall.LOCK_EX); err != nil {
			t.Fatal(err)
		}
		if out := said(t, exitUsage, source, "events", "export", "--output", again); !strings.Contains(out, "EXPORT_UNDER_WAY") {
			t.Errorf("says %s", out)
		}
	})

	node := begin(t, target, "node")
	cluster := "--eventstore-url=" + node.stdout.await(t, `(?m)^ready (\S+)$`)
	arrived := filepath.Join(t.TempDir(), "arrived.jsonl")

	t.Run("an import that is killed is completed by the next, and every event is what it was", func(t *testing.T) {
		killed := begin(t, source, cluster, "events", "import", file)
		killed.stderr.await(t, `Ghi sự kiện: 0/`)
		killed.kill()
		if printed := said(t, 0, source, cluster, "events", "export"); strings.Contains(printed, `"type":"log.moved.v1"`) {
			t.Log("nothing was left to do")
		} else {
			for _, args := range [][]string{{"import", "communes"}, {"events", "export", "--output", arrived}} {
				if out := said(t, exitFailure, testdb.New(t), append(args, cluster)...); !strings.Contains(out, "MOVE_UNFINISHED") {
					t.Errorf("before it is completed, %v says %s", args, out)
				}
			}
			if out := said(t, exitFailure, target, "backup", t.TempDir()); !strings.Contains(out, "MOVE_UNFINISHED") {
				t.Errorf("before it is completed, a backup says %s", out)
			}
		}
		if out := said(t, 0, source, cluster, "events", "import", file); !strings.Contains(out, "Đã chuyển") {
			t.Errorf("says %s", out)
		}
		said(t, 0, source, cluster, "events", "export", "--output", arrived)
		want, got := movedLines(t, file), movedLines(t, arrived)
		if len(want) != len(got) || len(want) == 0 {
			t.Fatalf("%d events arrived of %d", len(got), len(want))
		}
		for i := range want {
			if want[i] != got[i] {
				t.Fatalf("event %d\n got %s\nwant %s", i, got[i], want[i])
			}
		}
	})

	t.Run("nothing else is imported beside it", func(t *testing.T) {
		other := testdb.New(t)
		said(t, 0, other, "import", "communes")
		if out := said(t, exitUsage, other, "events", "import", file); !strings.Contains(out, "LOG_NOT_EMPTY") {
			t.Errorf("says %s", out)
		}
	})

	before := readModels(t, source)
	t.Run("read models of the log that it moved from are refused, and a rebuild cures them", func(t *testing.T) {
		if out := said(t, exitFailure, source, cluster, "serve"); !strings.Contains(out, "READ_MODELS_STALE") || !strings.Contains(out, "`diachinh rebuild`") {
			t.Errorf("says %s", out)
		}
		said(t, 0, source, cluster, "rebuild")
		if after := readModels(t, source); after != before {
			t.Errorf("the read models hold %s; before %s", after, before)
		}
		service := begin(t, source, cluster, "serve")
		service.stdout.await(t, `(?m)^ready (\S+)$`)
		if code := service.terminate(t); code != exitGood {
			t.Errorf("exit code %d", code)
		}
	})

	t.Run("the second node serves what the first did", func(t *testing.T) {
		if code := node.terminate(t); code != exitGood {
			t.Errorf("exit code %d", code)
		}
		service := begin(t, target, "serve")
		service.stdout.await(t, `(?m)^ready (\S+)$`)
		if after := readModels(t, target); after != before {
			t.Errorf("the read models hold %s; before %s", after, before)
		}
		if code := service.terminate(t); code != exitGood {
			t.Errorf("exit code %d", code)
		}
	})
}

// said runs a diachinh to its end and returns what it says.
func said(t *testing.T, exit int, databaseURL string, args ...string) string {
	t.Helper()
	cmd := exec.Command("diachinh", args...)
	cmd.Env = append(cmd.Environ(), "DIACHINH_DATABASE_URL="+databaseURL, "DIACHINH_LISTEN=127.0.0.1:0")
	out, err := cmd.CombinedOutput()
	if code := cmd.ProcessState.ExitCode(); code != exit {
		t.Fatalf("%v: exit code %d, %v\n%s", args, code, err, out)
	}
	return string(out)
}

// given is what a server gives each event anew.
var given = regexp.MustCompile(`"position":\d+,|"created":"[^"]*",`)

// movedLines are the lines of an exported log that move, without what moves not.
func movedLines(t *testing.T, path string) (lines []string) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	whole := exported(string(text))
	all := strings.SplitAfter(whole, "\n")
	for line, err := range journal.Read(strings.NewReader(whole)) {
		if err != nil {
			t.Fatal(err)
		}
		if line.Stream != eventstore.LogStream {
			lines = append(lines, given.ReplaceAllString(all[line.Number-1], ""))
		}
	}
	return lines
}

// readModels is a hash of all rows, without the keys that come of positions.
func readModels(t *testing.T, databaseURL string) (hash string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), databaseURL)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	const rows = `
		select md5(string_agg(r, chr(10) order by r))
		  from (select (to_jsonb(t) - 'key')::text from registry.commune t
		         union all select (to_jsonb(t) - 'key')::text from registry.sheet t
		         union all select (to_jsonb(t) - 'key')::text from registry.parcel_version t) as every (r)`
	if err := conn.QueryRow(t.Context(), rows).Scan(&hash); err != nil {
		t.Fatal(err)
	}
	return hash
}
