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

const (
	logStream = "log"
	logOpened = "log.opened.v1"
)

// opened is the event log.opened.v1: the first of the stream "log".
type opened struct {
	LogID uuid.UUID `json:"log_id"`
}

// LogID returns the identity of the log, by which a position or checkpoint of
// another log is known. Whoever comes first gives it, with the stream "log".
func (s *Store) LogID(ctx context.Context) (uuid.UUID, error) {
	id, err := s.readLogID(ctx)
	if !errors.Is(err, es.ErrNoStream) {
		return id, err
	}
	event, err := newLogOpened()
	if err != nil {
		return uuid.Nil, err
	}
	_, err = s.Append(ctx, logStream, es.NoStream{}, []es.Proposed{event})
	if conflict := (*es.ConflictError)(nil); err != nil && !errors.As(err, &conflict) {
		return uuid.Nil, fmt.Errorf("name the log: %w", err)
	}
	return s.readLogID(ctx)
}

func (s *Store) readLogID(ctx context.Context) (uuid.UUID, error) {
	for e, err := range s.ReadStream(ctx, logStream, 0) {
		if err != nil {
			return uuid.Nil, fmt.Errorf("read the log's identity: %w", err)
		}
		var o opened
		if err := json.Unmarshal(e.Data, &o); err != nil || e.Type != logOpened || o.LogID == uuid.Nil {
			return uuid.Nil, fmt.Errorf("stream %q does not begin with the log's identity but with %s", logStream, e.Type)
		}
		return o.LogID, nil
	}
	return uuid.Nil, es.ErrNoStream
}

func newLogOpened() (es.Proposed, error) {
	id := uuid.New()
	data, err := json.Marshal(opened{LogID: id})
	if err != nil {
		return es.Proposed{}, err
	}
	metadata, err := json.Marshal(es.Metadata{
		RecordedAt: time.Now().UTC(), Actor: "system", Office: "system", Command: id, Correlation: id,
	})
	return es.Proposed{ID: uuid.New(), Type: logOpened, Data: data, Metadata: metadata}, err
}
