package read

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/gis/postgis"
)

const (
	// statementTimeout is when the server ends a query.
	statementTimeout = "10s"
	// patience bounds a query and the wait for a connection. It is longer than
	// the server's, so that a connection is closed only where the server is gone.
	patience = 15 * time.Second
)

// DB answers queries from the read models.
type DB struct{ pool *pgxpool.Pool }

// New returns a DB on a pool made by [Connect].
func New(pool *pgxpool.Pool) *DB { return &DB{pool} }

// Connect opens a pool whose connections know geometries, end long statements
// and write nothing.
func Connect(ctx context.Context, databaseURL string) (*pgxpool.Pool, error) {
	config, err := pgxpool.ParseConfig(databaseURL)
	if err != nil {
		return nil, fmt.Errorf("database URL: %w", err)
	}
	config.AfterConnect = postgis.Register
	config.ConnConfig.RuntimeParams["statement_timeout"] = statementTimeout
	// Planning weighs two dozen indexes, most of them of other zones, and costs
	// more than most queries: one plan a statement serves every parameter.
	config.ConnConfig.RuntimeParams["plan_cache_mode"] = "force_generic_plan"
	config.ConnConfig.RuntimeParams["default_transaction_read_only"] = "on"
	config.ConnConfig.RuntimeParams["application_name"] = "diachinh queries"
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("connect to the database: %w", err)
	}
	return pool, nil
}

// collect runs a query and reads all its rows. The caller's cancellation is not
// passed on: it would cost the pool a connection. Errors: ErrUnavailable,
// context.DeadlineExceeded.
func collect[Row any](ctx context.Context, db *DB, scan pgx.RowToFunc[Row], sql string, args ...any) ([]Row, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	rows, err := db.pool.Query(ctx, sql, args...)
	if err != nil {
		return nil, asked(err)
	}
	found, err := pgx.CollectRows(rows, scan)
	return found, asked(err)
}

// one is collect for a query that finds one row or none.
func one[Row any](ctx context.Context, db *DB, scan pgx.RowToFunc[Row], sql string, args ...any) (Row, error) {
	rows, err := collect(ctx, db, scan, sql, args...)
	if err == nil && len(rows) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		var none Row
		return none, err
	}
	return rows[0], nil
}

// dayOr returns the day asked for, or today.
func dayOr(asked ladm.Date) time.Time { return At{Valid: asked}.day() }
