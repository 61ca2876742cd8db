package transfer

import (
	"context"
	"encoding/json"
	"errors"
	"strings"

	"github.com/diachinh/diachinh/domain/es"
)

// Moves reports whether an event is written to a file: it is not the system's own.
func Moves(e es.Recorded) bool {
	return !strings.HasPrefix(e.Stream, "$") && !strings.HasPrefix(e.Type, "$")
}

// revisions are how many events of each stream have been seen.
type revisions map[string]uint64

// next takes the next event of a stream, and reports whether it is.
func (r revisions) next(e es.Recorded) bool {
	if e.Revision != r[e.Stream] {
		return false
	}
	r[e.Stream]++
	return true
}

const (
	// metadataPrefix stands before a stream's name in that of its metadata.
	metadataPrefix = "$$"
	tombstone      = "$streamDeleted"
)

// whole refuses an event which tells that its stream, or the stream whose metadata
// it is, does not keep all of its events.
func whole(ctx context.Context, store es.Store, e es.Recorded) error {
	name, isMetadata := strings.CutPrefix(e.Stream, metadataPrefix)
	switch {
	case strings.HasPrefix(name, "$"):
		return nil
	case e.Type == tombstone:
		return &TruncatedError{Stream: name, Reason: Deleted}
	case !isMetadata || !limits(e):
		return nil
	}
	// Only the last metadata counts; this may be old.
	for last, err := range store.ReadStreamBackwards(ctx, e.Stream) {
		if err == nil && limits(last) {
			err = &TruncatedError{Stream: name, Reason: Limited}
		}
		if errors.Is(err, es.ErrNoStream) {
			return nil
		}
		return err
	}
	return nil
}

// limits reports whether a stream's metadata lets go of some of its events.
func limits(e es.Recorded) bool {
	var given struct {
		Before uint64 `json:"$tb"`
		Age    any    `json:"$maxAge"`
		Count  any    `json:"$maxCount"`
	}
	err := json.Unmarshal(e.Data, &given)
	return err == nil && (given.Before > 0 || given.Age != nil || given.Count != nil)
}
