package eventstore

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/diachinh/diachinh/domain/es"
)

// LogStream is the stream whose last event names the log.
const LogStream = "log"

// A log that was restored holds what it held at a time; other events may take the
// place of what came after. So it is another log from log.restored.v1 on.
const (
	logOpened   = "log.opened.v1"
	logMoved    = "log.moved.v1"
	logRestored = "log.restored.v1"
)

// name is what the events of the stream "log" have in common.
type name struct {
	LogID uuid.UUID `json:"log_id"`
	// MovedFrom is, in log.opened.v1 and log.moved.v1, the log from which all
	// others of the events come, if they do.
	MovedFrom uuid.UUID `json:"moved_from,omitzero"`
}

// ErrNoLogID says that an event of the stream "log" names no log: something else
// has written there.
var ErrNoLogID = errors.New("not the identity of a log")

// LogID returns the identity of the log, by which a position or checkpoint of
// another log is known. Whoever comes first gives it, with the stream "log".
// Errors: ErrNoLogID, ErrMoveUnfinished and those of the store.
func LogID(ctx context.Context, store es.Store) (uuid.UUID, error) {
	last, err := openLog(ctx, store, uuid.Nil)
	if err != nil {
		return uuid.Nil, err
	}
	if moving(last) {
		return uuid.Nil, ErrMoveUnfinished
	}
	return LogIDOf(last)
}

// LogIDOf returns the identity that an event of the stream "log" gives the log
// from there on, or ErrNoLogID.
func LogIDOf(e es.Recorded) (uuid.UUID, error) {
	var n name
	known := slices.Contains([]string{logOpened, logMoved, logRestored}, e.Type)
	if !known || json.Unmarshal(e.Data, &n) != nil || n.LogID == uuid.Nil {
		return uuid.Nil, fmt.Errorf("%w: %s, revision %d of stream %q", ErrNoLogID, e.Type, e.Revision, e.Stream)
	}
	return n.LogID, nil
}

// openLog returns the last event of the stream "log", which it begins where it is
// empty.
func openLog(ctx context.Context, store es.Store, movedFrom uuid.UUID) (es.Recorded, error) {
	last, err := lastName(ctx, store)
	if !errors.Is(err, es.ErrNoStream) {
		return last, err
	}
	err = appendName(ctx, store, es.NoStream{}, logOpened, name{LogID: uuid.New(), MovedFrom: movedFrom})
	if conflict := (*es.ConflictError)(nil); err != nil && !errors.As(err, &conflict) {
		return es.Recorded{}, err
	}
	return lastName(ctx, store)
}

func lastName(ctx context.Context, store es.Store) (es.Recorded, error) {
	for e, err := range store.ReadStreamBackwards(ctx, LogStream) {
		if err != nil {
			return e, fmt.Errorf("read the log's identity: %w", err)
		}
		_, err = LogIDOf(e)
		return e, err
	}
	return es.Recorded{}, es.ErrNoStream
}

func appendName(ctx context.Context, store es.Store, expected es.Expected, eventType string, n name) error {
	data, err := json.Marshal(n)
	if err != nil {
		return err
	}
	metadata, err := json.Marshal(es.Metadata{
		RecordedAt: time.Now().UTC(), Actor: "system", Office: "system", Command: n.LogID, Correlation: n.LogID,
	})
	if err != nil {
		return err
	}
	event := es.Proposed{ID: uuid.New(), Type: eventType, Data: data, Metadata: metadata}
	if _, err = store.Append(ctx, LogStream, expected, []es.Proposed{event}); err != nil {
		return fmt.Errorf("name the log: %w", err)
	}
	return nil
}
