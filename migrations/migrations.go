// Package migrations brings a database to the shape that this binary expects.
// The numbered files are never edited once released; schema.sql is a checked
// dump of what they come to.
package migrations

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/tern/v2/migrate"
)

//go:embed [0-9]*.sql
var files embed.FS

// versionTable is where tern keeps the number of the last migration.
const versionTable = "public.schema_version"

// Run applies what is missing, one transaction a file, and does nothing where
// nothing is. Two runs at once wait for each other.
func Run(ctx context.Context, databaseURL string) error {
	conn, migrator, err := open(ctx, databaseURL)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	if err := migrator.Migrate(ctx); err != nil {
		return fmt.Errorf("migrate the database: %w", err)
	}
	return nil
}

// Pending says how many migrations of this binary the database still lacks:
// none means that it may be served.
func Pending(ctx context.Context, databaseURL string) (int, error) {
	conn, migrator, err := open(ctx, databaseURL)
	if err != nil {
		return 0, err
	}
	defer conn.Close(ctx)
	version, err := migrator.GetCurrentVersion(ctx)
	if err != nil {
		return 0, fmt.Errorf("read the database's version: %w", err)
	}
	return max(0, len(migrator.Migrations)-int(version)), nil
}

// Digest names this set of migrations.
func Digest() string {
	hash := sha256.New()
	names, _ := fs.Glob(files, "[0-9]*.sql")
	for _, name := range names {
		data, _ := files.ReadFile(name)
		hash.Write(data)
	}
	return hex.EncodeToString(hash.Sum(nil))[:16]
}

func open(ctx context.Context, databaseURL string) (*pgx.Conn, *migrate.Migrator, error) {
	conn, err := pgx.Connect(ctx, databaseURL)
	if err != nil {
		return nil, nil, fmt.Errorf("connect to the database: %w", err)
	}
	migrator, err := migrate.NewMigrator(ctx, conn, versionTable)
	if err == nil {
		err = migrator.LoadMigrations(files)
	}
	if err != nil {
		conn.Close(ctx)
		return nil, nil, fmt.Errorf("load the migrations: %w", err)
	}
	return conn, migrator, nil
}
