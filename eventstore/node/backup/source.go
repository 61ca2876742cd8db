package backup

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/eventstore/node"
)

// logStream names the log: the log_id of its last event of a type that names it is
// the log's identity. log.moving.v1 says that events of another log are arriving.
const (
	logStream = "log"
	logMoving = "log.moving.v1"
)

var naming = []string{"log.opened.v1", logMoving, "log.moved.v1", logRestored}

// snapshot is the log as it was at one moment.
type snapshot struct {
	conn  *pgx.Conn
	tx    pgx.Tx
	logID uuid.UUID
	// end is the position of the last event, streams how many there are.
	end, streams uint64
	taken        time.Time
}

// order keeps the planner to walking the log by its positions, however few
// statistics there are.
const order = `
	set local enable_seqscan = off; set local enable_bitmapscan = off; set local enable_sort = off;
	set local max_parallel_workers_per_gather = 0; set local jit = off; set local statement_timeout = 0`

func openSnapshot(ctx context.Context, databaseURL string) (*snapshot, error) {
	conn, err := connect(ctx, databaseURL)
	if err != nil {
		return nil, err
	}
	s := &snapshot{conn: conn}
	if err := s.begin(ctx); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

// connect opens a session on a database that has an event log.
func connect(ctx context.Context, databaseURL string) (*pgx.Conn, error) {
	config, err := pgx.ParseConfig(databaseURL)
	if err != nil {
		return nil, fmt.Errorf("event log's database: %w", err)
	}
	config.RuntimeParams["application_name"] = "diachinh backup"
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("connect to the event log: %w", err)
	}
	var migrated bool
	err = conn.QueryRow(ctx, `select to_regclass('eventlog.events') is not null`).Scan(&migrated)
	if err == nil && !migrated {
		err = node.ErrNotMigrated
	}
	if err != nil {
		conn.Close(context.WithoutCancel(ctx))
		return nil, fmt.Errorf("look for the event log: %w", err)
	}
	return conn, nil
}

func (s *snapshot) begin(ctx context.Context) (err error) {
	if s.tx, err = s.conn.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}); err != nil {
		return fmt.Errorf("begin to read the event log: %w", err)
	}
	if _, err := s.tx.Exec(ctx, order); err != nil {
		return fmt.Errorf("begin to read the event log: %w", err)
	}
	err = s.tx.QueryRow(ctx, `
		select coalesce((select max(position) from eventlog.events), 0), (select count(*) from eventlog.streams), clock_timestamp()`).
		Scan(&s.end, &s.streams, &s.taken)
	if err != nil {
		return fmt.Errorf("find the end of the event log: %w", err)
	}
	s.logID, err = s.identity(ctx)
	return err
}

// identity reads which log this is, zero where it has not been named. Error:
// ErrMoveUnfinished.
func (s *snapshot) identity(ctx context.Context) (uuid.UUID, error) {
	var last string
	var data []byte
	err := s.tx.QueryRow(ctx, `
		select type, data from eventlog.events
		where stream_id = (select id from eventlog.streams where name = $1) and type = any ($2)
		order by revision desc limit 1`, logStream, naming).Scan(&last, &data)
	if errors.Is(err, pgx.ErrNoRows) {
		return uuid.Nil, nil
	}
	if err != nil {
		return uuid.Nil, fmt.Errorf("read the log's identity: %w", err)
	}
	if last == logMoving {
		return uuid.Nil, ErrMoveUnfinished
	}
	var named struct {
		LogID uuid.UUID `json:"log_id"`
	}
	if err := json.Unmarshal(data, &named); err != nil {
		return uuid.Nil, fmt.Errorf("read the log's identity: %w", err)
	}
	return named.LogID, nil
}

// eventAt returns the id of the event at a position, zero where there is none.
func (s *snapshot) eventAt(ctx context.Context, position uint64) (id uuid.UUID, err error) {
	err = s.tx.QueryRow(ctx, `select event_id from eventlog.events where position = $1`, int64(position)).Scan(&id)
	if errors.Is(err, pgx.ErrNoRows) {
		return uuid.Nil, nil
	}
	if err != nil {
		return uuid.Nil, fmt.Errorf("read event %d: %w", position, err)
	}
	return id, nil
}

// after yields the events after a position, to the end. Their bytes are good
// until the next. A stream's name is looked up row by row: a join would leave the
// planner the choice to sort the whole log.
func (s *snapshot) after(ctx context.Context, position uint64) iter.Seq2[es.Recorded, error] {
	const events = `
		select position, revision, event_id, type, is_json, created, data, metadata,
		       (select s.name from eventlog.streams s where s.id = e.stream_id)
		from eventlog.events e
		where position > $1
		order by position`
	return func(yield func(es.Recorded, error) bool) {
		rows, err := s.tx.Query(ctx, events, pgx.QueryResultFormats{pgtype.BinaryFormatCode}, int64(position))
		if err != nil {
			yield(es.Recorded{}, fmt.Errorf("read the events after %d: %w", position, err))
			return
		}
		defer rows.Close()
		for rows.Next() {
			position++
			e := recorded(rows.RawValues())
			if e.Position.Commit != position {
				yield(es.Recorded{}, fmt.Errorf("the event log has no event %d before %d", position, e.Position.Commit))
				return
			}
			if !yield(e, nil) {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(es.Recorded{}, fmt.Errorf("read the events after %d: %w", position, err))
		}
	}
}

// epoch is where PostgreSQL's clock begins.
var epoch = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// recorded reads a row in PostgreSQL's binary form.
func recorded(row [][]byte) es.Recorded {
	position := binary.BigEndian.Uint64(row[0])
	return es.Recorded{
		Position: es.Position{Commit: position, Prepare: position},
		Revision: binary.BigEndian.Uint64(row[1]),
		Proposed: es.Proposed{
			ID: uuid.UUID(row[2]), Type: string(row[3]), Binary: row[4][0] == 0, Data: row[6], Metadata: row[7],
		},
		Created: epoch.Add(time.Duration(binary.BigEndian.Uint64(row[5])) * time.Microsecond),
		Stream:  string(row[8]),
	}
}

// close gives the snapshot up.
func (s *snapshot) close() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	s.conn.Close(ctx)
}
