package memory

import (
	"context"
	"fmt"
	"iter"
	"slices"

	"github.com/diachinh/diachinh/domain/es"
)

// ReadStream implements es.Store.
func (s *Store) ReadStream(ctx context.Context, stream string, from uint64) iter.Seq2[es.Recorded, error] {
	return func(yield func(es.Recorded, error) bool) {
		events, _ := s.stream(stream)
		if len(events) == 0 {
			yield(es.Recorded{}, es.ErrNoStream)
			return
		}
		each(ctx, events[min(from, uint64(len(events))):], yield)
	}
}

// ReadStreamBackwards implements es.Store.
func (s *Store) ReadStreamBackwards(ctx context.Context, stream string) iter.Seq2[es.Recorded, error] {
	return func(yield func(es.Recorded, error) bool) {
		events, _ := s.stream(stream)
		if len(events) == 0 {
			yield(es.Recorded{}, es.ErrNoStream)
			return
		}
		each(ctx, backwards(events), yield)
	}
}

// ReadAll implements es.Store.
func (s *Store) ReadAll(ctx context.Context, direction es.Direction, after *es.Position) iter.Seq2[es.Recorded, error] {
	return func(yield func(es.Recorded, error) bool) {
		events, _ := s.all()
		if direction == es.Forwards {
			each(ctx, events[countUpTo(events, after):], yield)
			return
		}
		if after != nil {
			events = events[:min(max(after.Commit, 1)-1, uint64(len(events)))]
		}
		each(ctx, backwards(events), yield)
	}
}

// countUpTo is how many events stand at or before a position.
func countUpTo(events []es.Recorded, position *es.Position) uint64 {
	if position == nil {
		return 0
	}
	return min(position.Commit, uint64(len(events)))
}

func backwards(events []es.Recorded) []es.Recorded {
	reversed := slices.Clone(events)
	slices.Reverse(reversed)
	return reversed
}

func each(ctx context.Context, events []es.Recorded, yield func(es.Recorded, error) bool) {
	for _, e := range events {
		if err := ctx.Err(); err != nil {
			yield(es.Recorded{}, fmt.Errorf("%w: %w", es.ErrUnavailable, err))
			return
		}
		if !yield(e, nil) {
			return
		}
	}
}

// stream returns a stream's events, and what is closed when there are more.
func (s *Store) stream(name string) ([]es.Recorded, <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.streams[name], s.changed
}

func (s *Store) all() ([]es.Recorded, <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.log, s.changed
}
