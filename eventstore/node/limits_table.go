package node

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgtype"
)

// limits returns all streams that have limits.
func (s *session) limits(ctx context.Context) (map[string]limited, error) {
	rows, err := s.conn.Query(ctx, `
		select l.stream, coalesce(l.max_age, 0), coalesce(l.max_count, 0), coalesce(l.truncate_before, 0), l.deleted,
		       coalesce((select max(e.revision) from eventlog.events e
		                 where e.stream_id = (select s.id from eventlog.streams s where s.name = l.stream)), -1)
		from eventlog.limits l`)
	if err != nil {
		return nil, fmt.Errorf("read the limits of streams: %w", err)
	}
	streams := map[string]limited{}
	var name string
	var l limited
	_, err = pgx.ForEachRow(rows, []any{&name, &l.maxAge, &l.maxCount, &l.truncateBefore, &l.deleted, &l.last}, func() error {
		streams[name] = l
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read the limits of streams: %w", err)
	}
	return streams, nil
}

// changeLimits adds to a batch what brings the table to the transaction's limits.
func (t *transaction) changeLimits(batch *pgconn.Batch) {
	changed, streams := newArray(pgtype.TextOID), newArray(pgtype.TextOID)
	maxAge, maxCount, truncateBefore := newArray(pgtype.Int8OID), newArray(pgtype.Int8OID), newArray(pgtype.Int8OID)
	deleted := newArray(pgtype.BoolOID)
	for stream, l := range t.limits {
		changed.addText(stream)
		if l.limits == (limits{}) {
			continue
		}
		streams.addText(stream)
		maxAge.addInt64(l.maxAge)
		maxCount.addInt64(l.maxCount)
		truncateBefore.addInt64(l.truncateBefore)
		deleted.addBool(l.deleted)
	}
	batch.ExecPrepared(forgetLimits, [][]byte{changed.parameter()}, binaryFormat, nil)
	if streams.count > 0 {
		batch.ExecPrepared(insertLimits, [][]byte{
			streams.parameter(), maxAge.parameter(), maxCount.parameter(), truncateBefore.parameter(), deleted.parameter(),
		}, binaryFormat, nil)
	}
}

// RebuildLimits derives eventlog.limits from the events anew, within the caller's
// transaction: for whoever has written a log past the node. No node may hold
// the log meanwhile.
func RebuildLimits(ctx context.Context, tx pgx.Tx) error {
	found, err := deriveLimits(ctx, tx)
	if err != nil {
		return fmt.Errorf("find what limits streams: %w", err)
	}
	batch := &pgx.Batch{}
	batch.Queue(`delete from eventlog.limits`)
	for stream, l := range found {
		batch.Queue(`
			insert into eventlog.limits (stream, max_age, max_count, truncate_before, deleted)
			values ($1, nullif($2::bigint, 0), nullif($3::bigint, 0), nullif($4::bigint, 0), $5)`,
			stream, l.maxAge, l.maxCount, l.truncateBefore, l.deleted)
	}
	if err := tx.SendBatch(ctx, batch).Close(); err != nil {
		return fmt.Errorf("write the limits of streams: %w", err)
	}
	return nil
}

// deriveLimits reads the last events of all metadata streams, and all tombstones.
func deriveLimits(ctx context.Context, tx pgx.Tx) (map[string]limits, error) {
	rows, err := tx.Query(ctx, `
		select s.name, e.revision, e.is_json, e.data
		from eventlog.streams s
		cross join lateral (
			select revision, is_json, data from eventlog.events where stream_id = s.id order by revision desc limit 1
		) e
		where s.name like '$$%' or e.revision = $1
		order by e.revision`, int64(lastOfAll))
	if err != nil {
		return nil, err
	}
	found := map[string]limits{}
	var name string
	var revision int64
	var e proposed
	_, err = pgx.ForEachRow(rows, []any{&name, &revision, &e.json, &e.data}, func() error {
		original, isMetadata := described(name)
		_, ofMetadata := described(original)
		l := limitsOf(e)
		switch {
		case revision == lastOfAll:
			found[name] = limits{deleted: true}
		case isMetadata && !ofMetadata && l != limits{}:
			found[original] = l
		}
		return nil
	})
	return found, err
}
