package transfer

import (
	"bytes"
	"context"
	"io"
	"iter"

	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/eventstore"
	"github.com/diachinh/diachinh/eventstore/journal"
)

// registered yields the lines of a file that are appended: all but those that name
// the log.
func registered(file io.Reader, contents Contents) iter.Seq2[journal.Line, error] {
	return func(yield func(journal.Line, error) bool) {
		for line, err := range journal.Read(io.LimitReader(file, contents.lines)) {
			if (err != nil || line.Stream != eventstore.LogStream) && !yield(line, err) {
				return
			}
		}
	}
}

// held yields the events of a store that files are compared with.
func held(ctx context.Context, store es.Store) iter.Seq2[es.Recorded, error] {
	return func(yield func(es.Recorded, error) bool) {
		for e, err := range store.ReadAll(ctx, es.Forwards, nil) {
			ours := Moves(e) && e.Stream != eventstore.LogStream
			if (err != nil || ours) && !yield(e, err) {
				return
			}
		}
	}
}

// common reads from lines as many events as a store holds, and returns how many.
// Error: *NotEmptyError where one is another.
func common(ctx context.Context, store es.Store, lines func() (journal.Line, error, bool), progress func(int64)) (count int64, err error) {
	for e, err := range held(ctx, store) {
		if err != nil {
			return count, err
		}
		line, err, more := lines()
		if err != nil {
			return count, err
		}
		if !more || !same(line.Recorded, e) {
			return count, &NotEmptyError{Stream: e.Stream, Revision: e.Revision, ID: e.ID}
		}
		count++
		progress(count)
	}
	return count, nil
}

// Compare makes sure that a store holds the events of a file, one by one and byte
// by byte, and nothing else, and opens the log for use. Errors: *DifferentError,
// *NotEmptyError and those of the store.
func Compare(ctx context.Context, store es.Store, file io.Reader, contents Contents, progress Progress) error {
	lines, stop := iter.Pull2(registered(file, contents))
	defer stop()
	_, err := common(ctx, store, lines, func(done int64) { progress(done, contents.Events) })
	if err != nil {
		return err
	}
	line, err, more := lines()
	if err == nil && more {
		err = &DifferentError{Number: line.Number, Stream: line.Stream}
	}
	if err != nil {
		return err
	}
	return eventstore.FinishMove(ctx, store)
}

// same reports whether an event came over as it was.
func same(a, b es.Recorded) bool {
	return a.ID == b.ID && a.Stream == b.Stream && a.Revision == b.Revision && a.Type == b.Type &&
		a.Binary == b.Binary && bytes.Equal(a.Data, b.Data) && bytes.Equal(a.Metadata, b.Metadata)
}
