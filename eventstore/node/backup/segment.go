package backup

import (
	"bufio"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"iter"
	"os"
	"path"
	"path/filepath"

	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/eventstore/journal"
)

// A segment ends at so many events, or so many bytes before compression.
const (
	segmentEvents = 100_000
	segmentBytes  = 64 << 20
)

func segmentName(first, last uint64) string {
	return path.Join(logDir, fmt.Sprintf("%012d-%012d.jsonl.gz", first, last))
}

// segment is a file of events on its way.
type segment struct {
	dir   string // of the backup
	file  *os.File
	hash  hash.Hash
	bytes count // compressed
	plain count
	zip   *gzip.Writer
	lines *bufio.Writer
	to    *journal.Writer
	entry File
}

// count counts the bytes that go through it.
type count struct {
	to io.Writer
	n  int64
}

// Write passes the bytes on.
func (c *count) Write(b []byte) (int, error) {
	n, err := c.to.Write(b)
	c.n += int64(n)
	return n, err
}

func newSegment(dir string, first uint64) (*segment, error) {
	file, err := os.CreateTemp(filepath.Join(dir, logDir), unfinished)
	if err != nil {
		return nil, err
	}
	s := &segment{dir: dir, file: file, hash: sha256.New(), entry: File{First: first}}
	s.bytes.to = io.MultiWriter(file, s.hash)
	s.zip, _ = gzip.NewWriterLevel(&s.bytes, gzip.BestSpeed) // a level that there is
	s.plain.to = s.zip
	s.lines = bufio.NewWriterSize(&s.plain, 256<<10)
	s.to = journal.NewWriter(s.lines)
	return s, nil
}

func (s *segment) add(e es.Recorded) error {
	s.entry.Last, s.entry.LastEvent = e.Position.Commit, e.ID
	return s.to.Write(e)
}

// full says that the segment is to end here.
func (s *segment) full() bool {
	return s.entry.Last-s.entry.First+1 >= segmentEvents || s.plain.n+int64(s.lines.Buffered()) >= segmentBytes
}

// finish puts the segment on disk under its name.
func (s *segment) finish() (File, error) {
	err := s.lines.Flush()
	if err == nil {
		err = s.zip.Close()
	}
	if err == nil {
		err = s.file.Chmod(0o644)
	}
	s.entry.Name = segmentName(s.entry.First, s.entry.Last)
	s.entry.Bytes, s.entry.Plain, s.entry.SHA256 = s.bytes.n, s.plain.n, hex.EncodeToString(s.hash.Sum(nil))
	return s.entry, publish(s.file, filepath.Join(s.dir, filepath.FromSlash(s.entry.Name)), err)
}

// discard leaves nothing of a segment that is not to be finished.
func (s *segment) discard() {
	s.file.Close()
	os.Remove(s.file.Name())
}

// read yields the events of a file, and in the end makes sure that it was the one
// that the manifest names. Every error is a *DamagedError.
func (f File) read(dir string) iter.Seq2[es.Recorded, error] {
	return func(yield func(es.Recorded, error) bool) {
		file, err := os.Open(filepath.Join(dir, filepath.FromSlash(f.Name)))
		if err != nil {
			yield(es.Recorded{}, &DamagedError{f.Name, err})
			return
		}
		defer file.Close()
		hash := sha256.New()
		next := f.First
		for e, err := range unpack(io.TeeReader(file, hash)) {
			if err == nil && (e.Position.Commit != next || next > f.Last) {
				err = fmt.Errorf("position %d stands where %d should", e.Position.Commit, next)
			}
			if err != nil {
				yield(es.Recorded{}, &DamagedError{f.Name, err})
				return
			}
			if !yield(e, nil) {
				return
			}
			next++
		}
		if err := f.matches(hash, next); err != nil {
			yield(es.Recorded{}, &DamagedError{f.Name, err})
		}
	}
}

// unpack yields the events of a segment and reads it to its end.
func unpack(from io.Reader) iter.Seq2[es.Recorded, error] {
	return func(yield func(es.Recorded, error) bool) {
		buffered := bufio.NewReaderSize(from, 256<<10)
		unzipped, err := gzip.NewReader(buffered)
		if err != nil {
			yield(es.Recorded{}, err)
			return
		}
		for line, err := range journal.Read(unzipped) {
			if !yield(line.Recorded, err) || err != nil {
				return
			}
		}
		if _, err := io.Copy(io.Discard, buffered); err != nil {
			yield(es.Recorded{}, err)
		}
	}
}

func (f File) matches(hash hash.Hash, next uint64) error {
	if hex.EncodeToString(hash.Sum(nil)) != f.SHA256 {
		return errors.New("not the file that the manifest names: another sha256")
	}
	if next != f.Last+1 {
		return fmt.Errorf("ends at position %d, the manifest says %d", next-1, f.Last)
	}
	return nil
}

// sum makes sure of a file's hash alone.
func (f File) sum(dir string) error {
	file, err := os.Open(filepath.Join(dir, filepath.FromSlash(f.Name)))
	if err != nil {
		return &DamagedError{f.Name, err}
	}
	defer file.Close()
	hash := sha256.New()
	if _, err := io.Copy(hash, file); err != nil {
		return &DamagedError{f.Name, err}
	}
	if err := f.matches(hash, f.Last+1); err != nil {
		return &DamagedError{f.Name, err}
	}
	return nil
}
