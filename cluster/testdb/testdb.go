// Package testdb gives every test a PostgreSQL database of its own, migrated,
// on the cluster that DIACHINH_TEST_DATABASE_URL names. `make test` starts one.
package testdb

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/diachinh/diachinh/migrations"
)

// New creates a migrated database that lives as long as the test, and returns
// the URL with which its owner connects.
func New(tb testing.TB) string {
	tb.Helper()
	return lasting(tb, Create)
}

// lasting creates a database that lives as long as the test.
func lasting(tb testing.TB, create func(context.Context, string) (string, func(context.Context) error, error)) string {
	tb.Helper()
	ctx := context.Background()
	created, drop, err := create(ctx, Server(tb))
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := drop(ctx); err != nil {
			tb.Error(err)
		}
	})
	return created
}

// Server returns the URL of the cluster that tests make their databases on.
func Server(tb testing.TB) string {
	tb.Helper()
	server := os.Getenv("DIACHINH_TEST_DATABASE_URL")
	if server == "" {
		tb.Fatal("DIACHINH_TEST_DATABASE_URL names no PostgreSQL server: run `make test`, or `make test-database` once and export what it prints")
	}
	return server
}

// Create makes a migrated database on a server and returns its URL and what
// drops it again.
func Create(ctx context.Context, server string) (string, func(context.Context) error, error) {
	template, err := template(ctx, server)
	if err != nil {
		return "", nil, fmt.Errorf("prepare the template database: %w", err)
	}
	return copied(ctx, server, template)
}

// Copy creates a database that is as another one is, to which nobody may be
// connected at the moment.
func Copy(tb testing.TB, of string) string {
	tb.Helper()
	config, err := pgx.ParseConfig(of)
	if err != nil {
		tb.Fatal(err)
	}
	return lasting(tb, func(ctx context.Context, server string) (string, func(context.Context) error, error) {
		return copied(ctx, server, config.Database)
	})
}

// copied creates a database from a template.
func copied(ctx context.Context, server, template string) (string, func(context.Context) error, error) {
	name := "test_" + uuid.NewString()[:13]
	if err := run(ctx, server, fmt.Sprintf(`create database %q template %q strategy file_copy`, name, template)); err != nil {
		return "", nil, fmt.Errorf("create a database: %w", err)
	}
	drop := func(ctx context.Context) error {
		if err := run(ctx, server, fmt.Sprintf(`drop database if exists %q with (force)`, name)); err != nil {
			return fmt.Errorf("drop the database: %w", err)
		}
		return nil
	}
	return database(server, name), drop, nil
}

var once struct {
	sync.Mutex
	template string
}

// template makes, once a set of migrations, a database that others are copied from.
func template(ctx context.Context, server string) (string, error) {
	once.Lock()
	defer once.Unlock()
	if once.template != "" {
		return once.template, nil
	}
	conn, err := pgx.Connect(ctx, server)
	if err != nil {
		return "", err
	}
	defer conn.Close(ctx)
	// Test binaries run side by side: one makes the template, the others wait.
	if _, err := conn.Exec(ctx, `select pg_advisory_lock(7214)`); err != nil {
		return "", err
	}
	name := "template_" + migrations.Digest()
	var exists bool
	if err := conn.QueryRow(ctx, `select exists (select from pg_database where datname = $1 and datistemplate)`, name).Scan(&exists); err != nil {
		return "", err
	}
	if !exists {
		if err := makeTemplate(ctx, conn, server, name); err != nil {
			return "", err
		}
	}
	once.template = name
	return name, nil
}

func makeTemplate(ctx context.Context, conn *pgx.Conn, server, name string) error {
	for _, sql := range []string{
		fmt.Sprintf(`drop database if exists %q with (force)`, name),
		fmt.Sprintf(`create database %q template template0 encoding 'UTF8'`, name),
	} {
		if _, err := conn.Exec(ctx, sql); err != nil {
			return err
		}
	}
	if err := migrations.Run(ctx, database(server, name)); err != nil {
		return err
	}
	_, err := conn.Exec(ctx, fmt.Sprintf(`alter database %q is_template true`, name))
	return err
}

func run(ctx context.Context, server, sql string) error {
	conn, err := pgx.Connect(ctx, server)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, sql)
	return err
}

// database returns the server's URL with another database in its path.
func database(server, name string) string {
	u, err := url.Parse(server)
	if err != nil {
		panic(err)
	}
	u.Path = "/" + name
	return u.String()
}
