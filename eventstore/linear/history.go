package linear

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/diachinh/diachinh/domain/es"
)

// Operation is an append or a read as its client saw it. Times count from the
// history's beginning.
type Operation struct {
	Client       int
	Call, Return time.Duration
	Stream       string

	// Of an append; Read is false.
	Expected es.Expected
	Sent     []uuid.UUID
	Appended es.Appended       // where the append was right
	Conflict *es.ConflictError // where it was not
	InDoubt  bool              // it may take effect at any time after its call, or never

	// Of a read.
	Read   bool
	From   uint64 // first revision
	Found  []es.Recorded
	Exists bool // false: there was no such stream
}

// History is what many clients did with one store. It is safe for concurrent use.
type History struct {
	began time.Time

	mu         sync.Mutex
	operations []Operation
}

// NewHistory begins a history.
func NewHistory() *History { return &History{began: time.Now()} }

// Operations returns what was recorded. Call it when all clients have ended.
func (h *History) Operations() []Operation { return h.operations }

func (h *History) add(o Operation) {
	o.Return = time.Since(h.began)
	h.mu.Lock()
	defer h.mu.Unlock()
	h.operations = append(h.operations, o)
}

// Append appends and records what came of it. An error is one that no history
// explains: neither a conflict nor es.ErrUnavailable.
func (h *History) Append(ctx context.Context, store es.Store, client int, stream string, expected es.Expected, events []es.Proposed) (Operation, error) {
	o := Operation{Client: client, Stream: stream, Expected: expected, Call: time.Since(h.began)}
	for _, e := range events {
		o.Sent = append(o.Sent, e.ID)
	}
	appended, err := store.Append(ctx, stream, expected, events)
	switch {
	case errors.Is(err, es.ErrUnavailable):
		o.InDoubt = true
	case err != nil && !errors.As(err, &o.Conflict):
		return o, err
	}
	o.Appended = appended
	h.add(o)
	return o, nil
}

// Read reads a stream from a revision on and records what it held. A read that
// is not answered has seen nothing, and is left out.
func (h *History) Read(ctx context.Context, store es.Store, client int, stream string, from uint64) (answered bool, err error) {
	o := Operation{Client: client, Stream: stream, Read: true, From: from, Exists: true, Call: time.Since(h.began)}
	for e, err := range store.ReadStream(ctx, stream, from) {
		switch {
		case errors.Is(err, es.ErrNoStream):
			o.Exists = false
		case errors.Is(err, es.ErrUnavailable):
			return false, nil
		case err != nil:
			return false, err
		default:
			o.Found = append(o.Found, e)
		}
	}
	h.add(o)
	return true, nil
}
