package cluster

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall"
)

// Done is closed when the server has ended, asked or not.
func (c *Cluster) Done() <-chan struct{} { return c.server.ended }

// Stop shuts the server down: open transactions are rolled back, everything
// committed is flushed. If ctx ends first the server stops at once and recovers
// at its next start; nothing committed is lost either way.
func (c *Cluster) Stop(ctx context.Context) error {
	err := c.shutDown(ctx)
	if c.home.away {
		err = errors.Join(err, os.RemoveAll(c.home.run))
	}
	return errors.Join(err, unlock(c.lock))
}

func (c *Cluster) shutDown(ctx context.Context) error {
	if c.server == nil {
		return nil
	}
	// SIGINT is PostgreSQL's fast shutdown, SIGQUIT its immediate one.
	_ = c.server.cmd.Process.Signal(syscall.SIGINT)
	select {
	case <-c.server.ended:
	case <-ctx.Done():
		_ = c.server.cmd.Process.Signal(syscall.SIGQUIT)
		<-c.server.ended
		return fmt.Errorf("stop the cluster: %w", ctx.Err())
	}
	return c.server.err
}

// lastWords is the end of the server's log, in one line.
func (c *Cluster) lastWords() string {
	text, err := os.ReadFile(c.home.log)
	if err != nil {
		return err.Error()
	}
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	return strings.Join(lines[max(0, len(lines)-5):], " / ")
}
