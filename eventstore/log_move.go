package eventstore

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"github.com/diachinh/diachinh/domain/es"
)

// ErrMoveUnfinished says that another log began to move to this one, and has not
// arrived whole: nothing may be built on it. Complete the move.
var ErrMoveUnfinished = errors.New("the move of another log to this one is not finished")

// finished returns ErrMoveUnfinished where a move is under way.
func (f found) finished() error {
	if f.moving {
		return ErrMoveUnfinished
	}
	return nil
}

// BeginMove tells from which log events are to come to this one, which it names
// where nobody has. Until FinishMove, LogID refuses it. Errors: ErrNoLogID and
// those of the store.
func BeginMove(ctx context.Context, store es.Store, from uuid.UUID) error {
	f, err := openLog(ctx, store)
	if err != nil || f.moving && f.MovedFrom == from {
		return err
	}
	return f.tell(ctx, store, logMoving, from)
}

// FinishMove says that all events have arrived. It does nothing where no move is
// under way. Errors are those of BeginMove.
func FinishMove(ctx context.Context, store es.Store) error {
	f, err := findName(ctx, store)
	if err != nil || !f.moving {
		return err
	}
	return f.tell(ctx, store, logMoved, f.MovedFrom)
}

// tell says how far a move is.
func (f found) tell(ctx context.Context, store es.Store, eventType string, from uuid.UUID) error {
	err := appendName(ctx, store, f.head, eventType, name{LogID: f.LogID, MovedFrom: from})
	if err == nil {
		return nil
	}
	// The answer may be lost, or somebody else was faster.
	now, lookErr := findName(ctx, store)
	if lookErr == nil && now.moving == (eventType == logMoving) && now.MovedFrom == from {
		return nil
	}
	return err
}
