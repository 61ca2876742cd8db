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

// parseGo reads the output of `go test -json`.
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
	return count(outcome, output), nil
}

// count files the tests of go test's outcomes. One that holds others, and the
// package, which has no name and holds all, matters where it alone has failed.
func count(outcome, output map[string]string) result {
	var r result
	names := slices.Sorted(maps.Keys(outcome))
	for _, name := range names {
		held := slices.DeleteFunc(slices.Clone(names), func(other string) bool {
			return other == name || name != "" && !strings.HasPrefix(other, name+"/")
		})
		if len(held) > 0 && (!failed(outcome[name]) || slices.ContainsFunc(held, func(other string) bool { return failed(outcome[other]) })) {
			continue
		}
		r.add(test{cmp.Or(name, "the package"), output[name]}, outcome[name])
	}
	return r
}

// failed says whether an outcome is neither of the good ones: a test that was
// run and never ended has failed too.
func failed(outcome string) bool { return outcome != "pass" && outcome != "skip" }

var tapLine = regexp.MustCompile(`^(not )?ok \d+ - (.*?)( # (SKIP|TODO).*)?$`)

// parseTAP reads the Test Anything Protocol, as node prints it for tests that
// are not nested.
func parseTAP(in io.Reader) (result, error) {
	var r result
	var action string
	scanner := bufio.NewScanner(in)
	for scanner.Scan() {
		found := tapLine.FindStringSubmatch(scanner.Text())
		if found == nil {
			// What explains a failure follows it, indented.
			if action == "fail" && strings.HasPrefix(scanner.Text(), " ") {
				r.failed[len(r.failed)-1].output += scanner.Text() + "\n"
			}
			continue
		}
		action = "pass"
		if found[1] != "" {
			action = "fail"
		}
		if found[4] != "" {
			action = "skip"
		}
		r.add(test{name: found[2]}, action)
	}
	return r, scanner.Err()
}
