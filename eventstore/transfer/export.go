package transfer

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/eventstore/journal"
)

// Progress says how far a step is: how many events it has done of about how many.
type Progress func(done, total int64)

// Export writes a whole log to a file, after the events that an interrupted export
// has left in it, and returns how many it holds then. Events that are appended
// meanwhile are written too, up to some event: the file holds a beginning of the
// log. Errors: *TruncatedError, ErrOtherLog, *journal.LineError for what the file
// held before, and those of the store.
func Export(ctx context.Context, store es.Store, file *os.File, progress Progress) (int64, error) {
	begun, err := takeUp(ctx, store, file)
	if err != nil {
		return 0, err
	}
	end, err := endOf(ctx, store)
	if err != nil {
		return 0, err
	}
	buffered := bufio.NewWriterSize(file, 1<<18)
	x := &export{begun: begun, to: journal.NewWriter(buffered)}
	err = x.write(ctx, store, func(at es.Position) {
		// On a cluster positions are bytes: the total is an estimate then.
		total := float64(x.events) * float64(end.Commit) / float64(max(at.Commit, 1))
		progress(x.events, max(x.events+1, int64(total)))
	})
	// What was written before an interruption counts.
	if err := errors.Join(err, buffered.Flush()); err != nil {
		return x.events, err
	}
	progress(x.events, x.events)
	return x.events, file.Sync()
}

// begun is what a file holds.
type begun struct {
	events int64
	seen   revisions
	last   *es.Position
}

// takeUp reads what a file holds, makes sure that it is of this log, and cuts off
// a last line without its end.
func takeUp(ctx context.Context, store es.Store, file *os.File) (begun, error) {
	b := begun{seen: revisions{}}
	var first, last journal.Line
	for line, err := range journal.Read(file) {
		if errors.Is(err, journal.ErrCutOff) {
			break
		}
		if err != nil {
			return b, err
		}
		if !b.seen.next(line.Recorded) {
			return b, &journal.LineError{Number: line.Number, Err: ErrDisorder}
		}
		if b.events++; b.events == 1 {
			first = line
		}
		last = line
	}
	if b.events == 0 {
		if err := refuseForeign(file); err != nil {
			return b, err
		}
		return b, cutOff(file, 0)
	}
	b.last = &last.Position
	for _, line := range []journal.Line{first, last} {
		if err := holds(ctx, store, line.Recorded); err != nil {
			return b, err
		}
	}
	return b, cutOff(file, last.End)
}

// refuseForeign refuses a file without a whole line that holds no beginning of one.
func refuseForeign(file *os.File) error {
	text := make([]byte, 64)
	n, err := file.ReadAt(text, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if !journal.Opens(text[:n]) {
		return fmt.Errorf("%w: what it holds is no event", ErrOtherLog)
	}
	return nil
}

// cutOff leaves of a file its whole lines.
func cutOff(file *os.File, end int64) error {
	if err := file.Truncate(end); err != nil {
		return err
	}
	_, err := file.Seek(0, io.SeekEnd)
	return err
}

// holds makes sure that an event stands in a log where a file says.
func holds(ctx context.Context, store es.Store, e es.Recorded) error {
	for found, err := range store.ReadStream(ctx, e.Stream, e.Revision) {
		if err != nil && !errors.Is(err, es.ErrNoStream) {
			return err
		}
		if err == nil && found.ID == e.ID && found.Position == e.Position {
			return nil
		}
		break
	}
	return fmt.Errorf("%w: it lacks event %s", ErrOtherLog, e.ID)
}

// export is a file that grows.
type export struct {
	begun
	to *journal.Writer
}

func (x *export) write(ctx context.Context, store es.Store, progress func(es.Position)) error {
	for e, err := range store.ReadAll(ctx, es.Forwards, x.last) {
		if err == nil {
			err = whole(ctx, store, e)
		}
		if err != nil {
			return err
		}
		if !Moves(e) {
			continue
		}
		if expected := x.seen[e.Stream]; !x.seen.next(e) {
			return &TruncatedError{Stream: e.Stream, Reason: Missing, Revision: expected}
		}
		if err := x.to.Write(e); err != nil {
			return err
		}
		x.events++
		progress(e.Position)
	}
	return nil
}

// endOf is the position of a log's last event, zero where it is empty.
func endOf(ctx context.Context, store es.Store) (es.Position, error) {
	for last, err := range store.ReadAll(ctx, es.Backwards, nil) {
		return last.Position, err
	}
	return es.Position{}, nil
}
