package cluster

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
)

// superuser owns the cluster and its databases.
const superuser = "postgres"

// initialise makes the data. It works beside the final place and moves the
// result there, so that an interrupted run leaves nothing half made.
func (h home) initialise(ctx context.Context, programs programs, who account) error {
	fresh := h.data + ".new"
	if err := os.RemoveAll(fresh); err != nil {
		return fmt.Errorf("remove what an interrupted start left: %w", err)
	}
	if err := who.makeDir(fresh); err != nil {
		return fmt.Errorf("make the data directory: %w", err)
	}
	cmd := who.command(programs.path("initdb"), "--pgdata", fresh,
		"--username", superuser, "--encoding", "UTF8", "--locale", "C.UTF-8",
		"--auth-local", "peer", "--auth-host", "scram-sha-256")
	if err := runToEnd(ctx, cmd); err != nil {
		return fmt.Errorf("initdb: %w", err)
	}
	if err := os.WriteFile(filepath.Join(fresh, marker), nil, 0o600); err != nil {
		return err
	}
	if err := os.RemoveAll(h.data); err != nil { // empty, see major
		return err
	}
	return os.Rename(fresh, h.data)
}

// runToEnd runs a program that ends with its starter, and quotes it if it fails.
func runToEnd(ctx context.Context, cmd *exec.Cmd) error {
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	program, err := launch(cmd)
	if err != nil {
		return err
	}
	select {
	case <-program.ended:
	case <-ctx.Done():
		_ = cmd.Process.Signal(syscall.SIGINT)
		<-program.ended
		return ctx.Err()
	}
	if program.err != nil {
		return fmt.Errorf("%w: %s", program.err, strings.TrimSpace(said.String()))
	}
	return nil
}

// admit writes who may connect: over the socket the starter and the server's
// own account, over TCP whoever knows the password. Both may change between
// starts, so it is written at every one.
func (h home) admit(who account) error {
	files := map[string]string{
		"pg_hba.conf": "local all all peer map=starter\n" +
			"host all all 127.0.0.1/32 scram-sha-256\n",
		"pg_ident.conf": fmt.Sprintf("starter %q %s\nstarter %q %s\n", who.starter, superuser, who.name, superuser),
	}
	for name, text := range files {
		path := filepath.Join(h.data, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			return fmt.Errorf("write %s: %w", name, err)
		}
		if err := who.own(path); err != nil {
			return fmt.Errorf("write %s: %w", name, err)
		}
	}
	return nil
}
