package transfer_test

import (
	"context"
	"iter"

	"github.com/diachinh/diachinh/domain/es"
)

// lacking is a store whose log has lost an event.
type lacking struct {
	es.Store
	stream   string
	revision uint64
}

func (s lacking) ReadAll(ctx context.Context, direction es.Direction, after *es.Position) iter.Seq2[es.Recorded, error] {
	return func(yield func(es.Recorded, error) bool) {
		for e, err := range s.Store.ReadAll(ctx, direction, after) {
			lost := e.Stream == s.stream && e.Revision == s.revision
			if !lost && !yield(e, err) {
				return
			}
		}
	}
}

// failing is a store at which something happens after some appends.
type failing struct {
	es.Store
	after int
	fail  func()
}

func (s *failing) Append(ctx context.Context, stream string, expected es.Expected, events []es.Proposed) (es.Appended, error) {
	if s.after == 0 {
		s.fail()
	}
	s.after--
	return s.Store.Append(ctx, stream, expected, events)
}

// lossy is a store whose every other answer is lost.
type lossy struct {
	es.Store
	appends int
}

func (s *lossy) Append(ctx context.Context, stream string, expected es.Expected, events []es.Proposed) (es.Appended, error) {
	appended, err := s.Store.Append(ctx, stream, expected, events)
	if s.appends++; s.appends%2 == 0 && err == nil {
		return es.Appended{}, es.ErrUnavailable
	}
	return appended, err
}
