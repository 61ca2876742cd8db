package cluster

import (
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// account is the user that PostgreSQL's programs run as: whoever starts the
// cluster, or postgres where that is root.
type account struct {
	name string
	// starter is the name of the user who starts the cluster and connects to it.
	starter string
	// credential is set where the two differ.
	credential *syscall.Credential
}

func findAccount() (account, error) {
	me, err := user.Current()
	if err != nil {
		return account{}, fmt.Errorf("find the account that runs the cluster: %w", err)
	}
	if os.Geteuid() != 0 {
		return account{name: me.Username, starter: me.Username}, nil
	}
	postgres, err := user.Lookup("postgres")
	if err != nil {
		return account{}, fmt.Errorf("root cannot run postgresql, and there is no account postgres to run it (the Debian package postgresql-common makes one): %w", err)
	}
	uid, err := strconv.ParseUint(postgres.Uid, 10, 32)
	if err != nil {
		return account{}, fmt.Errorf("account postgres: %w", err)
	}
	gid, err := strconv.ParseUint(postgres.Gid, 10, 32)
	if err != nil {
		return account{}, fmt.Errorf("account postgres: %w", err)
	}
	return account{
		name:       postgres.Username,
		starter:    me.Username,
		credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)},
	}, nil
}

// command prepares a program to run as the account, in a process group of its
// own so that Ctrl-C reaches only the starter, which then stops it in order.
func (a account) command(path string, args ...string) *exec.Cmd {
	cmd := exec.Command(path, args...)
	cmd.Dir = "/"
	cmd.Env = environment()
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Credential: a.credential}
	return cmd
}

// environment is the starter's without what would lead PostgreSQL's programs to
// another cluster.
func environment() []string {
	var kept []string
	for _, entry := range os.Environ() {
		if !strings.HasPrefix(entry, "PG") && !strings.HasPrefix(entry, "LC_") && !strings.HasPrefix(entry, "LANG") {
			kept = append(kept, entry)
		}
	}
	return append(kept, "LC_ALL=C.UTF-8")
}

// reaches says whether the account can enter the directory.
func (a account) reaches(dir string) bool {
	return a.command("/usr/bin/test", "-x", dir).Run() == nil
}

// makeDir makes a directory that only the account can enter.
func (a account) makeDir(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	return a.own(dir)
}

func (a account) own(path string) error {
	if a.credential == nil {
		return nil
	}
	return os.Chown(filepath.Clean(path), int(a.credential.Uid), int(a.credential.Gid))
}
