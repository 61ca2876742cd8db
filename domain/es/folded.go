package es

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
)

// folded is a stream as this process knows it.
type folded[S, C, E any] struct {
	handler *Handler[S, C, E]
	stream  string
	turn    chan struct{} // held by whoever works on the stream

	state    S
	next     uint64   // revision that the next event gets
	position Position // of the last event
	recorded time.Time
	commands map[uuid.UUID]answered

	cold  bool // the store may know more
	fresh bool // read to the end in this turn
}

// answered is a command that was carried out.
type answered struct {
	digest  string
	outcome Outcome
}

func newFolded[S, C, E any](h *Handler[S, C, E], stream string) *folded[S, C, E] {
	f := &folded[S, C, E]{handler: h, stream: stream, turn: make(chan struct{}, 1)}
	f.reset()
	return f
}

// reset forgets everything; the next turn reads the stream from its beginning.
func (f *folded[S, C, E]) reset() {
	f.state = f.handler.decider.Initial()
	f.next, f.position, f.recorded = 0, Position{}, time.Time{}
	f.commands = map[uuid.UUID]answered{}
	f.cold, f.fresh = true, false
}

// forgetOnPanic keeps a half-folded state from being decided on.
func (f *folded[S, C, E]) forgetOnPanic() {
	if p := recover(); p != nil {
		f.reset()
		panic(p)
	}
}

// warm reads what the store has beyond what is folded, if there may be more.
func (f *folded[S, C, E]) warm(ctx context.Context) error {
	if !f.cold {
		return nil
	}
	var last []byte // events of one append share their metadata
	var metadata Metadata
	for recorded, err := range f.handler.store.ReadStream(ctx, f.stream, f.next) {
		if errors.Is(err, ErrNoStream) {
			break
		}
		if err == nil && !bytes.Equal(recorded.Metadata, last) {
			metadata, last = Metadata{}, recorded.Metadata
			err = json.Unmarshal(last, &metadata)
		}
		if err == nil {
			err = f.fold(recorded, metadata)
		}
		if err != nil {
			f.reset()
			return fmt.Errorf("read stream %s: %w", f.stream, err)
		}
	}
	f.cold, f.fresh = false, true
	return nil
}

func (f *folded[S, C, E]) fold(recorded Recorded, metadata Metadata) error {
	event, err := f.handler.decode(recorded)
	if err != nil {
		return err
	}
	if recorded.Revision != f.next {
		return fmt.Errorf("revision %d where %d was due", recorded.Revision, f.next)
	}
	f.state = f.handler.decider.Evolve(f.state, event)
	f.note(metadata, 1, recorded.Revision, recorded.Position)
	return nil
}

// note keeps what a resend of the command is answered with.
func (f *folded[S, C, E]) note(metadata Metadata, events int, last uint64, position Position) {
	f.next, f.position = last+1, position
	if metadata.RecordedAt.After(f.recorded) {
		f.recorded = metadata.RecordedAt
	}
	before := f.commands[metadata.Command].outcome
	if before.Events == 0 {
		before.First = last + 1 - uint64(events)
	}
	before.Events += events
	before.Last, before.Position = last, position
	f.commands[metadata.Command] = answered{metadata.Digest, before}
}

// append writes decided events at the revision that they were decided on.
func (f *folded[S, C, E]) append(ctx context.Context, command Command[C], events []E) (Outcome, error) {
	metadata := f.metadata(command.ID, command.Digest, command.Metadata)
	proposed, err := f.propose(metadata, events)
	if err != nil {
		return Outcome{}, err
	}
	var expected Expected = NoStream{}
	if f.next > 0 {
		expected = Exactly(f.next - 1)
	}
	appended, err := f.handler.store.Append(ctx, f.stream, expected, proposed)
	if err != nil {
		f.cold = true
		return Outcome{}, fmt.Errorf("append to %s: %w", f.stream, err)
	}
	for _, event := range events {
		f.state = f.handler.decider.Evolve(f.state, event)
	}
	f.note(metadata, len(events), appended.Revision, appended.Position)
	return f.commands[command.ID].outcome, nil
}

// metadata completes a command's metadata. Recorded time has the microseconds
// that PostgreSQL keeps, and does not run backwards with the clock.
func (f *folded[S, C, E]) metadata(id uuid.UUID, digest string, metadata Metadata) Metadata {
	metadata.RecordedAt = f.handler.now().UTC().Truncate(time.Microsecond)
	if metadata.RecordedAt.Before(f.recorded) {
		metadata.RecordedAt = f.recorded
	}
	metadata.Command, metadata.Digest = id, digest
	if metadata.Correlation == uuid.Nil {
		metadata.Correlation = id
	}
	return metadata
}

// propose encodes events under ids derived from the command.
func (f *folded[S, C, E]) propose(metadata Metadata, events []E) ([]Proposed, error) {
	shared, err := json.Marshal(metadata)
	if err != nil {
		return nil, fmt.Errorf("encode metadata: %w", err)
	}
	proposed := make([]Proposed, len(events))
	size := 0
	for i, event := range events {
		name, data, err := f.handler.catalogue.Encode(event)
		if err != nil {
			return nil, err
		}
		if len(data) > MaxEvent {
			return nil, fmt.Errorf("%s of %d bytes: %w", name, len(data), ErrTooLarge)
		}
		size += len(data) + len(shared)
		proposed[i] = Proposed{ID: EventID(metadata.Command, i, data), Type: name, Data: data, Metadata: shared}
	}
	if size > MaxAppend {
		return nil, fmt.Errorf("%d events of %d bytes: %w", len(events), size, ErrTooLarge)
	}
	return proposed, nil
}

// EventID derives the id of a command's event from its ordinal, from 0, and what
// it says. A store takes events with known ids at the expected place for a
// resend, unread: where the same command led to something else in another
// process, the ids must differ.
func EventID(command uuid.UUID, ordinal int, data []byte) uuid.UUID {
	return uuid.NewSHA1(command, fmt.Appendf(nil, "event/%d/%s", ordinal, data))
}
