// Command inturn lets the generated executor write the elements of a list one
// after the other. gqlgen starts a goroutine an element, which pays where
// elements wait for something; here all of them are loaded before, and the
// goroutines with their growing stacks took a fifth of a request's time.
package main

import (
	"bytes"
	"fmt"
	"os"
)

func main() {
	if len(os.Args) != 2 {
		fail(fmt.Errorf("usage: inturn FILE"))
	}
	file := os.Args[1]
	source, err := os.ReadFile(file)
	if err != nil {
		fail(err)
	}
	const atOnce, inTurn = "graphql.MarshalSliceConcurrently(ctx, len(v), 0, false, ", "inTurn(ctx, len(v), "
	if !bytes.Contains(source, []byte(atOnce)) {
		fail(fmt.Errorf("%s: no list is written at once: gqlgen has changed", file))
	}
	if err := os.WriteFile(file, bytes.ReplaceAll(source, []byte(atOnce), []byte(inTurn)), 0o644); err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "inturn:", err)
	os.Exit(1)
}
