package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"github.com/diachinh/diachinh/cluster/testdb"
)

// newTerminal returns both ends of a terminal: that of the person, and that of a program.
func newTerminal(t *testing.T) (person, program *os.File) {
	t.Helper()
	person, err := os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { person.Close() })
	var locked, number int32
	for request, value := range map[uintptr]*int32{syscall.TIOCSPTLCK: &locked, syscall.TIOCGPTN: &number} {
		if _, _, code := syscall.Syscall(syscall.SYS_IOCTL, person.Fd(), request, uintptr(unsafe.Pointer(value))); code != 0 {
			t.Fatal(code)
		}
	}
	program, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { program.Close() })
	return person, program
}

func TestATypedPasswordIsNotSeen(t *testing.T) {
	t.Parallel()
	person, program := newTerminal(t)
	cmd := exec.Command("diachinh", "node", "users", "add", "office", "--rights", "read")
	cmd.Env = append(os.Environ(), "DIACHINH_DATABASE_URL="+testdb.New(t))
	cmd.Stdin = program
	r := launch(t, cmd)
	for hidden, since := false, time.Now(); !hidden; {
		shown, err := exec.Command("stty", "-F", program.Name(), "-a").Output()
		if err != nil || time.Since(since) > time.Minute {
			t.Fatalf("the terminal shows what is typed: %v\n%s", err, shown)
		}
		hidden = strings.Contains(string(shown), "-echo ")
	}
	if _, err := io.WriteString(person, "correct horse\n"); err != nil {
		t.Fatal(err)
	}
	if err := r.cmd.Wait(); err != nil {
		t.Fatalf("%v\n%s", err, r.stderr.text)
	}
	program.Close()
	seen, _ := io.ReadAll(person) // the program's end of a terminal that closes is an error
	if strings.Contains(string(seen), "horse") {
		t.Errorf("the screen shows %q", seen)
	}
}
