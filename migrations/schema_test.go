package migrations_test

import (
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/diachinh/diachinh/cluster/testdb"
	"github.com/diachinh/diachinh/migrations"
	"github.com/diachinh/diachinh/migrations/schematest"
)

var update = flag.Bool("update", false, "write schema.sql anew")

func TestSchema(t *testing.T) {
	t.Parallel()

	t.Run("schema.sql is what the migrations come to", func(t *testing.T) {
		t.Parallel()
		got := schematest.Dump(t, testdb.New(t))
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

func firstDifference(want, got string) string {
	wantLines, gotLines := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i, line := range gotLines {
		if i >= len(wantLines) || line != wantLines[i] {
			return "\t" + line
		}
	}
	return "\t(lines are missing at the end)"
}
