package node

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgtype"
)

// session is the connection that holds the log's lock, and does all its writing.
type session struct{ conn *pgx.Conn }

const (
	insertStreams = "insert_streams"
	insertEvents  = "insert_events"
	forgetLimits  = "forget_limits"
	insertLimits  = "insert_limits"
)

// ErrNotMigrated says that the database has no event log. Run the migrations.
var ErrNotMigrated = errors.New("the database has no schema eventlog: run its migrations first")

// openSession connects and takes the lock. own is the address of the node, where
// it has served before.
func openSession(ctx context.Context, databaseURL, own string) (*session, error) {
	conn, err := connect(ctx, databaseURL)
	if err != nil {
		return nil, err
	}
	s := &session{conn}
	if err := s.prepare(ctx, own); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

func (s *session) prepare(ctx context.Context, own string) error {
	var migrated bool
	if err := s.conn.QueryRow(ctx, `select to_regclass('eventlog.limits') is not null`).Scan(&migrated); err != nil {
		return fmt.Errorf("look for the event log: %w", err)
	}
	if !migrated {
		return ErrNotMigrated
	}
	if err := lock(ctx, s.conn, own); err != nil {
		return err
	}
	for name, sql := range map[string]string{
		insertStreams: `insert into eventlog.streams (id, name) select unnest($1::bigint[]), unnest($2::text[])`,
		insertEvents: `insert into eventlog.events (position, stream_id, revision, event_id, type, is_json, created, data, metadata)
			select unnest($1::bigint[]), unnest($2::bigint[]), unnest($3::bigint[]), unnest($4::uuid[]),
			       unnest($5::text[]), unnest($6::boolean[]), $7::timestamptz, unnest($8::bytea[]), unnest($9::bytea[])`,
		forgetLimits: `delete from eventlog.limits where stream = any($1::text[])`,
		insertLimits: `insert into eventlog.limits (stream, max_age, max_count, truncate_before, deleted)
			select unnest($1::text[]), nullif(unnest($2::bigint[]), 0), nullif(unnest($3::bigint[]), 0),
			       nullif(unnest($4::bigint[]), 0), unnest($5::boolean[])`,
	} {
		if _, err := s.conn.Prepare(ctx, name, sql); err != nil {
			return fmt.Errorf("prepare %s: %w", name, err)
		}
	}
	return nil
}

// ErrDamaged says that the log is not as a node left it: something else has taken
// events or streams out of it. Nothing is written to it any more; restore a backup.
var ErrDamaged = errors.New("the event log is damaged")

// counters returns the position of the next event and the id of the next stream.
// The error wraps ErrDamaged where the first event is missing, the last stream's
// events, or the last event's stream.
func (s *session) counters(ctx context.Context) (position uint64, stream int64, err error) {
	var whole bool
	err = s.conn.QueryRow(ctx, `
		with last as (
			select coalesce((select max(position) from eventlog.events), 0) as position,
			       coalesce((select max(id) from eventlog.streams), 0) as stream
		)
		select position + 1, stream + 1,
		       position = 0 and stream = 0
		       or exists (select from eventlog.events e where e.position = 1)
		          and exists (select from eventlog.events e where e.stream_id = last.stream)
		          and exists (select from eventlog.events e join eventlog.streams s on s.id = e.stream_id
		                      where e.position = last.position)
		from last`).Scan(&position, &stream, &whole)
	if err != nil {
		return 0, 0, fmt.Errorf("find the end of the event log: %w", err)
	}
	if !whole {
		return 0, 0, fmt.Errorf("%w: events or streams are missing (last event %d, last stream %d)", ErrDamaged, position-1, stream-1)
	}
	return position, stream, nil
}

// heads returns the streams of these names that exist. The error wraps ErrDamaged
// where one has no events.
func (s *session) heads(ctx context.Context, names []string) (map[string]head, error) {
	rows, err := s.conn.Query(ctx, `
		select s.name, s.id, (select max(revision) from eventlog.events e where e.stream_id = s.id)
		from eventlog.streams s where s.name = any($1)`, names)
	if err != nil {
		return nil, fmt.Errorf("find the ends of streams: %w", err)
	}
	found := make(map[string]head, len(names))
	var name string
	var id int64
	var revision *int64
	_, err = pgx.ForEachRow(rows, []any{&name, &id, &revision}, func() error {
		if revision == nil {
			return fmt.Errorf("%w: stream %q has lost its events", ErrDamaged, name)
		}
		found[name] = head{id, *revision}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("find the ends of streams: %w", err)
	}
	return found, nil
}

// written is an event that stands in the log.
type written struct {
	id       uuid.UUID
	position uint64
}

// between returns the events of a stream from one revision to another, both included.
func (s *session) between(ctx context.Context, stream, first, last int64) ([]written, error) {
	rows, err := s.conn.Query(ctx, `
		select event_id, position from eventlog.events
		where stream_id = $1 and revision between $2 and $3 order by revision`, stream, first, last)
	if err != nil {
		return nil, fmt.Errorf("read back written events: %w", err)
	}
	found, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (w written, err error) {
		return w, row.Scan(&w.id, &w.position)
	})
	if err != nil {
		return nil, fmt.Errorf("read back written events: %w", err)
	}
	return found, nil
}

// data returns what the last event of a stream says.
func (s *session) data(ctx context.Context, h head) (data []byte, err error) {
	err = s.conn.QueryRow(ctx, `select data from eventlog.events where stream_id = $1 and revision = $2`, h.id, h.revision).Scan(&data)
	if err != nil {
		return nil, fmt.Errorf("read back stream metadata: %w", err)
	}
	return data, nil
}

// insert begins to write a transaction, in one round trip. It is durable when
// the answer has been read to its end without an error.
func (s *session) insert(ctx context.Context, t *transaction) *pgconn.MultiResultReader {
	batch := &pgconn.Batch{}
	if t.streamIDs.count > 0 {
		batch.ExecPrepared(insertStreams, [][]byte{t.streamIDs.parameter(), t.streamNames.parameter()}, binaryFormat, nil)
	}
	if len(t.limits) > 0 {
		t.changeLimits(batch)
	}
	batch.ExecPrepared(insertEvents, t.columns.parameters(timestamp(t.created)), binaryFormat, nil)
	return s.conn.PgConn().ExecBatch(ctx, batch)
}

// close gives the lock back before it goes: the server notices a connection's
// end only some time after.
func (s *session) close() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	if !s.conn.IsClosed() {
		// A session that cannot be asked any more loses the lock with its connection.
		_, _ = s.conn.Exec(ctx, `select pg_advisory_unlock_all()`)
	}
	s.conn.Close(ctx)
}

var binaryFormat = []int16{pgtype.BinaryFormatCode}

// epoch is where PostgreSQL's clock begins.
var epoch = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

func timestamp(t time.Time) []byte {
	return binary.BigEndian.AppendUint64(nil, uint64(t.Sub(epoch).Microseconds()))
}

func fromTimestamp(b []byte) time.Time {
	return epoch.Add(time.Duration(binary.BigEndian.Uint64(b)) * time.Microsecond)
}
