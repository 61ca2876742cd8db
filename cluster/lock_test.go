package cluster

import (
	"syscall"
	"testing"
)

func TestLock(t *testing.T) {
	t.Parallel()
	t.Run("a directory given back is free, though a program being started still has the lock's file open", func(t *testing.T) {
		t.Parallel()
		dir := t.TempDir()
		first, err := lock(dir)
		if err != nil {
			t.Fatal(err)
		}
		// What a program that was forked and has not begun has of its parent.
		inherited, err := syscall.Dup(int(first.Fd()))
		if err != nil {
			t.Fatal(err)
		}
		defer syscall.Close(inherited)
		if err := unlock(first); err != nil {
			t.Fatal(err)
		}
		second, err := lock(dir)
		if err != nil {
			t.Fatal(err)
		}
		if err := unlock(second); err != nil {
			t.Error(err)
		}
	})
}
