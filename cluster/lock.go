package cluster

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// InUseError says that another process uses the directory. Stop it, or choose
// another directory.
type InUseError struct {
	Dir string
	PID int // 0 where it could not be told
}

// Error names the directory and the process.
func (e *InUseError) Error() string {
	return fmt.Sprintf("directory %s is in use by process %d", e.Dir, e.PID)
}

// lock takes the directory for this process. It is given back by closing the
// file, and by the kernel when the process ends.
func lock(dir string) (*os.File, error) {
	file, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, fmt.Errorf("%w: lock it: %w", ErrDirectory, err)
	}
	err = syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		holder, _ := io.ReadAll(file)
		file.Close()
		pid, _ := strconv.Atoi(strings.TrimSpace(string(holder)))
		return nil, &InUseError{Dir: dir, PID: pid}
	}
	if err == nil {
		err = file.Truncate(0)
	}
	if err == nil {
		_, err = fmt.Fprintln(file, os.Getpid())
	}
	if err != nil {
		file.Close()
		return nil, fmt.Errorf("%w: lock it: %w", ErrDirectory, err)
	}
	return file, nil
}

// unlock gives the directory back. Closing the file would not, while a program
// that this process is just starting still has it open.
func unlock(file *os.File) error {
	return errors.Join(syscall.Flock(int(file.Fd()), syscall.LOCK_UN), file.Close())
}

// patience is how long a start waits for the server of an earlier process, told
// to stop when that process ended, to be gone.
const patience = time.Minute

// awaitGone waits until no server works on the data, and removes the pid file
// that an unclean end left: the number in it may be another process's by now,
// which would make the server refuse to start.
func awaitGone(ctx context.Context, dir, data string) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for {
		servers := serversOn(data)
		if len(servers) == 0 {
			break
		}
		select {
		case <-ctx.Done():
			return &InUseError{Dir: dir, PID: servers[0]}
		case <-time.After(50 * time.Millisecond):
		}
	}
	err := os.Remove(filepath.Join(data, "postmaster.pid"))
	if err != nil && !os.IsNotExist(err) {
		return fmt.Errorf("remove a stale pid file: %w", err)
	}
	return nil
}
