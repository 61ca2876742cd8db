package node

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
	"github.com/samber/lo"
)

// request is a change of one stream on its way to the writer.
type request struct {
	ctx      context.Context
	stream   string
	change   change
	expected expected
	events   []proposed // where the change is an append; else one, of the delete itself
	bytes    int
	done     chan outcome // has room for one
	state    atomic.Int32
	// submitted is when the request came to the queue.
	submitted time.Time
}

// change is what a request wants done.
type change int

const (
	appendEvents change = iota
	// softDelete hides a stream's events; the stream may be used again.
	softDelete
	// hardDelete ends a stream for ever.
	hardDelete
)

// A request is begun by the writer or abandoned by who asked, whichever is first.
const (
	waiting int32 = iota
	begun
	abandoned
)

// begin tells whether somebody still waits. What was begun may be written.
func (r *request) begin() bool {
	if r.ctx.Err() != nil {
		r.abandon()
	}
	return r.state.Load() == begun || r.state.CompareAndSwap(waiting, begun)
}

// abandon tells whether the request is sure not to be written.
func (r *request) abandon() bool {
	r.state.CompareAndSwap(waiting, abandoned)
	return r.state.Load() == abandoned
}

// size is about how many bytes the request takes: events that say nothing weigh
// something too.
func (r *request) size() int { return r.bytes + envelope*(1+len(r.events)) }

// failure is what becomes of the request when the session fails.
func (r *request) failure(cause error) error {
	abandoned := r.abandon()
	switch {
	case errors.Is(cause, ErrDamaged):
		return errDamaged
	case abandoned:
		return errNotBegun
	}
	return errInDoubt
}

func (r *request) ids() []uuid.UUID {
	return lo.Map(r.events, func(e proposed, _ int) uuid.UUID { return e.id })
}

// outcome is what became of a request.
type outcome struct {
	refusal  refusal
	current  int64  // the stream's last revision: of the append, or found instead
	position uint64 // of the last event; 0 where none was written
	err      error
}

// refusal is why the log did not take a request.
type refusal int

const (
	taken refusal = iota
	// wrongExpected: the stream does not stand where it was expected.
	wrongExpected
	// streamDeleted: the stream is deleted for ever, or was asked to exist while deleted.
	streamDeleted
)
