package eventstore

import (
	"context"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"github.com/diachinh/diachinh/domain/es"
)

// grace is how long a call may still take after another found the server gone.
const grace = time.Second

// call does one thing with a client that has a server.
func call[T any](ctx context.Context, s *sessions, do func(context.Context, *esdb.Client) (T, error)) (T, error) {
	used, err := s.enter(ctx)
	if err != nil {
		var none T
		return none, err
	}
	defer s.leave(used, nil)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	return run(ctx, s, used, do)
}

// run does one thing with a session's client, which may block without regard to
// ctx while it looks for a server that is gone: it is then left behind, and
// finds ctx ended when it wakes.
func run[T any](ctx context.Context, s *sessions, used *session, do func(context.Context, *esdb.Client) (T, error)) (T, error) {
	type answer struct {
		value T
		err   error
	}
	answers := make(chan answer, 1)
	s.stay(used)
	go func() {
		value, err := do(ctx, used.client)
		s.leave(used, err)
		answers <- answer{value, err}
	}()
	a, err := await(ctx, used, answers)
	if err != nil {
		return a.value, err
	}
	return a.value, a.err
}

// await waits for something from a session's client. The zero value comes from
// a closed channel.
func await[T any](ctx context.Context, used *session, from <-chan T) (value T, err error) {
	select {
	case value = <-from:
		return value, nil
	case <-ctx.Done():
		return value, unavailable(ctx.Err())
	case <-used.broken:
	}
	timer := time.NewTimer(grace)
	defer timer.Stop()
	select {
	case value = <-from:
		return value, nil
	case <-ctx.Done():
		return value, unavailable(ctx.Err())
	case <-timer.C:
		return value, es.ErrUnavailable
	}
}
