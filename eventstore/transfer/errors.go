package transfer

import (
	"errors"
	"fmt"

	"github.com/google/uuid"
)

// TruncatedError says that a stream of the log no longer has all of its events, or
// may lose them as time goes by: the log cannot be moved as it is.
type TruncatedError struct {
	Stream string
	Reason Reason
	// Revision is, where one is Missing, the revision that is not there.
	Revision uint64
}

// Reason is why a stream is not whole.
type Reason string

const (
	// Missing means that the log lacks an event of the stream.
	Missing Reason = "missing"
	// Limited means that the stream's metadata has $tb, $maxAge or $maxCount.
	Limited Reason = "limited"
	// Deleted means that the stream was deleted for good.
	Deleted Reason = "deleted"
)

// Error names the stream.
func (e *TruncatedError) Error() string {
	if e.Reason == Missing {
		return fmt.Sprintf("stream %s: revision %d is missing", e.Stream, e.Revision)
	}
	return fmt.Sprintf("stream %s is %s", e.Stream, e.Reason)
}

// ErrOtherLog says that a file begun earlier does not hold events of this log.
// Begin another file.
var ErrOtherLog = errors.New("the file is of another log")

// ErrSameLog says that the target is the log whose events the file holds. Name
// another target.
var ErrSameLog = errors.New("the target is the log that the file is of")

// ErrCutOff says that a file does not say where it ends: its export was not
// finished, or whoever copied it did not come to its end. Copy or export it again.
var ErrCutOff = errors.New("the file lacks its end")

// ErrChanged says that a file does not hold what was exported: it was changed, or
// lost some lines. Copy or export it again.
var ErrChanged = errors.New("the file is not what was exported")

// ErrNoLog says that a file does not begin with the identity of a log: it is not a
// whole log, or the log was never used. Export the whole log.
var ErrNoLog = errors.New("the file does not begin with a log's identity")

// ErrDisorder says that the events of a file are not those of a whole log one after
// the other. Export the log again.
var ErrDisorder = errors.New("events are missing or out of order")

// NotEmptyError says that the target holds something else than a beginning of the
// file. Move into an empty store.
type NotEmptyError struct {
	Stream   string
	Revision uint64
	ID       uuid.UUID // zero where the target was written to during the import
}

// Error names the first event that is not the file's.
func (e *NotEmptyError) Error() string {
	return fmt.Sprintf("the target holds another event: %s, revision %d of %s", e.ID, e.Revision, e.Stream)
}

// DifferentError says that the target did not keep an event as the file has it.
type DifferentError struct {
	Number int // of the line
	Stream string
}

// Error names the line.
func (e *DifferentError) Error() string {
	return fmt.Sprintf("line %d, stream %s: the target lacks the event or holds another", e.Number, e.Stream)
}
