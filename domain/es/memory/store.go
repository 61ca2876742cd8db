package memory

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/samber/lo"

	"github.com/diachinh/diachinh/domain/es"
)

// maxAppend is what an EventStoreDB takes in one append, in bytes.
const maxAppend = 1 << 20

// Store implements es.Store. The zero value is not usable: use New.
type Store struct {
	mu      sync.Mutex
	log     []es.Recorded // position n stands at n-1
	streams map[string][]es.Recorded
	changed chan struct{} // closed, and replaced, when events are added
}

var _ es.Store = (*Store)(nil)

// New returns an empty store.
func New() *Store {
	return &Store{streams: map[string][]es.Recorded{}, changed: make(chan struct{})}
}

// Append implements es.Store.
func (s *Store) Append(ctx context.Context, stream string, expected es.Expected, events []es.Proposed) (es.Appended, error) {
	if err := ctx.Err(); err != nil {
		return es.Appended{}, fmt.Errorf("%w: %w", es.ErrUnavailable, err)
	}
	size := lo.SumBy(events, func(e es.Proposed) int { return len(e.Data) + len(e.Metadata) + 2*len(e.Type) })
	if size > maxAppend {
		return es.Appended{}, fmt.Errorf("%w: %d bytes", es.ErrTooLarge, size)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	written := s.streams[stream]
	first, resent, ok := judge(written, expected, events)
	switch {
	case !ok:
		return es.Appended{}, &es.ConflictError{Stream: stream, Expected: expected, Actual: lastRevision(written)}
	case len(events) == 0:
		return es.Appended{Revision: uint64(max(len(written)-1, 0))}, nil
	case resent:
		last := written[first+len(events)-1]
		return es.Appended{Revision: last.Revision, Position: last.Position}, nil
	}
	return s.add(stream, events), nil
}

// judge decides by EventStoreDB's rules: whether an append is right where it is
// expected, and whether its events were written before, from revision first on.
func judge(written []es.Recorded, expected es.Expected, events []es.Proposed) (first int, resent, ok bool) {
	next := len(written)
	switch e := expected.(type) {
	case es.Exactly:
		first = int(e) + 1
	case es.NoStream:
		first = 0
	case es.StreamExists:
		if len(written) == 0 {
			return 0, false, false
		}
		return judgeByID(written, events)
	case es.Any:
		return judgeByID(written, events)
	}
	if first == next {
		return first, false, true
	}
	resent = len(events) > 0 && first < next && stand(written, first, events)
	return first, resent, resent
}

// judgeByID knows a resend without a number by its first event's id.
func judgeByID(written []es.Recorded, events []es.Proposed) (first int, resent, ok bool) {
	if len(events) == 0 {
		return 0, false, true
	}
	first = slices.IndexFunc(written, func(r es.Recorded) bool { return r.ID == events[0].ID })
	if first < 0 {
		return 0, false, true
	}
	resent = stand(written, first, events)
	return first, resent, resent
}

// stand tells whether these very events stand in the stream from first on.
func stand(written []es.Recorded, first int, events []es.Proposed) bool {
	if first+len(events) > len(written) {
		return false
	}
	return slices.EqualFunc(written[first:first+len(events)], events,
		func(r es.Recorded, p es.Proposed) bool { return r.ID == p.ID })
}

func lastRevision(written []es.Recorded) *uint64 {
	if len(written) == 0 {
		return nil
	}
	return &written[len(written)-1].Revision
}

func (s *Store) add(stream string, events []es.Proposed) es.Appended {
	now := time.Now().UTC().Truncate(time.Microsecond)
	for _, e := range events {
		position := uint64(len(s.log)) + 1
		r := es.Recorded{
			Proposed: es.Proposed{ID: e.ID, Type: e.Type, Data: slices.Clone(e.Data), Metadata: slices.Clone(e.Metadata)},
			Stream:   stream,
			Revision: uint64(len(s.streams[stream])),
			Position: es.Position{Commit: position, Prepare: position},
			Created:  now,
		}
		s.log = append(s.log, r)
		s.streams[stream] = append(s.streams[stream], r)
	}
	close(s.changed)
	s.changed = make(chan struct{})
	last := s.log[len(s.log)-1]
	return es.Appended{Revision: last.Revision, Position: last.Position}
}
