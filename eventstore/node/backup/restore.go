package backup

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/eventstore/node"
)

// logRestored is the last event of a restored log, by which it is another log
// than the one that was backed up.
const logRestored = "log.restored.v1"

// Restored is the event log.restored.v1 of the stream "log".
type Restored struct {
	// LogID is the restored log's own identity.
	LogID uuid.UUID `json:"log_id"`
	// RestoredFrom is that of the log that was backed up, zero where it had none.
	RestoredFrom uuid.UUID `json:"restored_from"`
	// End is the position of the last event that came from the backup.
	End uint64 `json:"end"`
}

// Target says into what a backup is restored.
type Target struct {
	// DatabaseURL names a migrated database without events, and without a node.
	DatabaseURL string
	// Keys is where the keys lie that are to be restored too; empty: none.
	Keys string
	// Verifying and Loading are told from time to time how many events of how many
	// are done.
	Verifying, Loading func(done, total uint64)
}

// Restore loads a backup into an empty log, all of it in one transaction:
// interrupted at any point, nothing has happened. The whole backup is verified
// before anything is written. Errors: those of [Verify], node.ErrNotMigrated,
// *node.LockedError where a node runs, ErrNotEmpty.
func Restore(ctx context.Context, dir string, to Target) (Restored, error) {
	conn, err := connect(ctx, to.DatabaseURL)
	if err != nil {
		return Restored{}, err
	}
	defer closeHeld(conn)
	if err := node.Hold(ctx, conn); err != nil {
		return Restored{}, err
	}
	if err := refuseEvents(ctx, conn); err != nil {
		return Restored{}, err
	}
	manifest, err := Verify(ctx, dir, to.Verifying)
	if err != nil {
		return Restored{}, err
	}
	r := &restore{Target: to, dir: dir, manifest: manifest, streams: map[string]*stream{}}
	if to.Keys != "" {
		if r.users, err = readKeys(to.Keys, manifest.LogID); err != nil {
			return Restored{}, err
		}
	}
	if err := pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error { return r.write(ctx, tx) }); err != nil {
		return Restored{}, fmt.Errorf("restore the event log: %w", err)
	}
	return r.event, nil
}

// closeHeld gives the log's lock back before it ends the session: the server
// notices a connection's end only some time after.
func closeHeld(conn *pgx.Conn) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	if !conn.IsClosed() {
		// A session that cannot be asked any more loses the lock with its connection.
		_, _ = conn.Exec(ctx, `select pg_advisory_unlock_all()`)
	}
	conn.Close(ctx)
}

func refuseEvents(ctx context.Context, conn *pgx.Conn) error {
	var events bool
	err := conn.QueryRow(ctx, `select exists (select from eventlog.events) or exists (select from eventlog.streams)`).Scan(&events)
	if err != nil {
		return fmt.Errorf("look whether the event log is empty: %w", err)
	}
	if events {
		return ErrNotEmpty
	}
	return nil
}

// restore is one restore under way.
type restore struct {
	Target
	dir      string
	manifest Manifest
	users    []user
	streams  map[string]*stream
	event    Restored
}

// stream is one that has been loaded: its id, and how many events it has.
type stream struct{ id, events int64 }

func (r *restore) write(ctx context.Context, tx pgx.Tx) error {
	if _, err := tx.Exec(ctx, `set local statement_timeout = 0`); err != nil {
		return err
	}
	if err := r.load(ctx, tx); err != nil {
		return err
	}
	if err := r.name(ctx, tx); err != nil {
		return err
	}
	if err := r.loadStreams(ctx, tx); err != nil {
		return err
	}
	if err := restoreUsers(ctx, tx, r.users); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `analyze eventlog.events, eventlog.streams`); err != nil {
		return err
	}
	return node.RebuildLimits(ctx, tx)
}

// name appends the event that makes the log one of its own.
func (r *restore) name(ctx context.Context, tx pgx.Tx) error {
	r.event = Restored{LogID: uuid.New(), RestoredFrom: r.manifest.LogID, End: r.manifest.End}
	data, err := json.Marshal(r.event)
	if err != nil {
		return err
	}
	now := time.Now().UTC()
	metadata, err := json.Marshal(es.Metadata{
		RecordedAt: now, Actor: "system", Office: "system", Command: r.event.LogID, Correlation: r.event.LogID,
	})
	if err != nil {
		return err
	}
	s := r.stream(logStream)
	_, err = tx.Exec(ctx, `
		insert into eventlog.events (position, stream_id, revision, event_id, type, is_json, created, data, metadata)
		values ($1, $2, $3, $4, $5, true, $6, $7, $8)`,
		int64(r.manifest.End)+1, s.id, s.events, uuid.New(), logRestored, now, data, metadata)
	return err
}
