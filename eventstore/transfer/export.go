package transfer

import (
	"context"
	"crypto/sha256"
	"errors"
	"hash"
	"io"
	"os"

	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/eventstore"
	"github.com/diachinh/diachinh/eventstore/journal"
)

// Progress says how far a step is: how many events it has done of about how many.
type Progress func(done, total int64)

// Export writes a whole log to a file, and in the end what [Check] knows by that the
// file is whole. It returns how many events the file holds. What an interrupted
// export has left in the file is compared with the log, byte by byte, and gone on
// with. Events that are appended meanwhile are written too, up to some event: the
// file holds a beginning of the log. Errors: *TruncatedError,
// eventstore.ErrMoveUnfinished; ErrOtherLog, *journal.LineError for what the file
// held before; those of eventstore.LogID and of the store.
func Export(ctx context.Context, store es.Store, file *os.File, progress Progress) (int64, error) {
	if _, err := eventstore.FindLogID(ctx, store); err != nil {
		return 0, err
	}
	last, err := lastPosition(ctx, store)
	if err != nil {
		return 0, err
	}
	to, err := keep(file)
	if err != nil {
		return 0, err
	}
	x := &export{to: to, hash: sha256.New(), seen: revisions{}}
	err = x.write(ctx, store, func(at es.Position) {
		// On a cluster positions are bytes: the total is an estimate then.
		total := float64(x.events) * float64(last.Commit) / float64(max(at.Commit, 1))
		progress(x.events, max(x.events+1, int64(total)))
	})
	// What was written before an interruption counts.
	if err := errors.Join(err, to.flush()); err != nil {
		return x.events, err
	}
	progress(x.events, x.events)
	return x.events, file.Sync()
}

// export is a file that grows.
type export struct {
	to       *kept
	hash     hash.Hash // of all lines
	seen     revisions
	contents Contents
	events   int64
}

func (x *export) write(ctx context.Context, store es.Store, progress func(es.Position)) error {
	lines := journal.NewWriter(io.MultiWriter(x.to, x.hash))
	for e, err := range store.ReadAll(ctx, es.Forwards, nil) {
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
		if err := x.contents.count(e); err != nil {
			return err
		}
		if err := lines.Write(e); err != nil {
			return err
		}
		x.events++
		progress(e.Position)
	}
	return endOf(x.contents.Log, x.events, x.hash).write(x.to)
}

// lastPosition is that of a log's last event, zero where it is empty.
func lastPosition(ctx context.Context, store es.Store) (es.Position, error) {
	for last, err := range store.ReadAll(ctx, es.Backwards, nil) {
		return last.Position, err
	}
	return es.Position{}, nil
}
