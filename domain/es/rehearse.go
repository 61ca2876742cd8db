package es

import (
	"context"
	"fmt"
)

// HandleEvents is Handle that also returns the command's events. Those of a
// resend are read again from the stream.
func (h *Handler[S, C, E]) HandleEvents(ctx context.Context, stream string, command Command[C]) (Outcome, []E, error) {
	return h.told(ctx, stream, command, carryOut)
}

// Rehearse decides a command on the newest state of a stream and returns the
// events that Handle would append, but appends none; the outcome counts none. A
// command that was carried out is answered as HandleEvents answers it. Errors: as
// those of Handle.
func (h *Handler[S, C, E]) Rehearse(ctx context.Context, stream string, command Command[C]) (Outcome, []E, error) {
	return h.told(ctx, stream, command, rehearse)
}

// Foresee is Rehearse without asking the store whether others wrote to the
// stream: what it accepts Handle may still refuse, but a refusal was decided on
// the newest state.
func (h *Handler[S, C, E]) Foresee(ctx context.Context, stream string, command Command[C]) (Outcome, []E, error) {
	return h.told(ctx, stream, command, foresee)
}

// told decides a command and sees to it that its events are at hand.
func (h *Handler[S, C, E]) told(ctx context.Context, stream string, command Command[C], how manner) (Outcome, []E, error) {
	outcome, events, err := h.decide(ctx, stream, command, how)
	if err == nil && outcome.Resent {
		events, err = h.reread(ctx, stream, outcome)
	}
	return outcome, events, err
}

// reread reads the events of a command that was carried out before.
func (h *Handler[S, C, E]) reread(ctx context.Context, stream string, outcome Outcome) ([]E, error) {
	events := make([]E, 0, outcome.Events)
	for recorded, err := range h.store.ReadStream(ctx, stream, outcome.First) {
		if err != nil {
			return nil, fmt.Errorf("read stream %s again: %w", stream, err)
		}
		event, err := h.decode(recorded)
		if err != nil {
			return nil, fmt.Errorf("read stream %s again: %w", stream, err)
		}
		if events = append(events, event); recorded.Revision >= outcome.Last {
			break
		}
	}
	return events, nil
}

// Before returns the state of a stream as the event of a revision found it, folded
// anew.
func (h *Handler[S, C, E]) Before(ctx context.Context, stream string, revision uint64) (S, error) {
	state := h.decider.Initial()
	for recorded, err := range h.store.ReadStream(ctx, stream, 0) {
		if err == nil && recorded.Revision >= revision {
			break
		}
		var event E
		if err == nil {
			event, err = h.decode(recorded)
		}
		if err != nil {
			return state, fmt.Errorf("read stream %s before revision %d: %w", stream, revision, err)
		}
		state = h.decider.Evolve(state, event)
	}
	return state, nil
}

// decode returns the event of the decider that a stream holds.
func (h *Handler[S, C, E]) decode(recorded Recorded) (event E, err error) {
	decoded, err := h.catalogue.Decode(recorded.Type, recorded.Data)
	if err != nil {
		return event, fmt.Errorf("revision %d: %w", recorded.Revision, err)
	}
	event, ours := decoded.(E)
	if !ours {
		return event, fmt.Errorf("revision %d: %s is no event of this stream: %w", recorded.Revision, recorded.Type, ErrUnknownEvent)
	}
	return event, nil
}
