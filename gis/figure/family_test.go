package figure_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/diachinh/diachinh/gis/figure"
)

var update = flag.Bool("update", false, "write the pictures anew")

func families(t *testing.T) map[string]figure.Family {
	t.Helper()
	return map[string]figure.Family{
		"whole-life": wholeLife(),
		"annulled":   annulledSubject(),
		"changing":   changing(),
		"single":     single(),
		"estate":     estate(),
		"tall":       row(true),
		"long":       row(false),
		"real":       realSubdivision(t),
	}
}

func TestPicturesStayTheSame(t *testing.T) {
	t.Parallel()
	for name, family := range families(t) {
		path := filepath.Join("testdata", name+".svg")
		got := family.SVG()
		if *update {
			if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("the picture of %s is another: look at it, then run with -update", name)
		}
	}
}
