package cluster

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
)

// URL returns how the cluster's owner connects to a database of it. It holds the
// password where the cluster has one.
func (c *Cluster) URL(database string) string {
	if c.password == "" {
		return socketURL(c.home.run, c.port, database)
	}
	u := url.URL{
		Scheme:   "postgres",
		User:     url.UserPassword(superuser, c.password),
		Host:     net.JoinHostPort("127.0.0.1", strconv.Itoa(c.port)),
		Path:     "/" + database,
		RawQuery: "sslmode=disable",
	}
	return u.String()
}

// socketURL writes a blank in the path as %20: pgx does not read a plus as one.
func socketURL(run string, port int, database string) string {
	query := url.Values{"host": {run}, "port": {strconv.Itoa(port)}}
	u := url.URL{
		Scheme:   "postgres",
		User:     url.User(superuser),
		Path:     "/" + database,
		RawQuery: strings.ReplaceAll(query.Encode(), "+", "%20"),
	}
	return u.String()
}

// CreateDatabase makes a database of the cluster unless it is there, and returns
// its URL.
func (c *Cluster) CreateDatabase(ctx context.Context, name string) (string, error) {
	conn, err := c.connect(ctx)
	if err != nil {
		return "", err
	}
	defer conn.Close(ctx)
	var exists bool
	err = conn.QueryRow(ctx, `select exists (select from pg_database where datname = $1)`, name).Scan(&exists)
	if err == nil && !exists {
		_, err = conn.Exec(ctx, `create database `+pgx.Identifier{name}.Sanitize()+` template template0`)
	}
	if err != nil {
		return "", fmt.Errorf("create database %s: %w", name, err)
	}
	return c.URL(name), nil
}

// Find returns the URL of a database in the cluster of dir, if another process
// runs it. It takes the right to read the cluster's data: that of its owner, or
// root. Data that this package did not make are a [*ForeignError].
func Find(dir, database string) (databaseURL string, running bool, err error) {
	dir, err = filepath.Abs(dir)
	if err != nil {
		return "", false, fmt.Errorf("look for a running cluster: %w", err)
	}
	own := homeIn(dir)
	if major, err := own.major(); err != nil || major == 0 {
		return "", false, err
	}
	text, err := os.ReadFile(filepath.Join(own.data, "postmaster.pid"))
	if errors.Is(err, os.ErrNotExist) {
		return "", false, nil
	}
	if err != nil {
		return "", false, fmt.Errorf("look for a running cluster: %w", err)
	}
	// Number, data directory, start time, port, socket directory, ..., status.
	lines := strings.Split(string(text), "\n")
	if len(lines) < 8 || strings.TrimSpace(lines[7]) != "ready" {
		return "", false, nil
	}
	port, err := strconv.Atoi(lines[3])
	if err != nil || len(serversOn(own.data)) == 0 {
		return "", false, nil
	}
	return socketURL(lines[4], port, database), true, nil
}

// freePort asks the kernel for a port of 127.0.0.1 that nobody listens on.
func freePort() (int, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, fmt.Errorf("find a free port: %w", err)
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port, nil
}
