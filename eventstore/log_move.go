package eventstore

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/google/uuid"

	"github.com/diachinh/diachinh/domain/es"
)

// ErrMoveUnfinished says that another log began to move to this one, and has not
// arrived whole: nothing may be built on it. Complete the move.
var ErrMoveUnfinished = errors.New("the move of another log to this one is not finished")

// BeginMove names a log that has no name yet, and tells from which log its events
// are to come. Until FinishMove, LogID refuses it. Errors: ErrNoLogID and those of
// the store.
func BeginMove(ctx context.Context, store es.Store, from uuid.UUID) error {
	_, err := openLog(ctx, store, from)
	return err
}

// FinishMove says that all events have arrived. It does nothing where no move is
// under way. Errors are those of BeginMove.
func FinishMove(ctx context.Context, store es.Store) error {
	last, err := lastName(ctx, store)
	if err != nil || !moving(last) {
		return err
	}
	var n name
	if err := json.Unmarshal(last.Data, &n); err != nil {
		return err
	}
	err = appendName(ctx, store, es.Exactly(last.Revision), logMoved, n)
	if err == nil {
		return nil
	}
	// The answer may be lost, or somebody else was faster.
	if last, lookErr := lastName(ctx, store); lookErr == nil && !moving(last) {
		return nil
	}
	return err
}

// moving reports whether the log's last name is one that a move began with.
func moving(last es.Recorded) bool {
	var n name
	return last.Type == logOpened && json.Unmarshal(last.Data, &n) == nil && n.MovedFrom != uuid.Nil
}
