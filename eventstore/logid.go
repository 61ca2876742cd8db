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

// LogStream is the stream whose last event of a type that is known here names the
// log. Whoever may append may write to it; what is not of such a type is passed over.
const LogStream = "log"

// A log that was restored holds what it held at a time; other events may take the
// place of what came after. So it is another log from log.restored.v1 on.
const (
	logOpened   = "log.opened.v1"
	logMoving   = "log.moving.v1"
	logMoved    = "log.moved.v1"
	logRestored = "log.restored.v1"
)

// name is what the events that name the log have in common.
type name struct {
	LogID uuid.UUID `json:"log_id"`
	// MovedFrom is, in log.moving.v1 and log.moved.v1, the log from which all
	// others of the events come.
	MovedFrom uuid.UUID `json:"moved_from,omitzero"`
}

// ErrNoLogID says that an event which should name the log does not: something else
// has written it.
var ErrNoLogID = errors.New("not the identity of a log")

// LogID returns the identity of the log, by which a position or checkpoint of
// another log is known. Whoever comes first gives it, in the stream "log".
// Errors: ErrNoLogID, ErrMoveUnfinished and those of the store.
func LogID(ctx context.Context, store es.Store) (uuid.UUID, error) {
	found, err := openLog(ctx, store)
	if err != nil {
		return uuid.Nil, err
	}
	return found.LogID, found.finished()
}

// FindLogID is LogID for whoever only looks: it returns zero where nobody has named
// the log, and the identity beside ErrMoveUnfinished. Errors are those of LogID.
func FindLogID(ctx context.Context, store es.Store) (uuid.UUID, error) {
	found, err := findName(ctx, store)
	if err != nil {
		return uuid.Nil, err
	}
	return found.LogID, found.finished()
}

// LogIDOf returns the identity that an event of the stream "log" gives the log
// from there on, zero where it is of another kind, or ErrNoLogID.
func LogIDOf(e es.Recorded) (uuid.UUID, error) {
	n, err := nameOf(e)
	return n.LogID, err
}

func nameOf(e es.Recorded) (n name, err error) {
	if !slices.Contains([]string{logOpened, logMoving, logMoved, logRestored}, e.Type) {
		return name{}, nil
	}
	if json.Unmarshal(e.Data, &n) != nil || n.LogID == uuid.Nil {
		return name{}, fmt.Errorf("%w: %s, revision %d of stream %q", ErrNoLogID, e.Type, e.Revision, e.Stream)
	}
	return n, nil
}

// found is the name of a log, zero where it has none.
type found struct {
	name
	moving bool
	// head is the end of the stream "log", where the next name goes.
	head es.Expected
}

// openLog finds the name of a log, which it names where nobody has.
func openLog(ctx context.Context, store es.Store) (found, error) {
	for {
		f, err := findName(ctx, store)
		if err != nil || f.LogID != uuid.Nil {
			return f, err
		}
		err = appendName(ctx, store, f.head, logOpened, name{LogID: uuid.New()})
		if conflict := (*es.ConflictError)(nil); err != nil && !errors.As(err, &conflict) {
			return f, err
		}
	}
}

func findName(ctx context.Context, store es.Store) (found, error) {
	f := found{head: es.NoStream{}}
	for e, err := range store.ReadStreamBackwards(ctx, LogStream) {
		if errors.Is(err, es.ErrNoStream) {
			return f, nil
		}
		if err != nil {
			return f, fmt.Errorf("read the log's identity: %w", err)
		}
		if f.head == (es.NoStream{}) {
			f.head = es.Exactly(e.Revision)
		}
		f.name, err = nameOf(e)
		if err != nil || f.LogID != uuid.Nil {
			f.moving = e.Type == logMoving
			return f, err
		}
	}
	return f, nil
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
