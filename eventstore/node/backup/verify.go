package backup

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/diachinh/diachinh/domain/es"
)

// Verify reads a backup whole and makes sure of it: the files are those that the
// manifest names, positions run from 1 to the end without a gap, and so do the
// revisions of every stream. The error is ErrNoBackup or a *DamagedError.
func Verify(ctx context.Context, dir string, progress func(done, total uint64)) (Manifest, error) {
	m, err := Open(dir)
	if err != nil {
		return Manifest{}, err
	}
	// Hashes first: they are quick, and name what was changed or put in another's
	// place before anything else does.
	for _, f := range m.Files {
		if err := errors.Join(ctx.Err(), f.sum(dir)); err != nil {
			return Manifest{}, err
		}
	}
	return m, m.verifyEvents(ctx, dir, progress)
}

func (m Manifest) verifyEvents(ctx context.Context, dir string, progress func(done, total uint64)) error {
	streams := streams{}
	for _, f := range m.Files {
		var last es.Recorded
		for e, err := range f.read(dir) {
			if err == nil {
				err = ctx.Err()
			}
			if err != nil {
				return err
			}
			if err := streams.follow(e); err != nil {
				return &DamagedError{f.Name, err}
			}
			if last = e; e.Position.Commit%1000 == 0 {
				progress(e.Position.Commit, m.End)
			}
		}
		if last.ID != f.LastEvent {
			return &DamagedError{f.Name, fmt.Errorf("ends with event %s, the manifest says %s", last.ID, f.LastEvent)}
		}
	}
	if uint64(len(streams)) != m.Streams {
		return &DamagedError{manifestName, fmt.Errorf("tells of %d streams, the files hold %d", m.Streams, len(streams))}
	}
	progress(m.End, m.End)
	return nil
}

// streams holds the revision of each stream's next event.
type streams map[string]uint64

// ended is what follows on a tombstone: nothing.
const ended = math.MaxInt64 + 1

// tombstone is the type of the event after which a stream is dead. Its revision is
// the last that there is.
const tombstone = "$streamDeleted"

// follow makes sure that an event is its stream's next.
func (s streams) follow(e es.Recorded) error {
	next := s[e.Stream]
	switch {
	case next == ended:
		return fmt.Errorf("event %d follows on the end of its stream", e.Position.Commit)
	case e.Revision == math.MaxInt64 && e.Type == tombstone:
		s[e.Stream] = ended
	case e.Revision != next:
		return fmt.Errorf("event %d has revision %d of its stream, not %d", e.Position.Commit, e.Revision, next)
	default:
		s[e.Stream] = next + 1
	}
	return nil
}
