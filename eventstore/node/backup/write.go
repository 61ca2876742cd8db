package backup

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/samber/lo"
)

// Options say what is backed up, and where.
type Options struct {
	// DatabaseURL names the database with the log; a node may serve it meanwhile.
	DatabaseURL string
	// Dir is where the backup lies. It is made if need be.
	Dir string
	// Keys is where the keys go; empty: none.
	Keys string
	// Program is the version that the manifest tells.
	Program string
	// Progress is told from time to time how many events of how many are there.
	Progress func(done, total uint64)
}

// KeysIn is where the keys of a backup lie unless told otherwise.
func KeysIn(dir string) string { return filepath.Join(dir, keysDir) }

// Write backs up the log as it is now, or extends the backup that the directory
// holds. Errors: ErrForeign, ErrInUse, ErrMoveUnfinished, *OtherLogError, *DivergedError,
// *DamagedError where a file of the backup that is to be extended is not whole.
func Write(ctx context.Context, o Options) (Manifest, error) {
	if err := refuseForeign(o); err != nil {
		return Manifest{}, err
	}
	release, err := claim(o.Dir)
	if err != nil {
		return Manifest{}, err
	}
	defer release()
	s, err := openSnapshot(ctx, o.DatabaseURL)
	if err != nil {
		return Manifest{}, err
	}
	defer s.close()
	r := &run{Options: o, snapshot: s, began: time.Now()}
	if err := r.write(ctx); err != nil {
		return Manifest{}, fmt.Errorf("back up the event log: %w", err)
	}
	return r.manifest, nil
}

// run is one run of a backup.
type run struct {
	Options
	snapshot *snapshot
	began    time.Time
	manifest Manifest
}

func (r *run) write(ctx context.Context) error {
	kept, err := r.kept(ctx)
	if err != nil {
		return err
	}
	r.manifest = Manifest{
		Format: format, LogID: r.snapshot.logID, End: r.snapshot.end, Streams: r.snapshot.streams,
		Taken: r.snapshot.taken.UTC(), Program: r.Program, Files: kept,
	}
	if err := r.save(progressName); err != nil {
		return err
	}
	if err := r.writeLog(ctx); err != nil {
		return err
	}
	if r.Keys != "" {
		if err := writeKeys(ctx, r.snapshot, r.Keys); err != nil {
			return err
		}
	}
	r.manifest.Seconds = time.Since(r.began).Seconds()
	if err := r.save(manifestName); err != nil {
		return err
	}
	return r.tidy()
}

// save puts the manifest on disk as it is now.
func (r *run) save(name string) error {
	return replaceFile(filepath.Join(r.Dir, name), r.manifest.text(), 0o644)
}

// kept are the files of an earlier run that stay: proved by their hashes, and by
// their last event to be of this log. A last file that has room is written again.
func (r *run) kept(ctx context.Context) ([]File, error) {
	before, err := r.before()
	if err != nil {
		return nil, err
	}
	if before.LogID != uuid.Nil && before.LogID != r.snapshot.logID {
		return nil, &OtherLogError{Backup: before.LogID, Database: r.snapshot.logID}
	}
	files := before.Files
	if len(files) == 0 {
		return nil, nil
	}
	last := files[len(files)-1]
	id, err := r.snapshot.eventAt(ctx, last.Last)
	if err != nil {
		return nil, err
	}
	if id != last.LastEvent {
		return nil, &DivergedError{Position: last.Last}
	}
	if last.short() && r.snapshot.end > last.Last {
		files = files[:len(files)-1]
	}
	for _, f := range files {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := f.sum(r.Dir); err != nil {
			return nil, err
		}
	}
	return slices.Clone(files), nil
}

// before is what the directory holds: of the last finished and the interrupted
// run the one that came further.
func (r *run) before() (Manifest, error) {
	finished, err := readManifest(r.Dir, manifestName)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return Manifest{}, err
	}
	interrupted, err := readManifest(r.Dir, progressName)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return Manifest{}, err
	}
	return lo.Ternary(interrupted.end() > finished.end(), interrupted, finished), nil
}

// writeLog writes the events that the files do not hold.
func (r *run) writeLog(ctx context.Context) (err error) {
	var s *segment
	defer func() {
		if s != nil {
			s.discard()
		}
	}()
	for e, err := range r.snapshot.after(ctx, r.manifest.end()) {
		if err != nil {
			return err
		}
		if s == nil {
			if s, err = newSegment(r.Dir, e.Position.Commit); err != nil {
				return err
			}
		}
		if err := s.add(e); err != nil {
			return err
		}
		if e.Position.Commit%1000 == 0 {
			r.Progress(e.Position.Commit, r.snapshot.end)
		}
		if s.full() || e.Position.Commit == r.snapshot.end {
			finished := s
			s = nil
			if err := r.finish(finished); err != nil {
				return err
			}
		}
	}
	r.Progress(r.manifest.end(), r.snapshot.end)
	return nil
}

// finish puts a segment on disk, and notes that it is there.
func (r *run) finish(s *segment) error {
	file, err := s.finish()
	if err != nil {
		return err
	}
	r.manifest.Files = append(r.manifest.Files, file)
	return r.save(progressName)
}

// tidy removes what the finished backup needs no more.
func (r *run) tidy() error {
	if err := os.Remove(filepath.Join(r.Dir, progressName)); err != nil {
		return err
	}
	return sweep(filepath.Join(r.Dir, logDir), lo.SliceToMap(r.manifest.Files, func(f File) (string, bool) { return path.Base(f.Name), true }))
}
