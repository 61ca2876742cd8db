package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
)

// expected is what a suite must come to.
type expected struct {
	passes int               // at least
	skips  map[string]string // by test, why
}

// readExpected reads lines of three parts with tabs between: the suite, then
// either a test and why it is skipped, or "passes" and how many must pass.
func readExpected(path string) (map[string]expected, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	all := map[string]expected{}
	scanner := bufio.NewScanner(file)
	for scanner.Scan() {
		if scanner.Text() == "" || strings.HasPrefix(scanner.Text(), "#") {
			continue
		}
		parts := strings.Split(scanner.Text(), "\t")
		if len(parts) != 3 {
			return nil, fmt.Errorf("%s: not three parts: %q", path, scanner.Text())
		}
		suite, test, rest := parts[0], parts[1], parts[2]
		e := all[suite]
		if e.skips == nil {
			e.skips = map[string]string{}
		}
		if test == "passes" {
			if e.passes, err = strconv.Atoi(rest); err != nil {
				return nil, fmt.Errorf("%s: %q: %w", path, scanner.Text(), err)
			}
		} else {
			e.skips[test] = rest
		}
		all[suite] = e
	}
	return all, scanner.Err()
}

// faults are the ways in which a result is not what was expected.
func (r *result) faults(suite string, e expected) []error {
	var faults []error
	for _, t := range r.failed {
		faults = append(faults, fmt.Errorf("%s: %s failed", suite, t.name))
	}
	for _, t := range r.skipped {
		if e.skips[t.name] == "" {
			faults = append(faults, fmt.Errorf("%s: %s was skipped, and expected.txt says nothing of it", suite, t.name))
		}
	}
	if e.passes == 0 {
		faults = append(faults, errors.New(suite+": expected.txt does not say how many tests must pass"))
	}
	if len(r.passed) < e.passes {
		faults = append(faults, fmt.Errorf("%s: %d tests passed, expected were at least %d", suite, len(r.passed), e.passes))
	}
	return faults
}

// print writes a suite's row of the table, and below it what did not pass.
func (r *result) print(out io.Writer, suite string, e expected) {
	fmt.Fprintf(out, "%-24s %3d passed %3d failed %3d skipped\n", suite, len(r.passed), len(r.failed), len(r.skipped))
	for _, t := range r.skipped {
		fmt.Fprintf(out, "    skipped  %s: %s\n", t.name, e.skips[t.name])
	}
	for _, t := range r.failed {
		fmt.Fprintf(out, "    FAILED   %s\n%s", t.name, t.output)
	}
}
