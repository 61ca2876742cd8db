package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// suite is one judge: a command that talks to the fixed ports and tells on its
// standard output what passed.
type suite struct {
	name    string
	dir     string // below directory
	command []string
	env     []string
	parse   func(io.Reader) (result, error)
	// bridged suites reach the node through a bridge.
	bridged bool
}

const (
	kurrentTests = "github.com/kurrent-io/KurrentDB-Client-Go/test"
	v4Tests      = "github.com/EventStore/EventStore-Client-Go/v4/esdb"
)

var suites = []suite{
	{
		name: "kurrent", dir: "kurrent", parse: parseGo,
		command: []string{"go", "test", "-json", "-count=1", "-timeout=4m", "-run",
			"^Test(AppendEvents|ReadStream|ReadAll|Subscription|Delete|Connection|MultiAppendEvents)Suite$|^TestTLS$", kurrentTests},
	},
	{
		name: "kurrent-authentication", dir: "kurrent", parse: parseGo, bridged: true,
		command: []string{"go", "test", "-json", "-count=1", "-timeout=1m", "-run",
			"^Test(Secure|Insecure)AuthenticationSuite$", kurrentTests},
	},
	{
		name: "v4", dir: "v4", parse: parseGo, bridged: true,
		env: []string{"CLUSTER=true", "EVENTSTORE_INSECURE=false"},
		command: []string{"go", "test", "-json", "-count=1", "-timeout=4m",
			"-run", "^TestStreams$", "-skip", "^TestStreams$/^ClusterTests$", v4Tests},
	},
	npm("npm-eventstore", "eventstore.mjs"),
	npm("npm-kurrent", "kurrent.mjs"),
}

func npm(name, script string) suite {
	return suite{
		name: name, dir: "npm", parse: parseTAP,
		command: []string{"node", "--test-reporter=tap", script},
	}
}

// run gives the suite an empty node, and tells what came of its tests.
func (s *suite) run(ctx context.Context, program, server string, verbose bool) (result, error) {
	authority, err := findAuthority(ctx)
	if err != nil {
		return result{}, err
	}
	stop, err := serve(ctx, program, server, authority, s.bridged)
	if err != nil {
		return result{}, err
	}
	r, err := s.runTests(ctx, authority, verbose)
	return r, errors.Join(err, stop())
}

func (s *suite) runTests(ctx context.Context, authority authority, verbose bool) (result, error) {
	cmd := s.cmd(ctx, s.command)
	cmd.Env = append(cmd.Environ(), "CA_FILE="+authority.root)
	var out bytes.Buffer
	cmd.Stdout = &out
	if verbose {
		cmd.Stdout = io.MultiWriter(&out, os.Stderr)
	}
	err := cmd.Run()
	// A suite that failed says so in its output, and there more exactly.
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return result{}, err
	}
	r, parseErr := s.parse(&out)
	if parseErr != nil {
		return result{}, parseErr
	}
	if err != nil && len(r.failed) == 0 {
		r.failed = append(r.failed, test{name: strings.Join(s.command, " "), output: err.Error()})
	}
	return r, nil
}

func (s *suite) cmd(ctx context.Context, line []string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, line[0], line[1:]...)
	cmd.Dir = filepath.Join(directory, s.dir)
	cmd.Env = append(os.Environ(), s.env...)
	cmd.Stderr = os.Stderr
	// go test ends the tests that it has started if it is asked to.
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 10 * time.Second
	return cmd
}
