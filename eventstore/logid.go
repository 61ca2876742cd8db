package eventstore

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
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
	logRestored = "log.restored.v1"
)

// opened is the event log.opened.v1: the first of the stream. It tells from which
// log all others of its events moved, if they did.
type opened struct {
	LogID     uuid.UUID `json:"log_id"`
	MovedFrom uuid.UUID `json:"moved_from,omitzero"`
}

// ErrNoLogID says that an event of the stream "log" names no log: something else
// has written there.
var ErrNoLogID = errors.New("not the identity of a log")

// LogID returns the identity of the log, by which a position or checkpoint of
// another log is known. Whoever comes first gives it, with the stream "log".
// Errors: ErrNoLogID and those of the store.
func LogID(ctx context.Context, store es.Store) (uuid.UUID, error) {
	return OpenLog(ctx, store, uuid.Nil)
}

// OpenLog is LogID for a log to which another one moves: where it has no identity
// yet, its own will tell from which log it moved.
func OpenLog(ctx context.Context, store es.Store, movedFrom uuid.UUID) (uuid.UUID, error) {
	id, err := readLogID(ctx, store)
	if !errors.Is(err, es.ErrNoStream) {
		return id, err
	}
	event, err := newLogOpened(movedFrom)
	if err != nil {
		return uuid.Nil, err
	}
	_, err = store.Append(ctx, LogStream, es.NoStream{}, []es.Proposed{event})
	if conflict := (*es.ConflictError)(nil); err != nil && !errors.As(err, &conflict) {
		return uuid.Nil, fmt.Errorf("name the log: %w", err)
	}
	return readLogID(ctx, store)
}

func readLogID(ctx context.Context, store es.Store) (uuid.UUID, error) {
	for e, err := range store.ReadStreamBackwards(ctx, LogStream) {
		if err != nil {
			return uuid.Nil, fmt.Errorf("read the log's identity: %w", err)
		}
		return LogIDOf(e)
	}
	return uuid.Nil, es.ErrNoStream
}

// LogIDOf returns the identity that an event of the stream "log" gives the log
// from there on, or ErrNoLogID.
func LogIDOf(e es.Recorded) (uuid.UUID, error) {
	var named struct {
		LogID uuid.UUID `json:"log_id"`
	}
	known := e.Type == logOpened || e.Type == logRestored
	if !known || json.Unmarshal(e.Data, &named) != nil || named.LogID == uuid.Nil {
		return uuid.Nil, fmt.Errorf("%w: %s, revision %d of stream %q", ErrNoLogID, e.Type, e.Revision, e.Stream)
	}
	return named.LogID, nil
}

func newLogOpened(movedFrom uuid.UUID) (es.Proposed, error) {
	id := uuid.New()
	data, err := json.Marshal(opened{LogID: id, MovedFrom: movedFrom})
	if err != nil {
		return es.Proposed{}, err
	}
	metadata, err := json.Marshal(es.Metadata{
		RecordedAt: time.Now().UTC(), Actor: "system", Office: "system", Command: id, Correlation: id,
	})
	return es.Proposed{ID: uuid.New(), Type: logOpened, Data: data, Metadata: metadata}, err
}
