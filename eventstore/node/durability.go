package node

import (
	"context"
	"fmt"
	"log/slog"

	"github.com/jackc/pgx/v5"
)

// checkDurability says, in the log, where the server is set up so that an append
// that was answered may be lost when the machine fails: that is its keeper's
// decision, and never one to be taken without knowing.
func checkDurability(ctx context.Context, conn *pgx.Conn, logger *slog.Logger) error {
	var fsync, pages, commit string
	err := conn.QueryRow(ctx, `
		select current_setting('fsync'), current_setting('full_page_writes'), current_setting('synchronous_commit')`,
	).Scan(&fsync, &pages, &commit)
	if err != nil {
		return fmt.Errorf("read the durability of the event log's server: %w", err)
	}
	if fsync == "off" {
		logger.WarnContext(ctx, "PostgreSQL's fsync is off: a power failure can take events that were answered, or the whole log")
	}
	if pages == "off" {
		logger.WarnContext(ctx, "PostgreSQL's full_page_writes is off: a power failure can tear pages of the log")
	}
	if commit == "off" || commit == "local" {
		logger.WarnContext(ctx, "PostgreSQL does not let the event log's session have synchronous_commit on", slog.String("synchronous_commit", commit))
	}
	return nil
}
