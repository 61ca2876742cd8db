package node

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// recall puts the log's newest events into what is remembered, in order: an
// append whose answer was lost with an earlier node or session is known again
// when it is sent again without a number.
func (s *session) recall(ctx context.Context, end uint64, remember func(uuid.UUID, place)) error {
	first := int64(end) - rememberedIDs
	rows, err := s.conn.Query(ctx, `
		select event_id, revision, stream_id, (select s.name from eventlog.streams s where s.id = e.stream_id)
		from eventlog.events e where position >= $1 order by position`, first)
	if err != nil {
		return fmt.Errorf("recall the newest events: %w", err)
	}
	names := map[int64]string{} // one text a stream, not one an event
	var id uuid.UUID
	var p place
	var stream int64
	_, err = pgx.ForEachRow(rows, []any{&id, &p.revision, &stream, &p.stream}, func() error {
		if name, known := names[stream]; known {
			p.stream = name
		}
		names[stream] = p.stream
		remember(id, p)
		return nil
	})
	if err != nil {
		return fmt.Errorf("recall the newest events: %w", err)
	}
	return nil
}
