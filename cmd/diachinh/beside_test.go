package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/diachinh/diachinh/samples"
)

// TestBesideADemo runs what a user types while `make demo` runs: from the same
// directory, with the data directory that is the default.
func TestBesideADemo(t *testing.T) {
	t.Parallel()
	base, err := os.MkdirTemp("", "demo test ") // one that the account postgres can enter
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(base) })
	if err := os.Chmod(base, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := samples.WriteCadastre(filepath.Join(base, "sample.gpkg")); err != nil {
		t.Fatal(err)
	}
	diachinh := func(args ...string) *exec.Cmd {
		cmd := exec.Command("diachinh", args...)
		cmd.Dir = base
		cmd.Env = append(os.Environ(), "DIACHINH_LISTEN=127.0.0.1:0")
		return cmd
	}
	demo := launch(t, diachinh("demo"))
	demo.stdout.await(t, `ready http://127\.0\.0\.1:\d+`)
	for _, args := range [][]string{
		{"events", "list", "--limit", "1"},
		{"import", "parcels", "sample.gpkg"},
		{"import", "communes"},
		{"migrate"},
		{"rebuild"},
	} {
		if out, err := diachinh(args...).CombinedOutput(); err != nil {
			t.Errorf("%v: %v\n%s", args, err, out)
		}
	}
	// The sample is old enough for acts of earlier days to be tried on it.
	out, err := diachinh("history", "09616/15/7").Output()
	if err != nil || !strings.Contains(string(out), "01/08/2025  Đăng ký lần đầu") {
		t.Errorf("history: %v\n%s", err, out)
	}
	if code := demo.terminate(t); code != exitGood {
		t.Errorf("exit code %d\n%s", code, demo.stderr.text)
	}
}
