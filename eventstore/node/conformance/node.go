package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"

	"github.com/diachinh/diachinh/cluster/testdb"
)

// tlsAddress is where the node listens with TLS.
const tlsAddress = "127.0.0.1:2110"

// The user whom the suites are.
const (
	user     = "admin"
	password = "changeit"
)

// process is a running node with a database of its own.
type process struct {
	cmd   *exec.Cmd
	plain string // where it listens without TLS
	drop  func(context.Context) error
}

// startNode runs the program's node on a new, empty log, and waits until it serves.
func startNode(ctx context.Context, program, server string, a authority) (*process, error) {
	database, drop, err := testdb.Create(ctx, server)
	if err != nil {
		return nil, err
	}
	p := &process{drop: drop}
	environment := append(os.Environ(),
		"DIACHINH_DATABASE_URL="+database,
		"DIACHINH_NODE_LISTEN=127.0.0.1:0",
		"DIACHINH_NODE_TLS_LISTEN="+tlsAddress,
		"DIACHINH_NODE_TLS_CERT="+a.certificate,
		"DIACHINH_NODE_TLS_KEY="+a.key,
		"DIACHINH_LOG_LEVEL=error",
	)
	add := exec.CommandContext(ctx, program, "node", "users", "add", user, "--rights", "admin")
	add.Env, add.Stdin = environment, strings.NewReader(password+"\n")
	if out, err := add.CombinedOutput(); err != nil {
		return nil, errors.Join(fmt.Errorf("add the user %s: %w: %s", user, err, out), drop(ctx))
	}
	p.cmd = exec.Command(program, "node", "--unprotected")
	p.cmd.Env, p.cmd.Stderr = environment, os.Stderr
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, errors.Join(err, drop(ctx))
	}
	if err := p.cmd.Start(); err != nil {
		return nil, errors.Join(err, drop(ctx))
	}
	scanner := bufio.NewScanner(out)
	for scanner.Scan() {
		if text, ready := strings.CutPrefix(scanner.Text(), "ready "); ready {
			address, err := url.Parse(text)
			if err != nil {
				return nil, errors.Join(err, p.stop())
			}
			p.plain = address.Host
			return p, nil
		}
	}
	return nil, errors.Join(errors.New("the node ended before it was ready"), scanner.Err(), p.stop())
}

// stop ends the node and drops its log. A node that does not end well is an error.
func (p *process) stop() error {
	killed := time.AfterFunc(20*time.Second, func() { _ = p.cmd.Process.Kill() })
	defer killed.Stop()
	_ = p.cmd.Process.Signal(syscall.SIGTERM)
	err := p.cmd.Wait()
	if err != nil {
		err = fmt.Errorf("stop the node: %w", err)
	}
	return errors.Join(err, p.drop(context.Background()))
}
