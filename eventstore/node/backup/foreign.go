package backup

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

var (
	segmentFile = regexp.MustCompile(`^\d{12,}-\d{12,}\.jsonl\.gz$`)
	usersFile   = regexp.MustCompile(`^users-[0-9a-f]{12}\.json$`)
)

// refuseForeign refuses directories with anything but a backup and its keys in
// them: what a backup needs no more is removed.
func refuseForeign(o Options) error {
	ours := []string{manifestName, progressName, logDir, keysDir, "lost+found"}
	if err := only(o.Dir, func(name string) bool { return slices.Contains(ours, name) }); err != nil {
		return err
	}
	if err := only(filepath.Join(o.Dir, logDir), segmentFile.MatchString); err != nil || o.Keys == "" {
		return err
	}
	if within, err := filepath.Rel(o.Dir, o.Keys); err == nil && filepath.IsLocal(within) && within != keysDir {
		return fmt.Errorf("%s: %w: keys within a backup lie in %s", o.Keys, ErrForeign, KeysIn(o.Dir))
	}
	return refuseForeignKeys(o.Keys)
}

func refuseForeignKeys(dir string) error {
	err := only(dir, func(name string) bool { return name == manifestName || usersFile.MatchString(name) })
	if err != nil {
		return err
	}
	path := filepath.Join(dir, manifestName)
	text, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	var m keysManifest
	if json.Unmarshal(text, &m) != nil || !usersFile.MatchString(m.File) {
		return fmt.Errorf("%s: %w: %s", dir, ErrForeign, manifestName)
	}
	return nil
}

// only makes sure that a directory, if it is there, holds nothing but files that
// are ours.
func only(dir string, ours func(name string) bool) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if !ours(entry.Name()) && !strings.HasPrefix(entry.Name(), unfinished) {
			return fmt.Errorf("%s: %w: %s", dir, ErrForeign, entry.Name())
		}
	}
	return nil
}
