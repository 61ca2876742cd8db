package transfer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"time"

	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/eventstore"
	"github.com/diachinh/diachinh/eventstore/journal"
)

// Import appends the events of a file that was checked to a store that is empty or
// holds a beginning of the file already. From the first of them on the store tells
// from which log they come, and is for no use before Compare. Errors: ErrSameLog;
// *NotEmptyError; *journal.LineError for an event that the store does not take; those
// of eventstore.LogID and of the store.
func Import(ctx context.Context, store es.Store, file io.Reader, contents Contents, compared, appended Progress) error {
	id, err := eventstore.FindLogID(ctx, store)
	if id == contents.Log {
		return ErrSameLog
	}
	if err != nil && !errors.Is(err, eventstore.ErrMoveUnfinished) {
		return err
	}
	lines, stop := iter.Pull2(registered(file, contents))
	defer stop()
	done, err := common(ctx, store, lines, func(done int64) { compared(done, 0) })
	if err != nil || done == contents.Events {
		return err
	}
	if err := eventstore.BeginMove(ctx, store, contents.Log); err != nil {
		return err
	}
	appended(done, contents.Events)
	runs := runs{next: lines}
	for {
		run, err := runs.take()
		if err != nil || len(run) == 0 {
			return err
		}
		if err := appendRun(ctx, store, run); err != nil {
			return err
		}
		done += int64(len(run))
		appended(done, contents.Events)
	}
}

// envelope is how many bytes an event takes besides its data and metadata, at most
// but for long names.
const envelope = 256

// runs cut lines into what one append takes: events of one stream that follow one
// another.
type runs struct {
	next  func() (journal.Line, error, bool)
	ahead *journal.Line // the first line of the next run, once it was read
}

// take returns the next run, empty at the end.
func (r *runs) take() (run []journal.Line, err error) {
	size := 0
	for {
		line := r.ahead
		r.ahead = nil
		if line == nil {
			read, err, more := r.next()
			if err != nil || !more {
				return run, err
			}
			line = &read
		}
		size += len(line.Data) + len(line.Metadata) + envelope
		if len(run) > 0 && (line.Stream != run[0].Stream || size > es.MaxAppend) {
			r.ahead = line
			return run, nil
		}
		run = append(run, *line)
	}
}

const (
	// attempts are how often an append is tried while the store is away.
	attempts = 8
	// firstPause is doubled from attempt to attempt, to 13 s in all.
	firstPause = 100 * time.Millisecond
)

// appendRun appends a run at the revisions that its lines say. Where the answer
// was lost it sends the same again, which the store knows by the events' ids.
func appendRun(ctx context.Context, store es.Store, run []journal.Line) error {
	first, last := run[0], run[len(run)-1]
	var expected es.Expected = es.NoStream{}
	if first.Revision > 0 {
		expected = es.Exactly(first.Revision - 1)
	}
	events := make([]es.Proposed, len(run))
	for i, line := range run {
		events[i] = line.Proposed
	}
	appended, err := store.Append(ctx, first.Stream, expected, events)
	pause := firstPause
	for tried := 1; unavailable(ctx, err) && tried < attempts; tried++ {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
		}
		pause *= 2
		appended, err = store.Append(ctx, first.Stream, expected, events)
	}
	var conflict *es.ConflictError
	switch {
	case errors.As(err, &conflict), err == nil && appended.Revision != last.Revision:
		return &NotEmptyError{Stream: first.Stream, Revision: first.Revision}
	case errors.Is(err, es.ErrTooLarge):
		return &journal.LineError{Number: first.Number, Err: err}
	case err != nil:
		return fmt.Errorf("append %d events to %s from line %d: %w", len(run), first.Stream, first.Number, err)
	}
	return nil
}

// unavailable reports whether a store may answer if it is asked again.
func unavailable(ctx context.Context, err error) bool {
	return errors.Is(err, es.ErrUnavailable) && ctx.Err() == nil
}
