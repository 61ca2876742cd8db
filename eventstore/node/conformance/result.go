package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// result is what came of a suite's tests. Those that only hold others together
// are not counted.
type result struct {
	passed, skipped, failed []test
}

type test struct {
	name   string
	output string // what it printed
}

// add files a test under the word that go test has for its outcome.
func (r *result) add(t test, action string) {
	switch action {
	case "pass":
		r.passed = append(r.passed, t)
	case "skip":
		r.skipped = append(r.skipped, t)
	default:
		r.failed = append(r.failed, t)
	}
}

// parseGo reads the output of `go test -json`. A test that never ended, and a
// package that did not build, have failed.
func parseGo(in io.Reader) (result, error) {
	outcome, output := map[string]string{}, map[string]string{}
	for decoder := json.NewDecoder(in); ; {
		var line struct{ Action, Test, Output string }
		if err := decoder.Decode(&line); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return result{}, fmt.Errorf("read go test's output: %w", err)
		}
		switch line.Action {
		case "output", "build-output":
			output[line.Test] += line.Output
		case "run", "fail", "build-fail", "pass", "skip":
			outcome[line.Test] = line.Action
		}
	}
	var r result
	for _, name := range slices.Sorted(maps.Keys(outcome)) {
		t, action := test{name, output[name]}, outcome[name]
		holds := func(other string) bool { return strings.HasPrefix(other, name+"/") }
		if parent := name == "" || slices.ContainsFunc(slices.Collect(maps.Keys(outcome)), holds); parent && action != "fail" && action != "build-fail" {
			continue
		}
		r.add(test{cmp.Or(name, "the package"), t.output}, action)
	}
	return r, nil
}

var tapLine = regexp.MustCompile(`^(not )?ok \d+ - (.*?)( # (SKIP|TODO).*)?$`)

// parseTAP reads the Test Anything Protocol, as node prints it for tests that
// are not nested.
func parseTAP(in io.Reader) (result, error) {
	var r result
	var output strings.Builder
	scanner := bufio.NewScanner(in)
	for scanner.Scan() {
		found := tapLine.FindStringSubmatch(scanner.Text())
		if found == nil {
			output.WriteString(scanner.Text() + "\n")
			continue
		}
		action := "pass"
		switch {
		case found[4] != "":
			action = "skip"
		case found[1] != "":
			action = "fail"
		}
		r.add(test{name: found[2]}, action)
	}
	// What explains a failure follows it: it all is shown with the last one.
	if len(r.failed) > 0 {
		r.failed[len(r.failed)-1].output = output.String()
	}
	return r, scanner.Err()
}
