package backup

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/google/uuid"
)

const (
	manifestName = "manifest.json"
	// progressName is a manifest of what an unfinished backup has come to.
	progressName = "progress.json"
	logDir       = "log"
)

// format is the version of the directory's form.
const format = 1

// Manifest says what a backup holds.
type Manifest struct {
	Format int `json:"format"`
	// LogID is the identity of the log, zero where it had none yet.
	LogID uuid.UUID `json:"log_id"`
	// End is the position of the last event, and so the number of events.
	End     uint64 `json:"end"`
	Streams uint64 `json:"streams"`
	// Taken is the moment that the backup shows (UTC).
	Taken time.Time `json:"taken"`
	// Seconds is how long the last run took.
	Seconds float64 `json:"seconds"`
	Program string  `json:"program"`
	Files   []File  `json:"files"`
}

// File is a part of the log: the events from one position to another.
type File struct {
	Name   string `json:"name"` // below the backup's directory, with slashes
	SHA256 string `json:"sha256"`
	Bytes  int64  `json:"bytes"`
	Plain  int64  `json:"plain"` // bytes before compression
	First  uint64 `json:"first"`
	Last   uint64 `json:"last"`
	// LastEvent is the id of the last event, by which the log is known again.
	LastEvent uuid.UUID `json:"last_event"`
}

// short says whether more events would have had room in the file.
func (f File) short() bool { return f.Last-f.First+1 < segmentEvents && f.Plain < segmentBytes }

// end is the position of the last event in the files.
func (m Manifest) end() uint64 {
	if len(m.Files) == 0 {
		return 0
	}
	return m.Files[len(m.Files)-1].Last
}

// Hash is the manifest's SHA-256 in hex. Kept elsewhere, it tells whether anybody
// has changed the backup since.
func (m Manifest) Hash() string {
	sum := sha256.Sum256(m.text())
	return hex.EncodeToString(sum[:])
}

func (m Manifest) text() []byte {
	text, _ := json.MarshalIndent(m, "", "  ") // numbers, names and times can always be written
	return append(text, '\n')
}

// Open reads a finished backup's manifest: ErrNoBackup where there is none.
func Open(dir string) (Manifest, error) {
	m, err := readManifest(dir, manifestName)
	if errors.Is(err, fs.ErrNotExist) {
		return Manifest{}, fmt.Errorf("%s: %w", dir, ErrNoBackup)
	}
	return m, err
}

// checkFormat refuses the format that a manifest names, where it is not this
// program's.
func checkFormat(name string, named int) error {
	switch {
	case named > format:
		return fmt.Errorf("%s: %w (format %d, not %d)", name, ErrNewer, named, format)
	case named < format:
		return &DamagedError{name, fmt.Errorf("format %d", named)}
	}
	return nil
}

func readManifest(dir, name string) (m Manifest, err error) {
	text, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		return Manifest{}, err
	}
	if err := json.Unmarshal(text, &m); err != nil {
		return Manifest{}, &DamagedError{name, err}
	}
	if err := checkFormat(name, m.Format); err != nil {
		return Manifest{}, err
	}
	return m, m.check(name)
}

// check makes sure that the files make one log without a gap.
func (m Manifest) check(name string) error {
	next := uint64(1)
	for _, f := range m.Files {
		if f.First != next || f.Last < f.First || f.Name != segmentName(f.First, f.Last) {
			return &DamagedError{name, fmt.Errorf("file %s does not begin at position %d", f.Name, next)}
		}
		next = f.Last + 1
	}
	if name == manifestName && m.End != m.end() {
		return &DamagedError{name, fmt.Errorf("ends at %d, its files at %d", m.End, m.end())}
	}
	return nil
}
