package transfer

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io"

	"github.com/google/uuid"

	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/eventstore"
	"github.com/diachinh/diachinh/eventstore/journal"
)

// Contents are what a file holds.
type Contents struct {
	Log    uuid.UUID // whose events they are
	Events int64     // without those of the stream "log"
	// lines is how many bytes the events take, from the beginning of the file.
	lines int64
}

// Check reads a whole file and makes sure that it holds a log from its beginning:
// every line an event, every stream from revision 0 without a gap, in the order of
// their positions, and in the end what [Export] says of them. Errors:
// *journal.LineError, which wraps journal.ErrCutOff, ErrDisorder or
// eventstore.ErrNoLogID; ErrNoLog, ErrCutOff, ErrChanged.
func Check(ctx context.Context, file io.ReadSeeker, progress Progress) (Contents, error) {
	lines, last, err := seal(file)
	if err != nil {
		return Contents{}, err
	}
	c := Contents{lines: lines}
	hash, seen, before := sha256.New(), revisions{}, es.Position{}
	all := int64(0)
	for line, err := range journal.Read(io.TeeReader(io.LimitReader(file, lines), hash)) {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return c, err
		}
		inOrder := line.Number == 1 || line.Position.Compare(before) > 0
		if !seen.next(line.Recorded) || !inOrder || !Moves(line.Recorded) {
			return c, &journal.LineError{Number: line.Number, Err: fmt.Errorf("%w: revision %d of %s", ErrDisorder, line.Revision, line.Stream)}
		}
		before = line.Position
		all++
		if err := c.count(line.Recorded); err != nil {
			return c, &journal.LineError{Number: line.Number, Err: err}
		}
		progress(c.Events, 0)
	}
	if c.Log == uuid.Nil {
		return c, ErrNoLog
	}
	progress(c.Events, c.Events)
	return c, sealed(last, endOf(c.Log, all, hash))
}

// count takes an event of the file in.
func (c *Contents) count(e es.Recorded) error {
	if e.Stream != eventstore.LogStream {
		c.Events++
		return nil
	}
	id, err := eventstore.LogIDOf(e)
	if id != uuid.Nil {
		c.Log = id
	}
	return err
}
