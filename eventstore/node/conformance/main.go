package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"syscall"
)

// directory is where this command's sources, and so the suites, are.
const directory = "eventstore/node/conformance"

func main() {
	program := flag.String("node", "bin/diachinh", "the program whose node is judged")
	verbose := flag.Bool("v", false, "print what the suites print")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := judge(ctx, *program, *verbose, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "conformance:", err)
		stop()
		os.Exit(1)
	}
}

// judge runs the named suites, or all, and prints what came of them. The error
// names every way in which that is not what was expected.
func judge(ctx context.Context, program string, verbose bool, names []string) error {
	expected, err := readExpected(directory + "/expected.txt")
	if err != nil {
		return err
	}
	server := os.Getenv("DIACHINH_TEST_DATABASE_URL")
	if server == "" {
		return errors.New("DIACHINH_TEST_DATABASE_URL names no PostgreSQL server: run `make conformance`")
	}
	var faults []error
	for _, s := range suites {
		if len(names) > 0 && !slices.Contains(names, s.name) {
			continue
		}
		r, err := s.run(ctx, program, server, verbose)
		if err != nil {
			return fmt.Errorf("suite %s: %w", s.name, err)
		}
		r.print(os.Stdout, s.name, expected[s.name])
		faults = append(faults, r.faults(s.name, expected[s.name])...)
	}
	return errors.Join(faults...)
}
