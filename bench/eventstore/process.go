package eventstore

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// process is a server that runs beside the bench.
type process struct {
	cmd *exec.Cmd
	// url is where it serves, and took how long it took to become ready.
	url  string
	took time.Duration
}

// start runs a program that prints "ready URL" when it serves.
func start(cmd *exec.Cmd) (*process, error) {
	cmd.Stderr = os.Stderr
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = 10 * time.Second
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	p := &process{cmd: cmd}
	line, err := bufio.NewReader(out).ReadString('\n')
	p.took = time.Since(began)
	url, ready := strings.CutPrefix(strings.TrimSpace(line), "ready ")
	if err != nil || !ready {
		p.stop()
		return nil, fmt.Errorf("%s does not become ready: it says %q, %v", filepath.Base(cmd.Path), line, err)
	}
	p.url = url
	return p, nil
}

// stop ends the process in order. How it ends says nothing about what was measured.
func (p *process) stop() error {
	p.cmd.Process.Signal(syscall.SIGTERM)
	p.cmd.Wait()
	return nil
}

// resident is how many bytes of memory the process holds.
func (p *process) resident() (int64, error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	_, after, _ := strings.Cut(string(status), "VmRSS:")
	var kilobytes int64
	if _, err := fmt.Sscan(after, &kilobytes); err != nil {
		return 0, fmt.Errorf("read the process's memory: %w", err)
	}
	return kilobytes << 10, nil
}

// node starts `diachinh node` on a database.
func (b *bench) node(ctx context.Context, database string) (*process, error) {
	return start(b.diachinh(ctx, database, "node"))
}

// diachinh prepares a command of the binary on a database.
func (b *bench) diachinh(ctx context.Context, database string, arguments ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, b.Binary, arguments...)
	cmd.Dir, cmd.Stderr = b.Dir, os.Stderr
	cmd.Env = append(os.Environ(), "DIACHINH_DATABASE_URL="+database, "DIACHINH_NODE_LISTEN=127.0.0.1:0", "DIACHINH_LOG_LEVEL=warn")
	return cmd
}

// nothing starts the server that stores nothing.
func (b *bench) nothing(ctx context.Context) (*process, error) {
	path := filepath.Join(b.Dir, "nothing")
	if err := build(ctx, "build", "-o", path, "./bench/eventstore/nothing"); err != nil {
		return nil, err
	}
	return start(exec.CommandContext(ctx, path))
}

// build calls the go command from the repository's root.
func build(ctx context.Context, arguments ...string) error {
	out, err := exec.CommandContext(ctx, "go", arguments...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("go %s: %w\n%s", strings.Join(arguments, " "), err, out)
	}
	return nil
}
