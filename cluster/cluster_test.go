package cluster

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// TestMain lets the test binary be the process that starts a cluster and is
// killed.
func TestMain(m *testing.M) {
	if dir := os.Getenv("CLUSTER_OF_A_PROCESS_TO_KILL"); dir != "" {
		if _, err := Start(context.Background(), Config{Dir: dir}); err != nil {
			os.Exit(1)
		}
		os.Stdout.WriteString("running\n")
		select {}
	}
	os.Exit(m.Run())
}

func start(t *testing.T, config Config) *Cluster {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	c, err := Start(ctx, config)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func stop(t *testing.T, c *Cluster) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if err := c.Stop(ctx); err != nil {
		t.Error(err)
	}
}

func run(t *testing.T, url, sql string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	if _, err := conn.Exec(t.Context(), sql); err != nil {
		t.Fatal(err)
	}
}

// place is a directory that every account can reach, gone with the test.
func place(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "cluster-test-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestCluster(t *testing.T) {
	t.Parallel()
	dir := place(t)
	c := start(t, Config{Dir: dir})

	t.Run("listens on no port", func(t *testing.T) {
		if url := c.URL("x"); !strings.HasPrefix(url, "postgres://postgres@/x?host=%2F") {
			t.Errorf("url %s names no socket", url)
		}
		conn, err := pgx.Connect(t.Context(), c.URL("postgres"))
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close(t.Context())
		var listen, fsync, commit string
		err = conn.QueryRow(t.Context(), `select current_setting('listen_addresses'), current_setting('fsync'), current_setting('synchronous_commit')`).
			Scan(&listen, &fsync, &commit)
		if err != nil || listen != "" || fsync != "on" || commit != "on" {
			t.Errorf("listens on %q, fsync %s, synchronous_commit %s, %v", listen, fsync, commit, err)
		}
	})

	t.Run("makes a database once and keeps it", func(t *testing.T) {
		for range 2 {
			url, err := c.CreateDatabase(t.Context(), "land")
			if err != nil {
				t.Fatal(err)
			}
			run(t, url, `create table if not exists parcel (id int)`)
		}
	})

	t.Run("is found by another process", func(t *testing.T) {
		url, running, err := Find(dir, "land")
		if err != nil || !running {
			t.Fatal(url, running, err)
		}
		run(t, url, `insert into parcel values (1)`)
	})

	t.Run("is found by a relative path", func(t *testing.T) {
		working, err := os.Getwd()
		if err != nil {
			t.Fatal(err)
		}
		relative, err := filepath.Rel(working, dir)
		if err != nil {
			t.Fatal(err)
		}
		if url, running, err := Find(relative, "land"); err != nil || !running {
			t.Error(url, running, err)
		}
	})

	t.Run("a second start of the same directory is refused with the first one's process", func(t *testing.T) {
		var inUse *InUseError
		if _, err := Start(t.Context(), Config{Dir: dir}); !errors.As(err, &inUse) || inUse.PID != os.Getpid() {
			t.Errorf("got %v", err)
		}
	})

	stop(t, c)
	if _, running, err := Find(dir, "land"); running || err != nil {
		t.Errorf("still found after its stop: %v", err)
	}

	t.Run("starts again with what it held, after a pid file that names a living process", func(t *testing.T) {
		pidFile := filepath.Join(c.home.data, "postmaster.pid")
		if err := os.WriteFile(pidFile, []byte("1\n"+c.home.data+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		c := start(t, Config{Dir: dir, TCP: true})
		defer stop(t, c)
		if url := c.URL("land"); !strings.Contains(url, "@127.0.0.1:") {
			t.Errorf("url %s names no port", url)
		}
		run(t, c.URL("land"), `insert into parcel values (2)`)
		t.Run("and lets nobody in over TCP without the password", func(t *testing.T) {
			config, err := pgx.ParseConfig(c.URL("land"))
			if err != nil {
				t.Fatal(err)
			}
			config.Password = "wrong"
			if conn, err := pgx.ConnectConfig(t.Context(), config); err == nil {
				conn.Close(t.Context())
				t.Error("connected")
			}
		})
	})
}

func TestKilledStarterLeavesNoServerBehind(t *testing.T) {
	t.Parallel()
	dir := place(t)
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "CLUSTER_OF_A_PROCESS_TO_KILL="+dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if n, err := out.Read(make([]byte, 16)); n == 0 {
		t.Fatal("the cluster did not start: ", err)
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	stop(t, start(t, Config{Dir: dir}))
}

func TestLongPathGetsAShortSocket(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(place(t), strings.Repeat("a-long-name-of-a-directory/", 5))
	c := start(t, Config{Dir: dir})
	run := c.home.run
	stop(t, c)
	if !c.home.away || len(run) > 60 {
		t.Errorf("socket directory %s", run)
	}
	if _, err := os.Stat(run); !os.IsNotExist(err) {
		t.Errorf("%s is left behind", run)
	}
}

func TestPathWithSignsThatMeanSomethingElsewhere(t *testing.T) {
	t.Parallel()
	for _, name := range []string{`sổ + địa chính 50% & "a"=b?`, `a, b`} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(place(t), name)
			c := start(t, Config{Dir: dir})
			defer stop(t, c)
			run(t, c.URL("postgres"), `select 1`)
			url, running, err := Find(dir, "postgres")
			if err != nil || !running {
				t.Fatal(url, running, err)
			}
			run(t, url, `select 1`)
		})
	}
}

