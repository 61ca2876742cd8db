package node

import (
	"context"

	"github.com/jackc/pgx/v5"
)

// Hold takes the log for the session of a connection that is no node's, for as
// long as that lasts: no node can start meanwhile. The error is a *LockedError
// where one runs.
func Hold(ctx context.Context, conn *pgx.Conn) error { return lock(ctx, conn, "") }
