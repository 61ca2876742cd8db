package backup

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// unfinished begins the names of files that are being written.
const unfinished = ".unfinished-"

// replaceFile puts text on disk under a name: whole, or not at all.
func replaceFile(path string, text []byte, mode os.FileMode) error {
	beside := filepath.Join(filepath.Dir(path), unfinished+filepath.Base(path))
	file, err := os.OpenFile(beside, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, mode)
	if err != nil {
		return err
	}
	_, err = file.Write(text)
	return publish(file, path, err)
}

// publish ends a file that was written beside its place and puts it there, on
// disk, unless writing it has failed.
func publish(file *os.File, path string, written error) error {
	if written == nil {
		written = file.Sync()
	}
	if err := errors.Join(written, file.Close()); err != nil {
		return errors.Join(err, os.Remove(file.Name()))
	}
	if err := os.Rename(file.Name(), path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}

// syncDir puts on disk which files a directory holds.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}

// claim takes a directory for one backup at a time, until release. It makes the
// directory.
func claim(dir string) (release func(), err error) {
	if err := os.MkdirAll(filepath.Join(dir, logDir), 0o755); err != nil {
		return nil, err
	}
	d, err := os.Open(dir)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(d.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		d.Close()
		return nil, fmt.Errorf("%s: %w", dir, ErrInUse)
	}
	return func() { d.Close() }, nil
}

// sweep removes from a directory what the manifest does not name.
func sweep(dir string, named map[string]bool) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if !named[entry.Name()] {
			err = errors.Join(err, os.Remove(filepath.Join(dir, entry.Name())))
		}
	}
	return err
}
