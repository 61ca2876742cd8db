package transfer

import (
	"context"
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
}

// Check reads a whole file and makes sure that it holds a log from its beginning:
// every line an event, every stream from revision 0 without a gap, in the order of
// their positions. Errors: *journal.LineError, which wraps journal.ErrCutOff,
// ErrDisorder or eventstore.ErrNoLogID; ErrNoLog.
func Check(ctx context.Context, file io.Reader, progress Progress) (Contents, error) {
	var c Contents
	seen, last := revisions{}, es.Position{}
	for line, err := range journal.Read(file) {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return c, err
		}
		inOrder := line.Number == 1 || line.Position.Compare(last) > 0
		if !seen.next(line.Recorded) || !inOrder || !Moves(line.Recorded) {
			return c, &journal.LineError{Number: line.Number, Err: fmt.Errorf("%w: revision %d of %s", ErrDisorder, line.Revision, line.Stream)}
		}
		last = line.Position
		if line.Stream != eventstore.LogStream {
			c.Events++
			progress(c.Events, 0)
		} else if c.Log, err = eventstore.LogIDOf(line.Recorded); err != nil {
			return c, &journal.LineError{Number: line.Number, Err: err}
		}
	}
	if c.Log == uuid.Nil {
		return c, ErrNoLog
	}
	progress(c.Events, c.Events)
	return c, nil
}
