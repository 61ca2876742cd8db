package eventstore

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"github.com/diachinh/diachinh/bench/report"
)

const (
	// wantedLonger is how many times longer an append to the long log may take.
	wantedLonger = 1.2
	// wantedStart is how long a node may take from start to ready.
	wantedStart = 2 * time.Second
	// wandered is how many streams each client appends to in turn.
	wandered = 500
)

// long compares appends to a log with very many events with those to an empty
// one, and times the start of a node on it.
func (b *bench) long(ctx context.Context) (rows []report.Row, err error) {
	full, err := b.generated(ctx)
	if err != nil {
		return nil, err
	}
	empty, err := b.Database(ctx)
	if err != nil {
		return nil, err
	}
	starting, err := b.starts(ctx, full)
	if err != nil {
		return nil, err
	}
	rows = append(rows, report.Less(fmt.Sprintf("start to ready, %d events", b.Events), "ms",
		milliseconds(starting), milliseconds(wantedStart), "limit", 1))
	var sides []side
	for _, log := range []struct{ name, database string }{{"long log", full}, {"empty log", empty}} {
		node, err := b.node(ctx, log.database)
		if err != nil {
			return nil, err
		}
		b.atEnd(node.stop)
		client, err := dial(node.url)
		if err != nil {
			return nil, err
		}
		b.atEnd(client.Close)
		sides = append(sides, driven(log.name, true, wandering(client)))
	}
	for _, clients := range []int{1, 16, 64} {
		samples, err := b.compete(ctx, sides, load{bytes: 256, clients: clients, batch: 1})
		if err != nil {
			return nil, err
		}
		name := fmt.Sprintf("append to old streams, log of %d events, %d clients", b.Events, clients)
		rows = append(rows,
			report.Less(name, "p50 ms", samples[0].p50, samples[1].p50, "empty log", 1/wantedLonger),
			report.Less(name, "p99 ms", samples[0].p99, samples[1].p99, "empty log", 0),
			report.More(name, "events/s", samples[0].rate, samples[1].rate, "empty log", 0))
	}
	return rows, nil
}

// starts is the median time from start to ready.
func (b *bench) starts(ctx context.Context, database string) (time.Duration, error) {
	samples, err := turns(ctx, b.Runs, []string{database}, func(ctx context.Context, database string) (sample, error) {
		node, err := b.node(ctx, database)
		if err != nil {
			return sample{}, err
		}
		return sample{p50: float64(node.took)}, node.stop()
	})
	if err != nil {
		return 0, err
	}
	return time.Duration(samples[0].p50), nil
}

// wandering appends to streams of the generated log, picked at random, so that
// pages all over the indexes are touched. It goes through them once before, so
// that in the empty log too they are there.
func wandering(client *esdb.Client) connect {
	return func(ctx context.Context, _ string, data []byte, _ int) (func(context.Context) error, func(), error) {
		picked := make([]string, wandered)
		events := make([]esdb.EventData, 1)
		at := 0
		next := func(ctx context.Context) error {
			renew(events, data)
			_, err := client.AppendToStream(ctx, picked[at%wandered], esdb.AppendToStreamOptions{}, events...)
			at++
			return err
		}
		for i := range picked {
			picked[i] = generatedName(rand.IntN(generatedStreams))
		}
		for range picked {
			if err := next(ctx); err != nil {
				return nil, nil, err
			}
		}
		return next, func() {}, nil
	}
}
