package cluster

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// version is the PostgreSQL that new clusters are made with where it is found;
// minimum is the oldest one that will do.
const (
	version = 15
	minimum = 15
)

// ErrPrograms says that PostgreSQL is not installed. Install the Debian packages
// that the error names.
var ErrPrograms = errors.New("postgresql programs not found")

// programs is the directory of one PostgreSQL version's programs.
type programs struct {
	dir   string
	major int
}

func (p programs) path(name string) string { return filepath.Join(p.dir, name) }

// findPrograms returns the programs of the given version, or, where that is 0,
// of the best version for a new cluster.
func findPrograms(wanted int) (programs, error) {
	found := installed()
	if wanted != 0 {
		if i := slices.IndexFunc(found, func(p programs) bool { return p.major == wanted }); i >= 0 {
			return found[i], nil
		}
		return programs{}, missing(wanted)
	}
	if i := slices.IndexFunc(found, func(p programs) bool { return p.major == version }); i >= 0 {
		return found[i], nil
	}
	if i := slices.IndexFunc(found, func(p programs) bool { return p.major >= minimum }); i >= 0 {
		return found[i], nil
	}
	return programs{}, missing(version)
}

func missing(major int) error {
	return fmt.Errorf("%w: version %d is needed: install the Debian packages postgresql-%d and postgresql-%d-postgis-3",
		ErrPrograms, major, major, major)
}

// installed lists PostgreSQL's programs: those on the PATH, then Debian's.
func installed() []programs {
	var dirs []string
	if path, err := exec.LookPath("postgres"); err == nil {
		dirs = append(dirs, filepath.Dir(path))
	}
	debian, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	var found []programs
	for _, dir := range append(dirs, debian...) {
		if major, ok := majorOf(dir); ok {
			found = append(found, programs{dir, major})
		}
	}
	return found
}

// majorOf asks a directory's server for its version, and makes sure that initdb
// is there too.
func majorOf(dir string) (int, bool) {
	if _, err := os.Stat(filepath.Join(dir, "initdb")); err != nil {
		return 0, false
	}
	out, err := exec.Command(filepath.Join(dir, "postgres"), "--version").Output()
	if err != nil {
		return 0, false
	}
	// postgres (PostgreSQL) 15.6 (Debian 15.6-0+deb12u1)
	_, rest, found := strings.Cut(string(out), "(PostgreSQL) ")
	if !found {
		return 0, false
	}
	digits, _, _ := strings.Cut(rest, ".")
	major, err := strconv.Atoi(digits)
	return major, err == nil
}
