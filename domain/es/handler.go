package es

import (
	"context"
	"errors"
	"fmt"
	"math"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"
)

const (
	// attempts is how often a command is decided when the store does not answer.
	attempts = 5
	// overtaken is how often another process may be faster in a row. Each time it
	// has got something done, so that this is patience and not a deadlock's end.
	overtaken = 32
)

// HandlerConfig tunes a handler; its zero value serves.
type HandlerConfig struct {
	// Streams is how many folded streams are kept; 64 if 0.
	Streams int
	// Now is the clock for RecordedAt; time.Now if nil.
	Now func() time.Time
}

// Handler carries out commands on the streams of one decider. Commands on the
// same stream queue in the process, so that a client meets a conflict only when
// its own object changed; the append at the expected revision guards against
// other processes. A resend is recognised before deciding and gets the first
// answer again.
type Handler[S, C, E any] struct {
	store     Store
	catalogue *Catalogue
	decider   Decider[S, C, E]
	now       func() time.Time

	mu      sync.Mutex
	streams *simplelru.LRU[string, *folded[S, C, E]]
}

// NewHandler returns a handler that keeps its events in store.
func NewHandler[S, C, E any](store Store, catalogue *Catalogue, decider Decider[S, C, E], config HandlerConfig) *Handler[S, C, E] {
	if config.Streams == 0 {
		config.Streams = 64
	}
	if config.Now == nil {
		config.Now = time.Now
	}
	streams, err := simplelru.NewLRU[string, *folded[S, C, E]](config.Streams, nil)
	if err != nil {
		panic(err) // a negative number of streams
	}
	return &Handler[S, C, E]{store: store, catalogue: catalogue, decider: decider, now: config.Now, streams: streams}
}

// Handle decides a command on a stream and appends its events. Errors: what
// Decide refused with, ErrKeyReused, ErrBusy, ErrUnavailable, ErrTooLarge.
func (h *Handler[S, C, E]) Handle(ctx context.Context, stream string, command Command[C]) (Outcome, error) {
	outcome, _, err := h.decide(ctx, stream, command, carryOut)
	return outcome, err
}

// manner is what becomes of decided events.
type manner int

const (
	carryOut manner = iota // append them
	rehearse               // decide on the newest state only
	foresee                // decide only
)

// decide enters the stream and decides the command in turn.
func (h *Handler[S, C, E]) decide(ctx context.Context, stream string, command Command[C], how manner) (Outcome, []E, error) {
	f, leave, err := h.enter(ctx, stream)
	if err != nil {
		return Outcome{}, nil, err
	}
	defer leave()
	defer f.forgetOnPanic()

	f.cold = f.cold || how == rehearse // another process may have written
	failure := ErrBusy
	conflicts := 0
	for tries := 0; tries < attempts && conflicts < overtaken; {
		if err := f.warm(ctx); err != nil {
			return Outcome{}, nil, err
		}
		outcome, events, err := h.attempt(ctx, f, command, how)
		var conflict *ConflictError
		switch {
		case errors.As(err, &conflict):
			failure = ErrBusy
			conflicts++
		case errors.Is(err, ErrUnavailable) && ctx.Err() == nil:
			failure = err // it may have been appended: reading on will tell
			tries++
		case errors.Is(err, errStale):
			tries++
		default:
			return outcome, events, err
		}
		f.cold = true
	}
	return Outcome{}, nil, fmt.Errorf("%s, overtaken %d times: %w", stream, conflicts, failure)
}

// errStale says that a refusal came from a state that may be behind.
var errStale = errors.New("decided on a state that may be behind")

// attempt decides once. A refusal stands only if it was decided on the newest
// state; the append itself guards an acceptance.
func (h *Handler[S, C, E]) attempt(ctx context.Context, f *folded[S, C, E], command Command[C], how manner) (Outcome, []E, error) {
	if first, known := f.commands[command.ID]; known {
		if first.digest != command.Digest {
			return Outcome{}, nil, ErrKeyReused
		}
		first.outcome.Resent = true
		return first.outcome, nil, nil
	}
	events, err := h.decider.Decide(f.state, command.Input)
	switch {
	case (err != nil || len(events) == 0) && !f.fresh:
		return Outcome{}, nil, errStale
	case err != nil:
		return Outcome{}, nil, err
	case len(events) == 0 || how != carryOut:
		return Outcome{Position: f.position}, events, nil
	}
	outcome, err := f.append(ctx, command, events)
	return outcome, events, err
}

// View shows the newest state of a stream to look, which must neither keep nor
// change it. The revision means nothing where the stream does not exist.
func (h *Handler[S, C, E]) View(ctx context.Context, stream string, look func(state S, revision uint64, exists bool) error) error {
	return h.ViewFrom(ctx, stream, newest, look)
}

// newest is after every revision that a stream may have.
const newest = math.MaxUint64

// ViewFrom is View of a state that may be behind, but knows the event of a
// revision if the stream has it: mostly the store need not be asked.
func (h *Handler[S, C, E]) ViewFrom(ctx context.Context, stream string, from uint64, look func(state S, revision uint64, exists bool) error) error {
	f, leave, err := h.enter(ctx, stream)
	if err != nil {
		return err
	}
	defer leave()
	defer f.forgetOnPanic()
	f.cold = f.cold || f.next <= from // another process may have written
	if err := f.warm(ctx); err != nil {
		return err
	}
	return look(f.state, f.next-1, f.next > 0)
}

// enter waits for its turn on a stream.
func (h *Handler[S, C, E]) enter(ctx context.Context, stream string) (*folded[S, C, E], func(), error) {
	h.mu.Lock()
	f, found := h.streams.Get(stream)
	if !found {
		f = newFolded(h, stream)
		h.streams.Add(stream, f)
	}
	h.mu.Unlock()
	select {
	case f.turn <- struct{}{}:
		f.fresh = false
		return f, func() { <-f.turn }, nil
	case <-ctx.Done():
		return nil, nil, fmt.Errorf("wait for stream %s: %w", stream, ctx.Err())
	}
}
