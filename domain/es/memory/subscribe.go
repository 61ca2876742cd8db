package memory

import (
	"context"

	"github.com/diachinh/diachinh/domain/es"
)

// SubscribeAll implements es.Store.
func (s *Store) SubscribeAll(ctx context.Context, after *es.Position, handle func(es.Message) error) error {
	first, _ := s.all()
	delivered := countUpTo(first, after)
	return follow(ctx, delivered, s.all, handle)
}

// SubscribeStream implements es.Store.
func (s *Store) SubscribeStream(ctx context.Context, stream string, after *uint64, handle func(es.Message) error) error {
	var delivered uint64
	if after != nil {
		delivered = *after + 1
	}
	return follow(ctx, delivered, func() ([]es.Recorded, <-chan struct{}) { return s.stream(stream) }, handle)
}

// follow delivers what look shows, from the given number of events on, and says
// once when that was all.
func follow(ctx context.Context, delivered uint64, look func() ([]es.Recorded, <-chan struct{}), handle func(es.Message) error) error {
	for live := false; ; {
		events, changed := look()
		for delivered < uint64(len(events)) {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := handle(es.Message{Event: events[delivered]}); err != nil {
				return err
			}
			delivered++
		}
		if !live {
			live = true
			if err := handle(es.Message{CaughtUp: true}); err != nil {
				return err
			}
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
