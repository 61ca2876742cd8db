package node

import "github.com/google/uuid"

// expected says where the client believes the stream to stand. A number or
// noStream is a revision (-1 for noStream), as the protocol orders them.
type expected struct {
	form     form
	revision int64 // where form is atRevision
}

type form int

const (
	anyRevision form = iota
	streamExists
	atRevision
)

// noRevision is the revision of a stream that holds no event.
const noRevision = -1

var noStream = expected{atRevision, noRevision}

// verdict is what is to be done with an append.
type verdict int

const (
	write verdict = iota
	// conflict: the stream does not stand where it was expected.
	conflict
	// compare: the append is behind the stream's end; it may be a resend, which
	// the ids of the events after the expected revision tell.
	compare
	// resent: all events were written before, the last at the given revision.
	resent
)

// judge decides by EventStoreDB's rules on an append of ids to a stream whose
// last revision is current.
//
// A numbered revision behind the current one is compared by id, whoever wrote
// in between; at the current one ids are not looked at, so the same events are
// taken a second time. Any and StreamExists have no number to compare at: they
// look in what the node remembers of recently written ids.
func judge(e expected, current int64, ids []uuid.UUID, hasMetadata bool, remembered func(uuid.UUID) (int64, bool)) (verdict, int64) {
	switch e.form {
	case atRevision:
		switch {
		case e.revision == current:
			return write, 0
		case e.revision > current || len(ids) == 0:
			return conflict, 0
		default:
			return compare, 0
		}
	case streamExists:
		if current == noRevision && !hasMetadata {
			return conflict, 0
		}
	}
	return judgeByMemory(ids, remembered)
}

func judgeByMemory(ids []uuid.UUID, remembered func(uuid.UUID) (int64, bool)) (verdict, int64) {
	last := int64(noRevision)
	for i, id := range ids {
		revision, known := remembered(id)
		switch {
		case !known && i == 0:
			return write, 0
		case !known:
			return conflict, 0
		}
		last = revision
	}
	if len(ids) == 0 {
		return write, 0
	}
	return resent, last
}
