package eventstore

import (
	"context"
	"fmt"
	"net/url"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// statement is how a store in PostgreSQL appends one event: a prepared statement
// on a connection of each client.
type statement struct {
	sql string
	// arguments are those of sql, for the event that gets this revision.
	arguments func(stream string, revision int64, data []byte) []any
}

// connectTo makes clients that append by a statement to a database.
func (s statement) connectTo(database string) connect {
	return func(ctx context.Context, stream string, data []byte, _ int) (func(context.Context) error, func(), error) {
		conn, err := pgx.Connect(ctx, database)
		if err != nil {
			return nil, nil, err
		}
		end := func() { conn.Close(context.WithoutCancel(ctx)) }
		if _, err := conn.Exec(ctx, `set synchronous_commit = on`); err != nil {
			end()
			return nil, nil, err
		}
		revision := int64(0)
		next := func(ctx context.Context) error {
			if _, err := conn.Exec(ctx, s.sql, s.arguments(stream, revision, data)...); err != nil {
				return err
			}
			revision++
			return nil
		}
		return next, end, nil
	}
}

// plainArguments are those of the two stores in plain SQL.
func plainArguments(stream string, revision int64, data []byte) []any {
	return []any{stream, revision, uuid.New(), eventType, data}
}

// globalLock is a store whose positions have no gap because whoever appends holds
// the one row that counts them, until the commit is on disk.
func (b *bench) globalLock(ctx context.Context) (side, error) {
	database, err := b.scratch(ctx, "bench_global_lock", `
		create table log_end (position bigint not null);
		insert into log_end values (0);
		create table events (
			position bigint primary key,
			stream   text not null,
			revision bigint not null,
			event_id uuid not null,
			type     text not null,
			created  timestamptz not null default now(),
			data     bytea not null,
			unique (stream, revision)
		)`)
	if err != nil {
		return side{}, err
	}
	return driven("PostgreSQL, one global lock", true, statement{`
		with next as (update log_end set position = position + 1 returning position)
		insert into events (position, stream, revision, event_id, type, data)
		select position, $1, $2, $3, $4, $5 from next`, plainArguments}.connectTo(database)), nil
}

// transactionOrder is a store that lets transactions run side by side and orders
// events by their transactions' ids; a reader takes those of transactions below
// the oldest that still runs: where transaction_id < pg_snapshot_xmin(pg_current_snapshot()).
func (b *bench) transactionOrder(ctx context.Context) (side, error) {
	database, err := b.scratch(ctx, "bench_transaction_order", `
		create table events (
			position       bigint generated always as identity,
			transaction_id xid8 not null default pg_current_xact_id(),
			stream         text not null,
			revision       bigint not null,
			event_id       uuid not null,
			type           text not null,
			created        timestamptz not null default now(),
			data           bytea not null,
			primary key (transaction_id, position),
			unique (stream, revision)
		)`)
	if err != nil {
		return side{}, err
	}
	return driven("PostgreSQL, order by xid8", true, statement{`
		insert into events (stream, revision, event_id, type, data) values ($1, $2, $3, $4, $5)`,
		plainArguments}.connectTo(database)), nil
}

// scratch makes a database with these tables, which is dropped at the end.
func (b *bench) scratch(ctx context.Context, name, tables string) (string, error) {
	database, err := b.emptyDatabase(ctx, name)
	if err != nil {
		return "", err
	}
	return database, execute(ctx, database, tables)
}

// emptyDatabase makes a database on the server, in place of one that an
// interrupted run left.
func (b *bench) emptyDatabase(ctx context.Context, name string) (string, error) {
	drop := fmt.Sprintf(`drop database if exists %q with (force)`, name)
	if err := execute(ctx, b.Server, drop); err != nil {
		return "", err
	}
	if err := execute(ctx, b.Server, fmt.Sprintf(`create database %q template template0`, name)); err != nil {
		return "", err
	}
	b.atEnd(func() error { return execute(context.WithoutCancel(ctx), b.Server, drop) })
	address, err := url.Parse(b.Server)
	if err != nil {
		return "", err
	}
	address.Path = "/" + name
	return address.String(), nil
}

// execute runs statements on a connection of their own.
func execute(ctx context.Context, database string, statements ...string) error {
	conn, err := pgx.Connect(ctx, database)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	for _, sql := range statements {
		if _, err := conn.Exec(ctx, sql); err != nil {
			return fmt.Errorf("%s: %w", sql, err)
		}
	}
	return nil
}
