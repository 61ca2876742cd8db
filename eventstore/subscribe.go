package eventstore

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"github.com/diachinh/diachinh/domain/es"
)

const (
	firstPause   = 50 * time.Millisecond
	longestPause = 5 * time.Second
)

// SubscribeAll implements es.Store. It resubscribes after the last delivered
// event as often as the log is gone and comes back.
func (s *Store) SubscribeAll(ctx context.Context, after *es.Position, handle func(es.Message) error) error {
	var from esdb.AllPosition = esdb.Start{}
	if after != nil {
		from = esdb.Position{Commit: after.Commit, Prepare: after.Prepare}
	}
	subscribe := func(ctx context.Context, client *esdb.Client) (*esdb.Subscription, error) {
		return client.SubscribeToAll(ctx, esdb.SubscribeToAllOptions{From: from})
	}
	return s.follow(ctx, subscribe, func(m es.Message) error {
		if !m.CaughtUp {
			from = esdb.Position{Commit: m.Event.Position.Commit, Prepare: m.Event.Position.Prepare}
		}
		return handle(m)
	})
}

// SubscribeStream implements es.Store, as SubscribeAll does.
func (s *Store) SubscribeStream(ctx context.Context, stream string, after *uint64, handle func(es.Message) error) error {
	var from esdb.StreamPosition = esdb.Start{}
	if after != nil {
		from = esdb.Revision(*after)
	}
	subscribe := func(ctx context.Context, client *esdb.Client) (*esdb.Subscription, error) {
		return client.SubscribeToStream(ctx, stream, esdb.SubscribeToStreamOptions{From: from})
	}
	return s.follow(ctx, subscribe, func(m es.Message) error {
		if !m.CaughtUp {
			from = esdb.Revision(m.Event.Revision)
		}
		return handle(m)
	})
}

type subscribing func(context.Context, *esdb.Client) (*esdb.Subscription, error)

// follow subscribes again and again, until ctx ends, deliver fails, or the
// server forbids it: asking again would not help.
func (s *Store) follow(ctx context.Context, subscribe subscribing, deliver func(es.Message) error) error {
	pause := firstPause
	for {
		delivered, failure, err := s.followOnce(ctx, subscribe, deliver)
		switch {
		case failure != nil:
			return failure
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.Is(translate(err), es.ErrDenied):
			return translate(err)
		case delivered:
			pause = firstPause
		}
		s.logger.WarnContext(ctx, "event store subscription dropped", slog.Any("error", err), slog.Duration("pause", pause))
		select {
		case <-time.After(pause/2 + rand.N(pause)):
		case <-ctx.Done():
			return ctx.Err()
		}
		pause = min(2*pause, longestPause)
	}
}

// followOnce delivers until the subscription is dropped (err), or until deliver
// fails (failure). delivered tells whether anything came.
func (s *Store) followOnce(ctx context.Context, subscribe subscribing, deliver func(es.Message) error) (delivered bool, failure, err error) {
	used, err := s.sessions.enter(ctx)
	if err != nil {
		return false, nil, err
	}
	defer func() { s.sessions.leave(used, err) }()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	subscription, err := run(ctx, s.sessions, used, subscribe)
	if err != nil {
		return false, nil, err
	}
	defer subscription.Close()
	for {
		event := subscription.Recv()
		var failure error
		switch {
		case event.SubscriptionDropped != nil:
			return delivered, nil, event.SubscriptionDropped.Error
		case event.EventAppeared != nil:
			failure = deliver(es.Message{Event: recordedOf(event.EventAppeared.OriginalEvent())})
		case event.CaughtUp != nil:
			failure = deliver(es.Message{CaughtUp: true})
		}
		if failure != nil {
			return true, failure, nil
		}
		delivered = true
	}
}
