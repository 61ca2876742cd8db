package backup_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/diachinh/diachinh/eventstore/node/backup"
)

func TestABackupOfANewerProgramIsNotCalledDamaged(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, filled(t, 10), dir)
	manifest := filepath.Join(dir, "manifest.json")
	text, err := os.ReadFile(manifest)
	if err != nil {
		t.Fatal(err)
	}
	newer := strings.Replace(string(text), `"format": 1`, `"format": 2`, 1)
	if err := os.WriteFile(manifest, []byte(newer), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := backup.Open(dir); !errors.Is(err, backup.ErrNewer) {
		t.Errorf("got %v", err)
	}
}
