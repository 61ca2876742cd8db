package eventstore

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strconv"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

const (
	messageDBPath   = "bench/rivals/messagedb"
	messageDatabase = "bench_message_db"
)

// messageDB is message-db twice, for it locks by category: with the streams of all
// clients in one, and with as many categories as the registry has kinds of streams.
func (b *bench) messageDB(ctx context.Context) ([]side, error) {
	database, err := b.installMessageDB(ctx)
	if err != nil {
		return nil, err
	}
	many := statement{
		`select message_store.write_message($1, $2, $3, $4::jsonb, null, $5)`,
		func(stream string, revision int64, data []byte) []any {
			return []any{uuid.NewString(), stream, eventType, data, revision - 1}
		},
	}.connectTo(database)
	one := func(ctx context.Context, _ string, data []byte, batch int) (func(context.Context) error, func(), error) {
		return many(ctx, streamName(0), data, batch)
	}
	return []side{
		driven(messageDBName, true, one),
		driven(fmt.Sprintf("%s, %d categories", messageDBName, len(kinds)), true, many),
	}, nil
}

// installMessageDB fetches it and runs its own installer on a database.
func (b *bench) installMessageDB(ctx context.Context) (database string, err error) {
	database, err = b.emptyDatabase(ctx, messageDatabase)
	if err != nil {
		return "", err
	}
	fetch := exec.CommandContext(ctx, "npm", "ci", "--no-audit", "--no-fund", "--prefix", messageDBPath)
	if out, err := fetch.CombinedOutput(); err != nil {
		return "", fmt.Errorf("fetch message-db: %w\n%s", err, out)
	}
	server, err := pgx.ParseConfig(b.Server)
	if err != nil {
		return "", err
	}
	install := exec.CommandContext(ctx, "bash", messageDBPath+"/node_modules/@eventide/message-db/database/install.sh")
	install.Env = append(os.Environ(), "DATABASE_NAME="+messageDatabase, "CREATE_DATABASE=off",
		"PGHOST="+server.Host, "PGPORT="+strconv.Itoa(int(server.Port)), "PGUSER="+server.User, "PGPASSWORD="+server.Password)
	if out, err := install.CombinedOutput(); err != nil {
		return "", fmt.Errorf("install message-db: %w\n%s", err, out)
	}
	// Its functions name each other without their schema.
	return database, execute(ctx, b.Server, `alter database `+messageDatabase+` set search_path to message_store, public`)
}
