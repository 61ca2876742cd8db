package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/diachinh/diachinh/cluster/testdb"
	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/eventstore/journal"
	"github.com/diachinh/diachinh/samples"
)

func TestMain(m *testing.M) {
	testscript.Main(dropping{m}, map[string]func(){"diachinh": main})
}

// dropping runs the tests and drops what they shared.
type dropping struct{ *testing.M }

func (d dropping) Run() int {
	code := d.M.Run()
	if communesIn.drop != nil {
		if err := communesIn.drop(context.Background()); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
	}
	return code
}

// onNothing are the scripts that begin on an empty database; the others find the
// communes there.
var onNothing = []string{"backup", "import", "events_move", "refusals"}

// TestScripts runs what a user types. Every script has a database of its own and
// the sample as sample.gpkg.
func TestScripts(t *testing.T) {
	t.Parallel()
	scripts, err := filepath.Glob("testdata/script/*.txtar")
	if err != nil || len(scripts) == 0 {
		t.Fatal("no scripts", err)
	}
	for _, script := range scripts {
		name := strings.TrimSuffix(filepath.Base(script), ".txtar")
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			begin := established
			if slices.Contains(onNothing, name) {
				begin = func(t *testing.T) string { return testdb.New(t) }
			}
			databaseURL := begin(t)
			testscript.Run(t, testscript.Params{
				Files: []string{script}, RequireExplicitExec: true, RequireUniqueNames: true,
				Cmds: map[string]func(*testscript.TestScript, bool, []string){"exits": exits, "events": events},
				Setup: func(env *testscript.Env) error {
					env.Setenv("DIACHINH_DATABASE_URL", databaseURL)
					return samples.WriteCadastre(filepath.Join(env.WorkDir, "sample.gpkg"))
				},
			})
		})
	}
}

// exits runs a command whose exit code is its first argument, and keeps what it
// printed in the files stdout and stderr.
func exits(ts *testscript.TestScript, _ bool, args []string) {
	cmd := exec.Command(args[1], args[2:]...)
	cmd.Dir = ts.Getenv("WORK")
	for _, name := range []string{"PATH", "HOME", "TMPDIR", "DIACHINH_DATABASE_URL", "DIACHINH_LISTN", "DIACHINH_MAX_LAG"} {
		if value := ts.Getenv(name); value != "" {
			cmd.Env = append(cmd.Env, name+"="+value)
		}
	}
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	_ = cmd.Run()
	ts.Logf("%s%s", stdout.String(), stderr.String())
	ts.Check(os.WriteFile(ts.MkAbs("stdout"), stdout.Bytes(), 0o600))
	ts.Check(os.WriteFile(ts.MkAbs("stderr"), stderr.Bytes(), 0o600))
	if code := fmt.Sprint(cmd.ProcessState.ExitCode()); code != args[0] {
		ts.Fatalf("exit code %s, want %s", code, args[0])
	}
}

// exported is a whole log in a file, without the line that ends it.
func exported(text string) string {
	return text[:strings.LastIndex(text, `{"end":`)]
}

// events checks an exported log: every line but the last is an event, in the order
// of the log.
func events(ts *testscript.TestScript, _ bool, args []string) {
	last := es.Position{}
	for line, err := range journal.Read(strings.NewReader(exported(ts.ReadFile(args[0])))) {
		ts.Check(err)
		if len(line.Data) == 0 || len(line.Metadata) == 0 || line.Position.Compare(last) <= 0 {
			ts.Fatalf("after position %v: %+v", last, line)
		}
		last = line.Position
	}
}

// running is a diachinh that a test started.
type running struct {
	cmd            *exec.Cmd
	stdout, stderr *watched
}

// begin starts a diachinh of its own on a database.
func begin(t *testing.T, databaseURL string, args ...string) *running {
	t.Helper()
	cmd := exec.Command("diachinh", args...)
	cmd.Env = append(os.Environ(), "DIACHINH_DATABASE_URL="+databaseURL, "DIACHINH_LISTEN=127.0.0.1:0")
	return launch(t, cmd)
}

// launch starts a command, which ends with the test if not before.
func launch(t *testing.T, cmd *exec.Cmd) *running {
	t.Helper()
	r := &running{cmd: cmd, stdout: newWatched(), stderr: newWatched()}
	cmd.Stdout, cmd.Stderr = r.stdout, r.stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	return r
}

// kill ends it as a failing machine would.
func (r *running) kill() {
	_ = r.cmd.Process.Kill()
	_ = r.cmd.Wait()
}

// terminate asks it to end and returns its exit code.
func (r *running) terminate(t *testing.T) int {
	t.Helper()
	if err := r.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	patience := time.AfterFunc(time.Minute, func() { _ = r.cmd.Process.Kill() })
	defer patience.Stop()
	_ = r.cmd.Wait()
	return r.cmd.ProcessState.ExitCode()
}
