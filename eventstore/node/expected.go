package node

import (
	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/google/uuid"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

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

// expecting are the options of a request that says where its stream is expected.
type expecting interface {
	GetRevision() uint64
	GetNoStream() *shared.Empty
	GetStreamExists() *shared.Empty
	GetAny() *shared.Empty
}

var errNothingExpected = status.Error(codes.InvalidArgument, "the expected version is missing")

// expectedOf reads a request's options; told tells whether they say anything.
func expectedOf(o expecting, told bool) (expected, error) {
	switch {
	case !told:
		return expected{}, errNothingExpected
	case o.GetNoStream() != nil:
		return noStream, nil
	case o.GetStreamExists() != nil:
		return expected{form: streamExists}, nil
	case o.GetAny() != nil:
		return expected{form: anyRevision}, nil
	}
	return expected{atRevision, number64(o.GetRevision())}, nil
}

// number is the expected version as EventStoreDB counts them.
func (e expected) number() int64 {
	switch e.form {
	case anyRevision:
		return -2
	case streamExists:
		return -4
	}
	return e.revision
}

// standing is how a stream stands when a request comes to it.
type standing struct {
	head head
	// changed: the transaction under way has written to the stream, so its last
	// events cannot be read back yet.
	changed bool
	// described: the stream has metadata.
	described bool
	// hidden: the stream is soft-deleted.
	hidden bool
	// dead: the stream, or the one that it describes, has a tombstone.
	dead bool
}

// verdict is what is to be done with a request.
type verdict int

const (
	write verdict = iota
	// conflict: the stream does not stand where it was expected.
	conflict
	// gone: the stream is deleted.
	gone
	// compare: the request is behind the stream's end; it may be a resend, which
	// the ids of the events after the expected revision tell.
	compare
	// resent: all events were written before, the last at the given revision.
	resent
)

// judge decides by EventStoreDB's rules on a request to write events of these
// ids to a stream.
//
// A numbered revision behind the current one is compared by id, whoever wrote
// in between; at the current one ids are not looked at, so the same events are
// taken a second time. Any and StreamExists have no number to compare at: they
// look in what the node remembers of recently written ids.
func judge(e expected, s standing, ids []uuid.UUID, remembered func(uuid.UUID) (int64, bool)) (verdict, int64) {
	current := s.head.revision
	switch {
	case s.dead:
		return gone, 0
	case e.form == atRevision && e.revision == current:
		return write, 0
	case e.form == atRevision && (e.revision > current || len(ids) == 0):
		return conflict, 0
	case e.form == atRevision:
		return compare, 0
	case e.form == streamExists && s.hidden:
		return gone, 0
	case e.form == streamExists && current == noRevision && !s.described:
		return conflict, 0
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
