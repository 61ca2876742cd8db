package cadastretest

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/diachinh/diachinh/domain/rules"
)

// counts of what came of the commands, by their kinds.
type counts struct {
	sync.Mutex
	asked, accepted map[string]int
	refused         map[string]int // by the codes of the rules
}

func (c *counts) add(s *Story) {
	c.Lock()
	defer c.Unlock()
	for _, step := range s.Steps {
		c.asked[step.Kind]++
		var refusal *rules.Refusal
		if errors.As(step.Err, &refusal) {
			for _, code := range refusal.Codes() {
				c.refused[code]++
			}
		}
	}
	for kind, n := range s.Accepted() {
		c.accepted[kind] += n
	}
}

func (c *counts) String() string {
	var table strings.Builder
	fmt.Fprintf(&table, "%-20s %9s %9s\n", "command", "asked", "accepted")
	for _, kind := range Kinds() {
		fmt.Fprintf(&table, "%-20s %9d %9d\n", kind, c.asked[kind], c.accepted[kind])
	}
	table.WriteString("refused for")
	for _, code := range slices.Sorted(maps.Keys(c.refused)) {
		fmt.Fprintf(&table, " %s %d", code, c.refused[code])
	}
	return table.String()
}

func TestWhateverIsAskedOfASheet(t *testing.T) {
	t.Parallel()
	stories := 2_000
	if os.Getenv("DIACHINH_TEST_LONG") != "" {
		stories *= 10
	}
	all := &counts{asked: map[string]int{}, accepted: map[string]int{}, refused: map[string]int{}}
	var workers sync.WaitGroup
	for worker := range 2 {
		workers.Go(func() {
			for seed := worker; seed < stories; seed += 2 {
				story := Stories().Example(seed)
				if err := laws(story); err != nil {
					t.Errorf("the story of Stories().Example(%d): %v", seed, err)
					return
				}
				all.add(story)
			}
		})
	}
	workers.Wait()
	t.Logf("%d stories\n%s", stories, all)
	total := 0
	for _, kind := range Kinds() {
		if total += all.accepted[kind]; all.accepted[kind] < 200 {
			t.Errorf("%q was accepted %d times only", kind, all.accepted[kind])
		}
	}
	if mean := float64(total) / float64(stories); mean < 30 {
		t.Errorf("a story has %.1f accepted commands on the average", mean)
	}
}