func TestServerThatNeverAnswersIsGivenUp(t *testing.T) {
	t.Parallel()
	nowhere := socketURL(place(t), 5432, superuser)
	_, err := answered(t.Context(), nowhere, make(chan struct{}), time.Millisecond)
	if !errors.Is(err, ErrServer) || !errors.Is(err, syscall.ENOENT) {
		t.Errorf("got %v, want why the last attempt failed", err)
	}
}

func TestAnothersClusterIsLeftAlone(t *testing.T) {
	t.Parallel()
	for _, file := range []string{"PG_VERSION", "accounts.txt"} {
		t.Run("known by its "+file, func(t *testing.T) {
			t.Parallel()
			dir := place(t)
			data := filepath.Join(dir, "postgres")
			if err := os.Mkdir(data, 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(data, file), []byte("15\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			var foreign *ForeignError
			if _, err := Start(t.Context(), Config{Dir: dir}); !errors.As(err, &foreign) || foreign.Data != data {
				t.Errorf("start: got %v", err)
			}
			if _, _, err := Find(dir, "land"); !errors.As(err, &foreign) {
				t.Errorf("find: got %v", err)
			}
		})
	}
}

func TestDirectoryThatCannotBeMade(t *testing.T) {
	t.Parallel()
	file := filepath.Join(place(t), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Start(t.Context(), Config{Dir: filepath.Join(file, "land")}); !errors.Is(err, ErrDirectory) {
		t.Errorf("got %v", err)
	}
}

func TestRootInAPlaceThatPostgresCannotReach(t *testing.T) {
	t.Parallel()
	if os.Geteuid() != 0 {
		t.Skip("only root runs PostgreSQL as another account")
	}
	dir := t.TempDir()
	closed := filepath.Join(dir, "closed")
	if err := os.Mkdir(closed, 0o700); err != nil {
		t.Fatal(err)
	}
	c := start(t, Config{Dir: filepath.Join(closed, "land")})
	t.Cleanup(func() { os.RemoveAll(filepath.Dir(c.home.data)) })
	defer stop(t, c)
	if !strings.HasPrefix(c.home.data, shared) {
		t.Errorf("the data lie in %s", c.home.data)
	}
}

func TestMissingProgramsNameTheirPackages(t *testing.T) {
	t.Parallel()
	_, err := findPrograms(9)
	if !errors.Is(err, ErrPrograms) || !strings.Contains(err.Error(), "postgresql-9-postgis-3") {
		t.Errorf("got %v", err)
	}
}
