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
	// wandered is how many streams are appended to.
	wandered = 2_000
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
		client, err := b.reach(node)
		if err != nil {
			return nil, err
		}
		connect, err := wandering(ctx, client)
		if err != nil {
			return nil, err
		}
		sides = append(sides, driven(log.name, true, connect))
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
// pages all over the indexes are touched. It appends to each of them once before,
// so that in the empty log too they are there.
func wandering(ctx context.Context, client *esdb.Client) (connect, error) {
	streams := make([]string, wandered)
	for i, picked := range rand.Perm(generatedStreams)[:wandered] {
		streams[i] = generatedName(picked)
		if err := appendOne(ctx, client, streams[i], document(256)); err != nil {
			return nil, err
		}
	}
	return func(_ context.Context, _ string, data []byte, _ int) (func(context.Context) error, func(), error) {
		next := func(ctx context.Context) error {
			return appendOne(ctx, client, streams[rand.IntN(wandered)], data)
		}
		return next, func() {}, nil
	}, nil
}

func appendOne(ctx context.Context, client *esdb.Client, stream string, data []byte) error {
	events := make([]esdb.EventData, 1)
	renew(events, data)
	_, err := client.AppendToStream(ctx, stream, esdb.AppendToStreamOptions{ExpectedRevision: esdb.Any{}}, events...)
	return err
}
