package es

import (
	"errors"

	"github.com/google/uuid"
)

// Decider is the rules of one kind of stream: S is its state, C its commands, E
// its events.
type Decider[S, C, E any] struct {
	// Initial returns the state of an empty stream.
	Initial func() S
	// Decide answers a command with events, with none where nothing is to do,
	// or refuses it. It never changes the state.
	Decide func(S, C) ([]E, error)
	// Evolve folds an event into the state, which it owns and may reuse.
	Evolve func(S, E) S
}

// Command is a wish, named so that a resend is recognised.
type Command[C any] struct {
	// ID is derived from the office, the mutation and the idempotency key.
	ID uuid.UUID
	// Digest hashes the input: the same ID with another digest is refused.
	Digest string
	Input  C
	// Metadata goes into every event; the handler fills in RecordedAt, Command,
	// Digest and, where it is empty, Correlation.
	Metadata Metadata
}

// Outcome tells what became of a command.
type Outcome struct {
	// Events is how many events the command led to; First and Last are their
	// revisions. Without events the stream was left as it is.
	Events      int
	First, Last uint64
	// Position of the last event, or of the stream's last where there is none.
	Position Position
	// Resent says that the command had been carried out before.
	Resent bool
}

// ErrKeyReused says that an idempotency key came again with another input. Use
// a new key for a new wish.
var ErrKeyReused = errors.New("idempotency key reused with another input")

// ErrBusy says that others kept changing the stream. Try again.
var ErrBusy = errors.New("stream busy")
