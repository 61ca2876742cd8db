package crash_test

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"net/url"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// process is a node in a process of its own.
type process struct {
	cmd   *exec.Cmd
	url   string // esdb://…
	input io.WriteCloser
	out   *bufio.Reader
	said  *bytes.Buffer // its standard error; read after the end
	ended chan struct{}
}

// prepare makes a process that will start a node when it is told to.
func prepare(t *testing.T, database, listen string, settings ...string) *process {
	t.Helper()
	p := &process{cmd: exec.Command(os.Args[0]), said: &bytes.Buffer{}, ended: make(chan struct{})}
	p.cmd.Env = append(os.Environ(), childDatabase+"="+database, childListen+"="+listen)
	p.cmd.Env = append(p.cmd.Env, settings...)
	p.cmd.Stderr = p.said
	// A group of its own: the kernel hangs up a group with stopped processes when
	// the shell that the tests were started from ends.
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	// A pipe of our own: Wait would close the command's while we read.
	out, theirs, err := os.Pipe()
	if err == nil {
		p.cmd.Stdout = theirs
		p.out = bufio.NewReader(out)
		p.input, err = p.cmd.StdinPipe()
	}
	if err == nil {
		err = p.cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	theirs.Close()
	go func() {
		p.cmd.Wait()
		close(p.ended)
	}()
	t.Cleanup(func() {
		p.kill()
		out.Close()
	})
	return p
}

// start runs a node at listen and waits until it serves.
func start(t *testing.T, database, listen string, settings ...string) *process {
	t.Helper()
	p := prepare(t, database, listen, settings...)
	p.begin(t)
	if err := p.ready(); err != nil {
		t.Fatalf("the node did not start: %v: %s", err, p.lastWords(t))
	}
	return p
}

// begin tells the process to start its node.
func (p *process) begin(t *testing.T) {
	t.Helper()
	if _, err := io.WriteString(p.input, "start\n"); err != nil {
		t.Fatal(err)
	}
}

// ready waits until the node serves; the error is EOF where it ended instead.
func (p *process) ready() error {
	line, err := p.out.ReadString('\n')
	p.url = strings.TrimSpace(line)
	if err == nil && !strings.HasPrefix(p.url, "esdb://") {
		err = errors.New("the node said " + p.url)
	}
	return err
}

// address is the host and port of a node that serves.
func (p *process) address(t *testing.T) string {
	t.Helper()
	u, err := url.Parse(p.url)
	if err != nil {
		t.Fatal(err)
	}
	return u.Host
}

// kill ends the process as kill -9 does, and waits until it is gone.
func (p *process) kill() {
	p.cmd.Process.Kill()
	<-p.ended
}

// pause stops the process where it stands, and waits until it does stand.
func (p *process) pause(t *testing.T) {
	t.Helper()
	p.signal(t, syscall.SIGSTOP)
	deadline := time.Now().Add(patience)
	for p.state(t) != "T" {
		if time.Now().After(deadline) {
			t.Fatal("the process does not stop")
		}
	}
}

// resume lets a paused process go on.
func (p *process) resume(t *testing.T) {
	t.Helper()
	p.signal(t, syscall.SIGCONT)
}

func (p *process) signal(t *testing.T, signal os.Signal) {
	t.Helper()
	if err := p.cmd.Process.Signal(signal); err != nil {
		t.Fatal(err)
	}
}

// state is the letter that the kernel gives for what the process does.
func (p *process) state(t *testing.T) string {
	t.Helper()
	stat, err := os.ReadFile("/proc/" + strconv.Itoa(p.cmd.Process.Pid) + "/stat")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(stat), ") ")
	return rest[:1]
}

// memory is how many bytes the node's Go runtime has ever held.
func (p *process) memory(t *testing.T) int {
	t.Helper()
	if _, err := io.WriteString(p.input, "memory\n"); err != nil {
		t.Fatal(err)
	}
	line, err := p.out.ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	bytes, err := strconv.Atoi(strings.TrimSpace(line))
	if err != nil {
		t.Fatal(err)
	}
	return bytes
}

// lastWords waits for the end of a process that ends by itself, and returns
// what it said on its standard error.
func (p *process) lastWords(t *testing.T) string {
	t.Helper()
	select {
	case <-p.ended:
		return p.said.String()
	case <-time.After(patience):
		t.Fatal("the node does not end")
		return ""
	}
}

// patience is how long anything may take that is sure to happen.
const patience = 2 * time.Minute
