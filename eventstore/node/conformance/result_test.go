package main

import (
	"slices"
	"strings"
	"testing"
)

func names(tests []test) string {
	var list []string
	for _, t := range tests {
		list = append(list, t.name)
	}
	slices.Sort(list)
	return strings.Join(list, " ")
}

func check(t *testing.T, r result, passed, skipped, failed string) {
	t.Helper()
	if got := names(r.passed); got != passed {
		t.Errorf("passed: %q, want %q", got, passed)
	}
	if got := names(r.skipped); got != skipped {
		t.Errorf("skipped: %q, want %q", got, skipped)
	}
	if got := names(r.failed); got != failed {
		t.Errorf("failed: %q, want %q", got, failed)
	}
}

func TestGoOutput(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ in, passed, skipped, failed string }{
		"tests that hold others are not counted": {
			in: `{"Action":"run","Test":"A"}
				{"Action":"run","Test":"A/one"}
				{"Action":"run","Test":"A/two"}
				{"Action":"pass","Test":"A/one"}
				{"Action":"skip","Test":"A/two"}
				{"Action":"pass","Test":"A"}
				{"Action":"pass"}`,
			passed: "A/one", skipped: "A/two",
		},
		"a failed test is named once": {
			in:     `{"Action":"fail","Test":"A/one"}{"Action":"fail","Test":"A"}{"Action":"fail"}`,
			failed: "A/one",
		},
		"a test that fails beside those that it holds has failed": {
			in:     `{"Action":"pass","Test":"A/one"}{"Action":"fail","Test":"A"}{"Action":"fail"}`,
			passed: "A/one", failed: "A",
		},
		"a test that never ended has failed": {
			in:     `{"Action":"run","Test":"A"}{"Action":"fail"}`,
			failed: "A",
		},
		"a package that does not build has failed": {
			in:     `{"Action":"build-output","Output":"undefined: x"}{"Action":"build-fail"}{"Action":"fail"}`,
			failed: "the package",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, err := parseGo(strings.NewReader(c.in))
			if err != nil {
				t.Fatal(err)
			}
			check(t, r, c.passed, c.skipped, c.failed)
		})
	}
}

func TestNodeOutput(t *testing.T) {
	t.Parallel()
	r, err := parseTAP(strings.NewReader(`TAP version 13
# Subtest: one
ok 1 - one
not ok 2 - two
  ---
  error: 'no'
ok 3 - three # SKIP not here
1..3`))
	if err != nil {
		t.Fatal(err)
	}
	check(t, r, "one", "three", "two")
	if output := r.failed[0].output; !strings.Contains(output, "error: 'no'") {
		t.Errorf("the failure is not explained: %q", output)
	}
}

func TestFaults(t *testing.T) {
	t.Parallel()
	expected := expected{passes: 1, skips: map[string]string{"known": "for a reason"}}
	for name, c := range map[string]struct {
		result result
		faults int
	}{
		"what was expected is no fault":      {result{passed: make([]test, 2), skipped: []test{{name: "known"}}}, 0},
		"a failed test is one":               {result{passed: make([]test, 2), failed: make([]test, 1)}, 1},
		"a skip that nobody expected is one": {result{passed: make([]test, 2), skipped: []test{{name: "new"}}}, 1},
		"a suite that did not run is one":    {result{}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if faults := c.result.faults("suite", expected); len(faults) != c.faults {
				t.Errorf("%d faults, want %d: %v", len(faults), c.faults, faults)
			}
		})
	}
}
