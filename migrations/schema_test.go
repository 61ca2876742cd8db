package migrations_test

import (
	"context"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/diachinh/diachinh/cluster/testdb"
	"github.com/diachinh/diachinh/migrations"
)

var update = flag.Bool("update", false, "write schema.sql anew")

func TestSchema(t *testing.T) {
	t.Parallel()

	t.Run("schema.sql is what the migrations come to", func(t *testing.T) {
		t.Parallel()
		got := Dump(t, testdb.New(t))
		if *update {
			if err := os.WriteFile("schema.sql", []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile("schema.sql")
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("schema.sql is out of date: read what changed, then run\n\tgo test ./migrations -update\nfirst difference:\n%s", firstDifference(string(want), got))
		}
	})

	t.Run("a migrated database lacks no migration and is migrated again without harm", func(t *testing.T) {
		t.Parallel()
		url := testdb.New(t)
		if err := migrations.Run(t.Context(), url); err != nil {
			t.Fatal(err)
		}
		pending, err := migrations.Pending(t.Context(), url)
		if err != nil || pending != 0 {
			t.Fatalf("pending %d, %v; want none", pending, err)
		}
	})
}

// volatile are the lines of a dump that differ between releases of pg_dump.
var volatile = regexp.MustCompile(`^(--|SET |SELECT pg_catalog\.set_config|\\(un)?restrict )`)

// Dump returns the database's schema, owners left out, without what depends on
// the program that dumped it.
func Dump(tb testing.TB, url string) string {
	tb.Helper()
	out, err := exec.CommandContext(context.Background(), program("pg_dump"), "--schema-only", "--no-owner", "--no-tablespaces", url).Output()
	if err != nil {
		tb.Fatalf("pg_dump: %v", err)
	}
	var lines []string
	for line := range strings.Lines(string(out)) {
		line = strings.TrimRight(line, "\n")
		blank := line == "" && (len(lines) == 0 || lines[len(lines)-1] == "")
		if !blank && !volatile.MatchString(line) {
			lines = append(lines, line)
		}
	}
	return strings.TrimRight(strings.Join(lines, "\n"), "\n") + "\n"
}

// program finds a PostgreSQL program on the PATH or where Debian keeps it.
func program(name string) string {
	if path, err := exec.LookPath(name); err == nil {
		return path
	}
	return filepath.Join("/usr/lib/postgresql/15/bin", name)
}

func firstDifference(want, got string) string {
	wantLines, gotLines := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i, line := range gotLines {
		if i >= len(wantLines) || line != wantLines[i] {
			return "\t" + line
		}
	}
	return "\t(lines are missing at the end)"
}
