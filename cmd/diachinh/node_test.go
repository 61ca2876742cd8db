package main

import (
	"net/http"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/diachinh/diachinh/cluster/testdb"
)

const nodeReadyLine = `(?m)^ready (esdb://127\.0\.0\.1:\d+\?tls=false)$`

// fails runs a diachinh that is to fail, and returns what it says.
func fails(t *testing.T, databaseURL string, args ...string) string {
	t.Helper()
	cmd := exec.Command("diachinh", args...)
	cmd.Env = append(cmd.Environ(), "DIACHINH_DATABASE_URL="+databaseURL, "DIACHINH_LISTEN=127.0.0.1:0")
	out, err := cmd.CombinedOutput()
	if err == nil {
		t.Fatalf("%v succeeds:\n%s", args, out)
	}
	return string(out)
}

func TestNodeByItself(t *testing.T) {
	t.Parallel()
	databaseURL := testdb.New(t)
	bare := begin(t, databaseURL, "node")
	bare.stdout.await(t, nodeReadyLine)

	t.Run("a second node says which process holds the log, and ends", func(t *testing.T) {
		said := fails(t, databaseURL, "node")
		if !regexp.MustCompile("EVENT_LOG_IN_USE: .*`diachinh node` \\(.* \\d+ .*127\\.0\\.0\\.1:\\d+").MatchString(said) {
			t.Errorf("it says %s", said)
		}
	})
	t.Run("an import uses it, and keeps the read models in step itself", func(t *testing.T) {
		runImport(t, databaseURL, sampleFileOf(t))
	})
	serving := begin(t, databaseURL, "serve")
	t.Run("a service uses it", func(t *testing.T) {
		url := serving.stdout.await(t, `(?m)^ready (\S+)$`)
		if got := query(t, url, `{ parcels(commune: "09616", first: 1) { totalCount } }`); !strings.Contains(got, `"totalCount":1455`) {
			t.Errorf("got %s", got)
		}
	})
	t.Run("an import beside both is soon visible", func(t *testing.T) {
		runImport(t, databaseURL, sampleFileOf(t))
	})
	following := begin(t, databaseURL, "events", "follow")
	following.stdout.await(t, `(?m)^{`)
	t.Run("who uses it ends with a clear error where it comes back elsewhere", func(t *testing.T) {
		if code := bare.terminate(t); code != exitGood {
			t.Errorf("exit code %d\n%s", code, bare.stderr.text)
		}
		again := begin(t, databaseURL, "node")
		again.stdout.await(t, nodeReadyLine)
		for _, user := range []*running{serving, following} {
			user.stderr.await(t, `EVENT_LOG_LOST: .*DIACHINH_NODE_LISTEN`)
			_ = user.cmd.Wait()
			if code := user.cmd.ProcessState.ExitCode(); code != exitFailure {
				t.Errorf("%v: exit code %d", user.cmd.Args, code)
			}
		}
		again.terminate(t)
	})
}

func TestTwoServices(t *testing.T) {
	t.Parallel()
	databaseURL := testdb.New(t)
	first := begin(t, databaseURL, "serve")
	first.stderr.await(t, servingLine)
	if said := fails(t, databaseURL, "serve"); !strings.Contains(said, "EVENT_LOG_IN_USE: ") || !strings.Contains(said, "`diachinh serve`") {
		t.Errorf("the second says %s", said)
	}
}

func TestAdmin(t *testing.T) {
	t.Parallel()
	for command, wanted := range map[string][]string{
		"node":  {"diachinh_node_last_position", "go_goroutines", "process_open_fds"},
		"serve": {"diachinh_node_appends_total", "diachinh_node_append_seconds_bucket", `diachinh_read_model_lag_seconds{model="`, "diachinh_read_model_position"},
	} {
		t.Run(command+" shows its metrics and health on the admin listener", func(t *testing.T) {
			t.Parallel()
			r := begin(t, testdb.New(t), command, "--admin-listen", "127.0.0.1:0")
			url := r.stderr.await(t, `msg="serving metrics" url=(\S+)/metrics`)
			r.stdout.await(t, `(?m)^ready `)
			status, body := get(t, url+"/metrics")
			if status != http.StatusOK {
				t.Errorf("answers %d: %s", status, body)
			}
			for _, name := range wanted {
				if !strings.Contains(string(body), "\n"+name) {
					t.Errorf("%s is not measured", name)
				}
			}
			for _, path := range []string{"/livez", "/readyz"} {
				if status, body := get(t, url+path); status != http.StatusOK {
					t.Errorf("%s answers %d: %s", path, status, body)
				}
			}
			if code := r.terminate(t); code != exitGood {
				t.Errorf("exit code %d\n%s", code, r.stderr.text)
			}
		})
	}
}

func TestTheRegistrysStreamsAreProtected(t *testing.T) {
	t.Parallel()
	databaseURL := testdb.New(t)
	runImport(t, databaseURL, sampleFileOf(t))
	conn, err := pgx.Connect(t.Context(), databaseURL)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	rows, _ := conn.Query(t.Context(), `select name from eventlog.streams`)
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil || len(names) < 3000 {
		t.Fatalf("%d streams, %v", len(names), err)
	}
	for _, name := range append(names, "title-1", "party-1", "dossier-1", "serial-1") {
		if deletable(name) || deletable("$$"+name) {
			t.Errorf("%s may be deleted", name)
		}
	}
	for _, name := range []string{"orders-1", "logbook", "$settings"} {
		if !deletable(name) {
			t.Errorf("%s may not be deleted", name)
		}
	}
}
