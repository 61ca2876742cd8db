package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/diachinh/diachinh/bench/report"
)

// measures are the parts of a run, in order. The later ones use what the import
// left in the database.
var measures = []struct {
	name string
	run  func(context.Context, *lab) ([]report.Row, error)
}{
	{"import", measureImport},
	{"rebuild", measureRebuild},
	{"fold", measureFold},
	{"graphql", measureGraphQL},
	{"subdivision", measureSubdivision},
	{"check", measureCheck},
	{"asof", measureAsOf}, // leaves the import's database with other rows
	{"eventstore", measureEventStore},
}

func main() {
	only := flag.String("only", "", "comma-separated parts: import, rebuild, fold, graphql, subdivision, check, asof, eventstore; empty means all")
	parcels := flag.Int("parcels", 100_000, "how many parcels the generated survey has")
	events := flag.Int("events", 10_000_000, "how many events the long log of the event store has")
	runs := flag.Int("runs", 3, "how often each side is timed; the median counts")
	out := flag.String("out", "bench/latest.json", "where the rows are written")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, *only, *out, lab{parcels: *parcels, events: *events, runs: *runs}); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, only, out string, setup lab) (err error) {
	l, err := newLab(ctx, setup)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.close()) }()
	var rows []report.Row
	for _, m := range measures {
		if only != "" && !strings.Contains(","+only+",", ","+m.name+",") {
			continue
		}
		measured, err := m.run(ctx, l)
		if err != nil {
			return fmt.Errorf("%s: %w", m.name, err)
		}
		rows = append(rows, measured...)
	}
	report.Print(os.Stdout, rows)
	return report.Write(out, rows)
}
