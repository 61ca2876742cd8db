package eventstore

import (
	"context"
	"fmt"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"github.com/diachinh/diachinh/bench/report"
)

const (
	// subscribers is how many wait for what may come.
	subscribers = 1_000
	// wantedKilobytes is what one of them may cost the node.
	wantedKilobytes = 64
)

// idle measures what subscribers that have nothing to do cost in memory.
func (b *bench) idle(ctx context.Context) ([]report.Row, error) {
	database, err := b.Database(ctx)
	if err != nil {
		return nil, err
	}
	node, err := b.node(ctx, database)
	if err != nil {
		return nil, err
	}
	defer node.stop()
	client, err := dial(node.url)
	if err != nil {
		return nil, err
	}
	defer client.Close()
	if err := fill(ctx, client, 1000); err != nil {
		return nil, err
	}
	before, err := node.resident()
	if err != nil {
		return nil, err
	}
	for range subscribers {
		if err := awaitLive(ctx, client); err != nil {
			return nil, err
		}
	}
	after, err := node.resident()
	if err != nil {
		return nil, err
	}
	each := float64(after-before) / 1024 / subscribers
	name := fmt.Sprintf("memory of %d idle subscribers, %d MiB before", subscribers, before>>20)
	return []report.Row{report.Less(name, "kB each", each, wantedKilobytes, "limit", 1)}, nil
}

// awaitLive subscribes, for as long as the client lives, and waits until the node
// has nothing more to send.
func awaitLive(ctx context.Context, client *esdb.Client) error {
	subscription, err := client.SubscribeToAll(ctx, esdb.SubscribeToAllOptions{From: esdb.End{}})
	if err != nil {
		return err
	}
	for {
		switch got := subscription.Recv(); {
		case got.CaughtUp != nil:
			return nil
		case got.SubscriptionDropped != nil:
			return fmt.Errorf("dropped: %w", got.SubscriptionDropped.Error)
		}
	}
}
