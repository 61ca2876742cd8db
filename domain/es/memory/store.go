package memory

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"
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
	last    map[uuid.UUID]place // where each id was written last
	changed chan struct{}       // closed, and replaced, when events are added
}

// place is where an event stands in its stream.
type place struct {
	stream   string
	revision int
}

var _ es.Store = (*Store)(nil)

// New returns an empty store.
func New() *Store {
	return &Store{streams: map[string][]es.Recorded{}, last: map[uuid.UUID]place{}, changed: make(chan struct{})}
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
	at, resent, ok := s.judge(stream, expected, events)
	switch {
	case !ok:
		return es.Appended{}, &es.ConflictError{Stream: stream, Expected: expected, Actual: lastRevision(written)}
	case len(events) == 0:
		return es.Appended{Revision: uint64(max(len(written)-1, 0))}, nil
	case resent:
		return es.Appended{Revision: written[at].Revision, Position: written[at].Position}, nil
	}
	return s.add(stream, events), nil
}

// judge decides by EventStoreDB's rules: whether an append is right where it is
// expected, and whether its events were written before, the last of them at
// revision at.
func (s *Store) judge(stream string, expected es.Expected, events []es.Proposed) (at int, resent, ok bool) {
	written := s.streams[stream]
	first := 0
	switch e := expected.(type) {
	case es.Exactly:
		first = int(e) + 1
	case es.StreamExists:
		if len(written) == 0 {
			return 0, false, false
		}
		return s.judgeByID(stream, events)
	case es.Any:
		return s.judgeByID(stream, events)
	}
	if first == len(written) {
		return 0, false, true
	}
	resent = len(events) > 0 && stand(written, first, events)
	return first + len(events) - 1, resent, resent
}

// judgeByID knows a resend without a number by where its ids were written last.
func (s *Store) judgeByID(stream string, events []es.Proposed) (at int, resent, ok bool) {
	for i, e := range events {
		p, known := s.last[e.ID]
		known = known && p.stream == stream
		if !known {
			return 0, false, i == 0
		}
		at = p.revision
	}
	return at, len(events) > 0, true
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
		s.last[e.ID] = place{stream, int(r.Revision)}
	}
	close(s.changed)
	s.changed = make(chan struct{})
	last := s.log[len(s.log)-1]
	return es.Appended{Revision: last.Revision, Position: last.Position}
}
