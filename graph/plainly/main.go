// Command plainly takes from the generated executor what only waiting pays for.
// Everything below a field of the root is loaded before any of it is written, so
// the elements of a list are written one after the other and not in a goroutine
// each, and a field that is a plain value does without the machinery of a
// resolver; what is sent later (@defer) is prepared only where it is asked for.
// Together that took half of a list's time.
package main

import (
	"errors"
	"fmt"
	"go/format"
	"os"
	"regexp"
	"strings"
)

func main() {
	if len(os.Args) != 2 {
		fail(errors.New("usage: plainly FILE"))
	}
	file := os.Args[1]
	source, err := os.ReadFile(file)
	if err != nil {
		fail(err)
	}
	made, err := plainly(string(source))
	if err != nil {
		fail(fmt.Errorf("%s: %w", file, err))
	}
	if err := os.WriteFile(file, []byte(made), 0o644); err != nil {
		fail(err)
	}
}

// method is a method of the executor that writes a field of an object.
var method = regexp.MustCompile(`(?ms)^func \(ec \*executionContext\) _\w+\(ctx context\.Context, field graphql\.CollectedField, obj .*?^}$`)

// later sends what an object's deferred fields will come to.
var later = regexp.MustCompile(`(?ms)^\tec\.ProcessDeferredGroup\(.*?^\t\}\)$`)

func plainly(source string) (string, error) {
	const atOnce, inTurn = "graphql.MarshalSliceConcurrently(ctx, len(v), 0, false, ", "inTurn(ctx, len(v), "
	if !strings.Contains(source, atOnce) {
		return "", errors.New("no list is written at once: gqlgen has changed")
	}
	const resolved, plain = "return graphql.ResolveField(", "return plain("
	count := 0
	source = method.ReplaceAllStringFunc(source, func(body string) string {
		if !strings.Contains(body, resolved) || strings.Contains(body, "graphql.GetFieldContext(ctx)") {
			return body // it has arguments, which stand in the field's context
		}
		count++
		return strings.Replace(body, resolved, plain, 1)
	})
	if count == 0 {
		return "", errors.New("no field is resolved: gqlgen has changed")
	}
	if !later.MatchString(source) {
		return "", errors.New("nothing is deferred: gqlgen has changed")
	}
	source = later.ReplaceAllString(source, "\tif len(deferLabelToView) > 0 {\n$0\n}")
	made, err := format.Source([]byte(strings.ReplaceAll(source, atOnce, inTurn)))
	return string(made), err
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "plainly:", err)
	os.Exit(1)
}
