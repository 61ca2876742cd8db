package node

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// settings hold on all the node's sessions.
var settings = map[string]string{
	"application_name": "diachinh event log",
	// An append is answered when it is on disk, whatever the server's default.
	"synchronous_commit": "on",
	// A session that a broken network has cut off keeps the lock until the server
	// finds out: in 25 seconds, not in two hours.
	"tcp_keepalives_idle":     "10",
	"tcp_keepalives_interval": "5",
	"tcp_keepalives_count":    "3",
	// All queries walk one index in its order. Left the choice, the planner
	// reads all positions of the log to find those of one stream, the more so
	// while the table is new and has no statistics.
	"enable_seqscan":                  "off",
	"enable_bitmapscan":               "off",
	"enable_sort":                     "off",
	"max_parallel_workers_per_gather": "0",
	"jit":                             "off",
}

// connect opens the session that is to write.
func connect(ctx context.Context, databaseURL string) (*pgx.Conn, error) {
	config, err := pgx.ParseConfig(databaseURL)
	if err != nil {
		return nil, fmt.Errorf("event log's database: %w", err)
	}
	for name, value := range settings {
		config.RuntimeParams[name] = value
	}
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("connect to the event log: %w", err)
	}
	return conn, nil
}

const (
	// readers is how many pages may be fetched at once.
	readers = 8
	// unasked is how long a connection may lie idle before it is asked whether it
	// still lives: less than PostgreSQL takes to restart, so that no read meets a
	// connection of the time before.
	unasked = 50 * time.Millisecond
)

// openPool opens the connections that pages are read over, or as many for
// something that is not to wait for pages.
func openPool(ctx context.Context, databaseURL string, connections int32) (*pgxpool.Pool, error) {
	config, err := pgxpool.ParseConfig(databaseURL)
	if err != nil {
		return nil, fmt.Errorf("event log's database: %w", err)
	}
	for name, value := range settings {
		config.ConnConfig.RuntimeParams[name] = value
	}
	config.MaxConns = connections
	config.AfterConnect = preparePages
	config.ShouldPing = func(_ context.Context, p pgxpool.ShouldPingParams) bool { return p.IdleDuration > unasked }
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("connect to the event log: %w", err)
	}
	return pool, nil
}
