package es

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/google/uuid"
)

// MaxAppend is how many bytes of events one append may carry. The protocol
// allows 1 MiB; the rest is left to envelopes.
const MaxAppend = 768 << 10

// MaxEvent is how many bytes one event's data may have.
const MaxEvent = 512 << 10

// Position is an event's place in the order of the whole log.
type Position struct{ Commit, Prepare uint64 }

// Compare orders positions: -1, 0 or +1.
func (p Position) Compare(other Position) int {
	return cmp.Or(cmp.Compare(p.Commit, other.Commit), cmp.Compare(p.Prepare, other.Prepare))
}

// Proposed is an event on its way into a store.
type Proposed struct {
	ID       uuid.UUID
	Type     string // wire name, e.g. "parcel.registered.v1"
	Data     []byte // JSON
	Metadata []byte // JSON, see [Metadata]
	Binary   bool   // Data is not JSON: never so in the registry's own events
}

// Recorded is an event as a store keeps it.
type Recorded struct {
	Proposed
	Stream   string
	Revision uint64 // place in its stream, from 0
	Position Position
	Created  time.Time // the server's time; ours is in Metadata.RecordedAt
}

// Expected says at which revision of the stream an append may happen. It is one
// of [Any], [NoStream], [StreamExists] and [Exactly].
type Expected interface{ expected() }

type (
	// Any lets the append happen whatever the stream holds.
	Any struct{}
	// NoStream demands that the stream holds no event.
	NoStream struct{}
	// StreamExists demands that the stream holds at least one event.
	StreamExists struct{}
	// Exactly demands that the stream's last event has this revision.
	Exactly uint64
)

func (Any) expected()          {}
func (NoStream) expected()     {}
func (StreamExists) expected() {}
func (Exactly) expected()      {}

// Appended is where the events of an append came to stand.
type Appended struct {
	Revision uint64 // of the last event
	Position Position
}

// ErrNoStream says that a stream holds no events. Treat it as empty.
var ErrNoStream = errors.New("no such stream")

// ErrUnavailable says that the store could not be reached or did not answer in
// time. An append may or may not have happened: send it again unchanged.
var ErrUnavailable = errors.New("event store unavailable")

// ErrTooLarge says that an append exceeds what the store takes. Split it.
var ErrTooLarge = errors.New("append too large")

// ErrDenied says that the store forbids the operation for good.
var ErrDenied = errors.New("denied by the event store")

// ConflictError says that the stream was not at the expected revision. Read the
// stream again and decide anew.
type ConflictError struct {
	Stream   string
	Expected Expected
	Actual   *uint64 // nil where the stream holds nothing
}

// Error names the stream and both revisions.
func (e *ConflictError) Error() string {
	actual := "no stream"
	if e.Actual != nil {
		actual = fmt.Sprint(*e.Actual)
	}
	return fmt.Sprintf("stream %s: expected %T(%v), found %s", e.Stream, e.Expected, e.Expected, actual)
}

// Direction of a read.
type Direction int

const (
	// Forwards reads from old to new.
	Forwards Direction = iota
	// Backwards reads from new to old.
	Backwards
)

// Message is what a subscription delivers: an event, or the news that all that
// was in the log has been delivered.
type Message struct {
	Event    Recorded
	CaughtUp bool // Event is empty
}

// Store is a log of events in streams. Every implementation passes storetest.
type Store interface {
	// Append adds events to one stream, all or none, and answers when they are
	// durable. Errors: *ConflictError, ErrUnavailable, ErrTooLarge, ErrDenied.
	Append(ctx context.Context, stream string, expected Expected, events []Proposed) (Appended, error)

	// ReadStream yields a stream's events forwards from revision `from`
	// (inclusive). A stream without events yields ErrNoStream once; one that
	// has no events at or after `from` yields nothing.
	ReadStream(ctx context.Context, stream string, from uint64) iter.Seq2[Recorded, error]

	// ReadStreamBackwards yields a stream's events from the last to the first.
	ReadStreamBackwards(ctx context.Context, stream string) iter.Seq2[Recorded, error]

	// ReadAll yields the whole log, the system's own events included: forwards
	// from just after `after` (nil: from the beginning), or backwards from just
	// before it (nil: from the end).
	ReadAll(ctx context.Context, direction Direction, after *Position) iter.Seq2[Recorded, error]

	// SubscribeAll delivers every event after `after` (nil: from the beginning)
	// in order, each once, for as long as ctx lasts, reconnecting by itself. It
	// returns ctx's error, the error of handle, which stops it, or ErrDenied.
	SubscribeAll(ctx context.Context, after *Position, handle func(Message) error) error

	// SubscribeStream does the same for one stream, after revision `after`.
	SubscribeStream(ctx context.Context, stream string, after *uint64, handle func(Message) error) error
}
