package eventstore

import (
	"context"
	"fmt"
	"log/slog"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"github.com/samber/lo"

	"github.com/diachinh/diachinh/domain/es"
)

// Store implements es.Store. It is safe for concurrent use; share one.
type Store struct {
	sessions *sessions
	logger   *slog.Logger
}

var _ es.Store = (*Store)(nil)

// Dial names the log to use, e.g. esdb://127.0.0.1:2113?tls=false, or
// esdb+discover://user:password@cluster.example:2113. It does not connect: a log
// that cannot be reached answers es.ErrUnavailable, and is tried again with each
// call. A nil logger is silent.
func Dial(url string, logger *slog.Logger) (*Store, error) {
	if logger == nil {
		logger = slog.New(slog.DiscardHandler)
	}
	config, err := esdb.ParseConnectionString(url)
	if err != nil {
		return nil, fmt.Errorf("event store URL: %w", err)
	}
	config.Logger = func(level esdb.LogLevel, format string, args ...any) {
		logger.Debug("event store client", slog.String("level", level), slog.String("detail", fmt.Sprintf(format, args...)))
	}
	return &Store{sessions: newSessions(config), logger: logger}, nil
}

// Close ends the connection. Calls under way end with es.ErrUnavailable.
func (s *Store) Close() { s.sessions.close() }

// Append implements es.Store. Without a deadline in ctx it waits ten seconds.
func (s *Store) Append(ctx context.Context, stream string, expected es.Expected, events []es.Proposed) (es.Appended, error) {
	options := esdb.AppendToStreamOptions{ExpectedRevision: expectedRevision(expected)}
	data := lo.Map(events, func(e es.Proposed, _ int) esdb.EventData {
		return esdb.EventData{EventID: e.ID, EventType: e.Type, ContentType: contentType(e), Data: e.Data, Metadata: e.Metadata}
	})
	result, err := call(ctx, s.sessions, func(ctx context.Context, client *esdb.Client) (*esdb.WriteResult, error) {
		return client.AppendToStream(ctx, stream, options, data...)
	})
	if err != nil {
		return es.Appended{}, translateAppend(stream, expected, err)
	}
	return es.Appended{
		Revision: result.NextExpectedVersion,
		Position: es.Position{Commit: result.CommitPosition, Prepare: result.PreparePosition},
	}, nil
}

func contentType(e es.Proposed) esdb.ContentType {
	return lo.Ternary(e.Binary, esdb.ContentTypeBinary, esdb.ContentTypeJson)
}

func expectedRevision(expected es.Expected) esdb.ExpectedRevision {
	switch e := expected.(type) {
	case es.Exactly:
		return esdb.Revision(uint64(e))
	case es.NoStream:
		return esdb.NoStream{}
	case es.StreamExists:
		return esdb.StreamExists{}
	case es.Any:
		return esdb.Any{}
	}
	panic(fmt.Sprintf("unknown form of expected revision: %T", expected))
}

func recordedOf(e *esdb.RecordedEvent) es.Recorded {
	return es.Recorded{
		Proposed: es.Proposed{
			ID: e.EventID, Type: e.EventType, Data: e.Data, Metadata: e.UserMetadata,
			Binary: e.ContentType != "application/json",
		},
		Stream:   e.StreamID,
		Revision: e.EventNumber,
		Position: es.Position{Commit: e.Position.Commit, Prepare: e.Position.Prepare},
		Created:  e.CreatedDate,
	}
}
