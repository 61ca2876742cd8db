package eventstore

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"github.com/diachinh/diachinh/bench/report"
)

const (
	// readable is how many events are read each time; as many of them as are in
	// memory fit the node's tail.
	readable = 200_000
	inMemory = 60_000
	// wantedRead is how many events a second a reader is to get.
	wantedRead = 90_000
	// readStream is the stream that all the events read are in.
	readStream = "sheet-read"
)

// reader is one way to read n events, of one server.
type reader struct {
	name   string
	events uint64
	read   func(context.Context, *esdb.Client, uint64) error
	client *esdb.Client
}

// reads compares reading and catching up with the protocol's ceiling, from the
// table and from the node's memory.
func (b *bench) reads(ctx context.Context) (rows []report.Row, err error) {
	client, err := b.readableNode(ctx)
	if err != nil {
		return nil, err
	}
	server, err := b.nothing(ctx)
	if err != nil {
		return nil, err
	}
	ceiling, err := b.reach(server)
	if err != nil {
		return nil, err
	}
	for _, way := range []struct {
		name      string
		events    uint64
		ours, top func(context.Context, *esdb.Client, uint64) error
	}{
		{"read of a stream", readable, readOneStream, readOneStream},
		{"read of $all", readable, readAll, readAll},
		{"catch-up from the table", readable, catchUpFromStart, catchUpCanned},
		{"catch-up from memory", inMemory, catchUpLast, catchUpCanned},
	} {
		sides := []reader{{way.name, way.events, way.ours, client}, {way.name, way.events, way.top, ceiling}}
		samples, err := turns(ctx, b.Runs, sides, timeRead)
		if err != nil {
			return nil, err
		}
		rows = append(rows,
			report.More(way.name, "events/s", samples[0].rate, wantedRead, "limit", 1),
			report.More(way.name, "events/s", samples[0].rate, samples[1].rate, storesNothing, 0))
	}
	return rows, nil
}

// readableNode starts a node whose log has the events, restarts it so that they
// are in the table alone, and appends the last of them again, which are then in
// memory too.
func (b *bench) readableNode(ctx context.Context) (*esdb.Client, error) {
	database, err := b.Database(ctx)
	if err != nil {
		return nil, err
	}
	if err := b.fillThrough(ctx, database, readable-inMemory); err != nil {
		return nil, err
	}
	node, err := b.node(ctx, database)
	if err != nil {
		return nil, err
	}
	client, err := b.reach(node)
	if err != nil {
		return nil, err
	}
	return client, fill(ctx, client, inMemory)
}

// fillThrough appends events through a node that then ends.
func (b *bench) fillThrough(ctx context.Context, database string, events int) error {
	node, err := b.node(ctx, database)
	if err != nil {
		return err
	}
	defer node.stop()
	client, err := dial(node.url)
	if err != nil {
		return err
	}
	defer client.Close()
	return fill(ctx, client, events)
}

// fill appends events to the stream that is read.
func fill(ctx context.Context, client *esdb.Client, events int) error {
	const batch = 1000
	data := document(256)
	proposed := make([]esdb.EventData, batch)
	for range events / batch {
		renew(proposed, data)
		if _, err := client.AppendToStream(ctx, readStream, esdb.AppendToStreamOptions{}, proposed...); err != nil {
			return err
		}
	}
	return nil
}

func timeRead(ctx context.Context, r reader) (sample, error) {
	start := time.Now()
	if err := r.read(ctx, r.client, r.events); err != nil {
		return sample{}, fmt.Errorf("%s: %w", r.name, err)
	}
	return sample{rate: math.Round(float64(r.events) / time.Since(start).Seconds())}, nil
}

func readOneStream(ctx context.Context, client *esdb.Client, events uint64) error {
	stream, err := client.ReadStream(ctx, readStream, esdb.ReadStreamOptions{}, events)
	if err != nil {
		return err
	}
	defer stream.Close()
	return receive(stream, events)
}

func readAll(ctx context.Context, client *esdb.Client, events uint64) error {
	stream, err := client.ReadAll(ctx, esdb.ReadAllOptions{}, events)
	if err != nil {
		return err
	}
	defer stream.Close()
	return receive(stream, events)
}

// receive demands that exactly so many events come.
func receive(stream *esdb.ReadStream, want uint64) error {
	for n := uint64(0); ; n++ {
		if _, err := stream.Recv(); errors.Is(err, io.EOF) {
			if n != want {
				return fmt.Errorf("read %d events of %d", n, want)
			}
			return nil
		} else if err != nil {
			return err
		}
	}
}

func catchUpFromStart(ctx context.Context, client *esdb.Client, events uint64) error {
	return catchUp(ctx, client, esdb.Start{}, events)
}

func catchUpLast(ctx context.Context, client *esdb.Client, events uint64) error {
	before := uint64(readable) - events
	return catchUp(ctx, client, esdb.Position{Commit: before, Prepare: before}, events)
}

// catchUpCanned asks the server that stores nothing for so many events.
func catchUpCanned(ctx context.Context, client *esdb.Client, events uint64) error {
	return catchUp(ctx, client, esdb.Position{Commit: events, Prepare: events}, events)
}

// catchUp subscribes until it is caught up, and demands that so many events came.
func catchUp(ctx context.Context, client *esdb.Client, from esdb.AllPosition, want uint64) error {
	subscription, err := client.SubscribeToAll(ctx, esdb.SubscribeToAllOptions{From: from})
	if err != nil {
		return err
	}
	defer subscription.Close()
	n := uint64(0)
	for {
		switch got := subscription.Recv(); {
		case got.EventAppeared != nil:
			n++
		case got.CaughtUp != nil:
			if n != want {
				return fmt.Errorf("caught up after %d events of %d", n, want)
			}
			return nil
		case got.SubscriptionDropped != nil:
			return fmt.Errorf("dropped: %w", got.SubscriptionDropped.Error)
		}
	}
}
