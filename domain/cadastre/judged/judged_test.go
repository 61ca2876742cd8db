package judged_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"
)

// trials is how many subdivisions are made up, and how many maps.
func trials() int {
	if os.Getenv("DIACHINH_TEST_LONG") != "" {
		return 100_000
	}
	return 3_000
}

// tally counts, for one kind of fault, in how many trials it was found.
type tally struct{ trials, rules, postgis, maps, detector, postgisOfMaps int }

// A fault is found by whoever says anything against a trial that has it, and
// invented by whoever does where there is none. PostGIS sees surfaces only: it
// knows neither which way points were meant nor how near they must be.
func TestEveryFaultIsFoundAndNoneInvented(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(4, 2026))
	var wishes, maps []*trial
	for i := range trials() {
		f := faults[i%len(faults)]
		wishes = append(wishes, f.trial(t, random, false))
		if f.inMap {
			maps = append(maps, f.trial(t, random, true))
		}
	}
	tallies := map[string]*tally{}
	for _, f := range faults {
		tallies[f.name] = &tally{}
	}
	judgements := judge(t, wishes)
	for i, trial := range wishes {
		tell := tallies[trial.fault.name]
		tell.trials++
		tell.rules += count(trial.agrees(t, "the rules", trial.refusals()))
		tell.postgis += count(trial.agrees(t, "PostGIS", judgements[i]))
	}
	judgements = judge(t, maps)
	for i, trial := range maps {
		tell := tallies[trial.fault.name]
		tell.maps++
		tell.detector += count(trial.agrees(t, "the detector", trial.flaws()))
		tell.postgisOfMaps += count(trial.agrees(t, "PostGIS of a map", judgements[i]))
	}
	t.Logf("%d subdivisions and %d maps; how many of them anything was found in:\n%s", len(wishes), len(maps), table(tallies))
}

// agrees reports whether anything was found, which must be so if there is a fault
// and only then. Findings of the rules must be of the fault's kind.
func (t *trial) agrees(test *testing.T, who string, found []string) bool {
	strange := who == "the rules" && slices.ContainsFunc(found, func(code string) bool { return !slices.Contains(t.fault.codes, code) })
	if faulty := t.fault.codes != nil; faulty != (len(found) > 0) || strange {
		test.Errorf("%s: %s: %v\n%v", t.fault.name, who, found, t)
	}
	return len(found) > 0
}

func count(found bool) int {
	if found {
		return 1
	}
	return 0
}

func table(tallies map[string]*tally) string {
	var text strings.Builder
	columns := tabwriter.NewWriter(&text, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(columns, "fault\tsubdivisions\trules\tPostGIS\tmaps\tdetector\tPostGIS\t")
	for _, f := range faults {
		n := tallies[f.name]
		fmt.Fprintf(columns, "%s\t%d\t%d\t%d\t%d\t%d\t%d\t\n", f.name, n.trials, n.rules, n.postgis, n.maps, n.detector, n.postgisOfMaps)
	}
	columns.Flush()
	return text.String()
}
