// Command withcluster runs another command beside a private PostgreSQL cluster
// and stops the cluster after it, however it ends:
//
//	withcluster [-dir DIR] [COMMAND ARGUMENT...]
//
// The command finds the cluster in DIACHINH_TEST_DATABASE_URL. Without a command
// the line to export is printed, and the cluster runs until Ctrl-C.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"time"

	"github.com/diachinh/diachinh/cluster"
)

const variable = "DIACHINH_TEST_DATABASE_URL"

func main() {
	dir := flag.String("dir", ".diachinh/test", "directory of the cluster")
	durable := flag.Bool("durable", false, "wait for the disk at every commit, as in production")
	flag.Parse()
	code, err := run(*dir, *durable, flag.Args())
	if err != nil {
		fmt.Fprintln(os.Stderr, "withcluster:", err)
		code = max(code, 1)
	}
	os.Exit(code)
}

func run(dir string, durable bool, command []string) (code int, err error) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	settings := map[string]string{"max_connections": "300"}
	if !durable {
		// A killed process loses nothing by this, only a failing machine does.
		settings["fsync"] = "off"
	}
	c, err := cluster.Start(ctx, cluster.Config{
		Dir: dir, TCP: true, Settings: settings,
		Logger: slog.New(slog.NewTextHandler(os.Stderr, nil)),
	})
	if err != nil {
		return 1, err
	}
	defer func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		err = errors.Join(err, c.Stop(ctx))
	}()
	if len(command) == 0 {
		fmt.Printf("export %s='%s'\n", variable, c.URL("postgres"))
		<-ctx.Done()
		return 0, nil
	}
	return runCommand(ctx, c.URL("postgres"), command)
}

// runCommand passes a request to end on, and returns the command's exit code.
func runCommand(ctx context.Context, url string, command []string) (int, error) {
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.Env = append(os.Environ(), variable+"="+url)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	err := cmd.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return max(exit.ExitCode(), 1), nil
	}
	return 0, err
}
