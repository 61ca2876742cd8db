package node

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// ErrPooler says that the database is reached through a connection pooler. Its
// sessions are not one client's own, and so neither is a lock that they hold:
// name the server itself.
var ErrPooler = errors.New("the event log is reached through a connection pooler")

// refusePooler makes sure that the session at the other end is conn's own: a
// pooler gives it the number of a process that is not the server's.
func refusePooler(ctx context.Context, conn *pgx.Conn) error {
	var process uint32
	if err := conn.QueryRow(ctx, `select pg_backend_pid()`).Scan(&process); err != nil {
		return fmt.Errorf("look who serves the event log: %w", err)
	}
	if process != conn.PgConn().PID() {
		return ErrPooler
	}
	return nil
}
