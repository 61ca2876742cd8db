package crash_test

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/diachinh/diachinh/cluster"
	"github.com/diachinh/diachinh/migrations"
)

// postgres is a cluster of the test's own, durable as in production, at a
// socket that stays the same from start to start.
type postgres struct {
	dir     string
	running *cluster.Cluster
	// database is the URL of a migrated one.
	database string
}

func startPostgres(t *testing.T) *postgres {
	t.Helper()
	// A short name: the path of a socket has few bytes.
	dir, err := os.MkdirTemp("", "crash-")
	if err == nil {
		err = os.Chmod(dir, 0o755)
	}
	if err != nil {
		t.Fatal(err)
	}
	p := &postgres{dir: dir}
	t.Cleanup(func() {
		p.stop()
		os.RemoveAll(dir)
	})
	p.start(t)
	if p.database, err = p.running.CreateDatabase(t.Context(), "log"); err != nil {
		t.Fatal(err)
	}
	if err := migrations.Run(t.Context(), p.database); err != nil {
		t.Fatal(err)
	}
	return p
}

func (p *postgres) start(t *testing.T) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	var err error
	p.running, err = cluster.Start(ctx, cluster.Config{Dir: p.dir, Settings: map[string]string{
		"shared_buffers": "64MB",
		// A recovery syncs the file system once, not a thousand files one by one.
		"recovery_init_sync_method": "syncfs",
	}})
	if err != nil {
		t.Fatal(err)
	}
}

// crash does what `pg_ctl stop -m immediate` does, which root may not call: all
// of the server's processes end at once, and the next start has to recover.
func (p *postgres) crash(t *testing.T) {
	t.Helper()
	pidFile, err := os.ReadFile(filepath.Join(p.dir, "postgres", "postmaster.pid"))
	if err != nil {
		t.Fatal(err)
	}
	first, _, _ := strings.Cut(string(pidFile), "\n")
	pid, err := strconv.Atoi(first)
	if err == nil {
		err = syscall.Kill(pid, syscall.SIGQUIT)
	}
	if err != nil {
		t.Fatal(err)
	}
	<-p.running.Done()
	p.stop()
}

// stop frees the directory; a server that was killed has nothing more to say.
func (p *postgres) stop() {
	if p.running != nil {
		_ = p.running.Stop(context.Background())
		p.running = nil
	}
}

// endSession ends the session on which the log's node writes, and waits at most
// so long until it is gone.
func endSession(t *testing.T, database string, wait time.Duration) {
	t.Helper()
	execute(t, database, `select pg_terminate_backend(l.pid, $1::bigint) from pg_locks l where l.locktype = 'advisory' and l.granted
		and l.database = (select oid from pg_database where datname = current_database())`, wait.Milliseconds())
}

// endSessions ends all sessions with a database but its own.
func endSessions(t *testing.T, database string) {
	t.Helper()
	execute(t, database, `select pg_terminate_backend(pid) from pg_stat_activity
		where datname = current_database() and pid <> pg_backend_pid()`)
}

func execute(t *testing.T, database, sql string, parameters ...any) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), database)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	if _, err := conn.Exec(t.Context(), sql, parameters...); err != nil {
		t.Fatal(err)
	}
}
