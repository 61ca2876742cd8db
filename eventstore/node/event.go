package node

import (
	"time"

	"github.com/google/uuid"
)

// proposed is an event on its way into the log, already checked.
type proposed struct {
	id       uuid.UUID
	kind     string
	json     bool
	data     []byte
	metadata []byte
}

// record is an event with its place in the log. Its byte slices may be parts of
// a buffer that is used again: frame copies them.
type record struct {
	position uint64
	stream   string
	revision uint64
	id       uuid.UUID
	kind     string
	json     bool
	created  time.Time
	data     []byte
	metadata []byte
}

// event is an event of the log, ready to be sent to any reader. Without a frame
// it is one that a filter has left out.
type event struct {
	position uint64
	stream   string
	revision uint64
	kind     string
	frame    frame
}

// isTombstone tells of the event that ends its stream for ever.
func (e event) isTombstone() bool { return e.revision == lastOfAll }
