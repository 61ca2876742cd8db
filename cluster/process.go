package cluster

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
)

// process is a running server, or a program that prepares one.
type process struct {
	cmd *exec.Cmd
	// ended is closed when it is gone; err says how it went.
	ended chan struct{}
	err   error
}

// launch starts a program. Should the starter end first, the kernel interrupts it,
// which a server takes as the order to shut down fast. The kernel does so when
// the *thread* that started it ends, so that thread is kept until then.
func launch(cmd *exec.Cmd) (*process, error) {
	cmd.SysProcAttr.Pdeathsig = syscall.SIGINT
	p := &process{cmd: cmd, ended: make(chan struct{})}
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := cmd.Start()
		started <- err
		if err == nil {
			p.err = cmd.Wait()
			close(p.ended)
		}
	}()
	if err := <-started; err != nil {
		return nil, fmt.Errorf("start %s: %w", filepath.Base(cmd.Path), err)
	}
	return p, nil
}

// serversOn lists the PostgreSQL processes, whoever runs them, that work in the
// data directory, an absolute path: a server and its children have it as working directory.
func serversOn(data string) []int {
	data, err := filepath.EvalSymlinks(data)
	if err != nil {
		return nil
	}
	entries, _ := os.ReadDir("/proc")
	var found []int
	for _, entry := range entries {
		pid, err := strconv.Atoi(entry.Name())
		if err != nil {
			continue
		}
		cwd, _ := os.Readlink(filepath.Join("/proc", entry.Name(), "cwd"))
		program, _ := os.Readlink(filepath.Join("/proc", entry.Name(), "exe"))
		if cwd == data && strings.HasPrefix(filepath.Base(program), "postgres") {
			found = append(found, pid)
		}
	}
	return found
}
