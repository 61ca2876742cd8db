// Package schematest writes a database's schema down in a form that tests compare.
package schematest

import (
	"context"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

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
