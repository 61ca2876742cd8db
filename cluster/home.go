package cluster

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// shared is where root's clusters live if the account postgres cannot reach
// their own directory.
const shared = "/var/lib/diachinh"

// maxSocketPath is the longest path that a unix socket can have, in bytes.
const maxSocketPath = 107

// marker stands in the data directories that this package made. A data
// directory without it is somebody else's.
const marker = "diachinh.cluster"

// home is where the parts of one cluster lie.
type home struct {
	data string // PGDATA
	run  string // directory of the unix socket
	log  string
	// away says that run lies in the system's temporary directory and goes with
	// the server.
	away bool
}

// findHome says where the cluster of dir lies, and makes the way there, unless
// somebody else's data are in it.
func findHome(dir string, who account, logger *slog.Logger) (home, error) {
	link := filepath.Join(dir, "postgres")
	if target, err := os.Readlink(link); err == nil {
		return homeIn(filepath.Dir(target)), nil
	}
	if _, err := homeIn(dir).major(); err != nil {
		return home{}, err
	}
	if who.reaches(dir) {
		return homeIn(dir), nil
	}
	if err := os.MkdirAll(shared, 0o755); err != nil {
		return home{}, err
	}
	sum := sha256.Sum256([]byte(dir))
	base, err := os.MkdirTemp(shared, hex.EncodeToString(sum[:6])+"-")
	if err != nil {
		return home{}, err
	}
	if err := os.Chmod(base, 0o755); err != nil {
		return home{}, err
	}
	logger.Warn("the account of postgresql cannot reach the directory: its data lie elsewhere, behind a link",
		slog.String("account", who.name), slog.String("directory", dir), slog.String("data", base))
	return homeIn(base), os.Symlink(filepath.Join(base, "postgres"), link)
}

func homeIn(base string) home {
	return home{
		data: filepath.Join(base, "postgres"),
		run:  filepath.Join(base, "run"),
		log:  filepath.Join(base, "postgres.log"),
	}
}

// prepareRun makes the socket's directory, a short one if need be. A comma would
// make two directories of one.
func (h *home) prepareRun(who account, port int) error {
	if len(socketPath(h.run, port)) > maxSocketPath || strings.Contains(h.run, ",") {
		short, err := os.MkdirTemp("", "diachinh-")
		if err != nil {
			return fmt.Errorf("make a directory for the socket: %w", err)
		}
		h.run, h.away = short, true
	}
	if err := who.makeDir(h.run); err != nil {
		return fmt.Errorf("make the socket's directory: %w", err)
	}
	return nil
}

func socketPath(run string, port int) string {
	return filepath.Join(run, ".s.PGSQL."+strconv.Itoa(port))
}

// ForeignError says that the data directory is not one that this package made.
// It is left alone: choose another directory.
type ForeignError struct{ Data string }

// Error names the directory.
func (e *ForeignError) Error() string {
	return fmt.Sprintf("%s was not made by diachinh and is left alone: choose another directory", e.Data)
}

// major returns the version that made the data, 0 where there are none yet.
// Data that this package did not make are a [*ForeignError].
func (h home) major() (int, error) {
	text, err := os.ReadFile(filepath.Join(h.data, "PG_VERSION"))
	if os.IsNotExist(err) {
		entries, err := os.ReadDir(h.data)
		if err == nil && len(entries) > 0 {
			return 0, &ForeignError{h.data}
		}
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	if _, err := os.Stat(filepath.Join(h.data, marker)); err != nil {
		return 0, &ForeignError{h.data}
	}
	return strconv.Atoi(strings.TrimSpace(string(text)))
}
