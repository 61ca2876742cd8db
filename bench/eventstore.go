package main

import (
	"context"

	"github.com/diachinh/diachinh/bench/eventstore"
	"github.com/diachinh/diachinh/bench/report"
)

// measureEventStore measures the embedded event store against other stores.
func measureEventStore(ctx context.Context, l *lab) ([]report.Row, error) {
	return eventstore.Measure(ctx, eventstore.Config{
		Server: l.server, Database: l.database, Binary: l.binary, Dir: l.dir, Runs: l.runs, Events: l.events,
	})
}
