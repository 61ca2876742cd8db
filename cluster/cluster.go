package cluster

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// Config says where a private cluster lives and how it is reached.
type Config struct {
	// Dir belongs to the cluster; it is made if it does not exist.
	Dir string
	// TCP opens, beside the socket, a free port of 127.0.0.1 behind a password
	// that is new at every start. [Cluster.URL] then goes that way.
	TCP bool
	// Settings are postgresql.conf parameters that win over the cluster's own.
	Settings map[string]string
	Logger   *slog.Logger
}

// settings suit one small machine that also runs the service. What is committed
// is on disk: fsync and synchronous_commit stay on.
var settings = map[string]string{
	"shared_buffers":     "256MB",
	"max_wal_size":       "3GB",
	"min_wal_size":       "256MB",
	"wal_compression":    "off",
	"jit":                "off",
	"fsync":              "on",
	"synchronous_commit": "on",
	"timezone":           "UTC",
	"log_timezone":       "UTC",
}

var (
	// ErrDirectory says that the directory cannot be made or written. Mend its
	// permissions, or choose another.
	ErrDirectory = errors.New("cannot use the directory")
	// ErrServer says that PostgreSQL does not come up. What it said stands in the
	// error, and in postgres.log beside its data.
	ErrServer = errors.New("postgresql did not start")
)

// Cluster is a running private cluster.
type Cluster struct {
	home     home
	major    int
	server   *process
	port     int
	password string // empty: socket only
	lock     *os.File
}

// Start makes the cluster if there is none and runs it until [Cluster.Stop], or
// until this process ends. Errors: [*InUseError], [*ForeignError], [ErrDirectory],
// [ErrPrograms], and [ErrServer] with what PostgreSQL said.
func Start(ctx context.Context, config Config) (*Cluster, error) {
	dir, err := filepath.Abs(config.Dir)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDirectory, err)
	}
	if config.Logger == nil {
		config.Logger = slog.New(slog.DiscardHandler)
	}
	lock, err := lock(dir)
	if err != nil {
		return nil, err
	}
	c := &Cluster{lock: lock}
	if err := c.start(ctx, dir, config); err != nil {
		return nil, errors.Join(err, c.Stop(ctx))
	}
	return c, nil
}

func (c *Cluster) start(ctx context.Context, dir string, config Config) error {
	who, err := findAccount()
	if err != nil {
		return err
	}
	if c.home, err = findHome(dir, who, config.Logger); err != nil {
		return fmt.Errorf("%w: find a place for the cluster: %w", ErrDirectory, err)
	}
	major, err := c.home.major()
	if err != nil {
		return err
	}
	programs, err := findPrograms(major)
	if err != nil {
		return err
	}
	c.major = programs.major
	if major == 0 {
		config.Logger.Info("making a private postgresql cluster", slog.String("data", c.home.data), slog.Int("version", programs.major))
		if err := c.home.initialise(ctx, programs, who); err != nil {
			return fmt.Errorf("%w: %w", ErrServer, err)
		}
	}
	if err := awaitGone(ctx, dir, c.home.data); err != nil {
		return err
	}
	if err := c.home.admit(who); err != nil {
		return err
	}
	if err := c.launch(programs, who, config); err != nil {
		return err
	}
	return c.open(ctx, config.TCP)
}

// launch starts the server's process.
func (c *Cluster) launch(programs programs, who account, config Config) (err error) {
	listen := ""
	c.port = 5432 // only a part of the socket's name
	if config.TCP {
		listen = "127.0.0.1"
		if c.port, err = freePort(); err != nil {
			return err
		}
	}
	if err := c.home.prepareRun(who, c.port); err != nil {
		return err
	}
	args := []string{"-D", c.home.data, "-p", strconv.Itoa(c.port),
		"-c", "listen_addresses=" + listen, "-c", "unix_socket_directories=" + c.home.run}
	inForce := maps.Clone(settings)
	maps.Copy(inForce, config.Settings)
	for _, name := range slices.Sorted(maps.Keys(inForce)) {
		args = append(args, "-c", name+"="+inForce[name])
	}
	log, err := os.OpenFile(c.home.log, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o644)
	if err != nil {
		return fmt.Errorf("open the server's log: %w", err)
	}
	defer log.Close()
	cmd := who.command(programs.path("postgres"), args...)
	cmd.Stdout, cmd.Stderr = log, log
	c.server, err = launch(cmd)
	return err
}

// open waits until the server answers, and sets the password if there is to be
// one.
func (c *Cluster) open(ctx context.Context, tcp bool) error {
	conn, err := c.connect(ctx)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	var postgis bool
	if err := conn.QueryRow(ctx, `select exists (select from pg_available_extensions where name = 'postgis')`).Scan(&postgis); err != nil {
		return fmt.Errorf("look for postgis: %w", err)
	}
	if !postgis {
		return missing(c.major)
	}
	if !tcp {
		return nil
	}
	password := rand.Text()
	if _, err := conn.Exec(ctx, fmt.Sprintf(`alter role %s password '%s'`, superuser, password)); err != nil {
		return fmt.Errorf("set the password: %w", err)
	}
	c.password = password
	return nil
}

// connect opens a connection over the socket, waiting for the server to come up.
func (c *Cluster) connect(ctx context.Context) (*pgx.Conn, error) {
	conn, err := answered(ctx, socketURL(c.home.run, c.port, superuser), c.server.ended, silence)
	if errors.Is(err, errEnded) {
		return nil, fmt.Errorf("%w: %w: %s", ErrServer, c.server.err, c.lastWords())
	}
	return conn, err
}

// silence is how long a server that has been started may leave its socket
// unanswered. One that recovers says so, and may take its time.
const silence = 30 * time.Second

// attemptPatience is how long one attempt to connect may take.
const attemptPatience = 5 * time.Second

// errEnded says that the server ended before it let anybody in.
var errEnded = errors.New("server ended")

// answered tries to connect until the server lets us in, says no, ends, or has
// been silent for too long.
func answered(ctx context.Context, url string, ended <-chan struct{}, silence time.Duration) (*pgx.Conn, error) {
	deadline := time.Now().Add(silence)
	for {
		attempt, cancel := context.WithTimeout(ctx, attemptPatience)
		conn, err := pgx.Connect(attempt, url)
		cancel()
		if err == nil {
			return conn, nil
		}
		var answer *pgconn.PgError
		switch {
		case errors.As(err, &answer) && answer.Code == cannotConnectNow:
			deadline = time.Now().Add(silence)
		case errors.As(err, &answer):
			return nil, fmt.Errorf("%w: %w", ErrServer, err)
		case time.Now().After(deadline):
			return nil, fmt.Errorf("%w: no answer for %s: %w", ErrServer, silence, err)
		}
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("wait for postgresql to start: %w", ctx.Err())
		case <-ended:
			return nil, errEnded
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// cannotConnectNow is the SQLSTATE of a server that starts up or shuts down.
const cannotConnectNow = "57P03"
