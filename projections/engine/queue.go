package engine

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/diachinh/diachinh/domain/es"
)

// item is an event as one model sees it.
type item struct {
	position es.Position
	stream   string
	revision uint64
	kind     string
	received time.Time
	change   any   // nil where the model ignores the event
	err      error // the event could not be decoded or prepared
}

// batch is a row of items that follow each other in the log.
type batch struct {
	items    []item
	bytes    int
	caughtUp bool // all that the log held when its reader came to its end is here or before
}

func batchOf(i item) batch { return batch{items: []item{i}} }

func (b batch) last() item { return b.items[len(b.items)-1] }

// concerns reports whether the model does anything but pass over the batch.
func (b batch) concerns() bool {
	return slices.ContainsFunc(b.items, func(i item) bool { return i.change != nil || i.err != nil })
}

// join appends what follows.
func (b batch) join(next batch) batch {
	return batch{append(b.items, next.items...), b.bytes + next.bytes, b.caughtUp || next.caughtUp}
}

// queued is how many chunks wait for a model before its slowness holds up the
// others.
const queued = 16

// queue hands batches from the session to one model. After close it takes and
// forgets all that comes, so that a model that stands still holds up nobody.
type queue struct {
	batches chan batch
	closed  chan struct{}
	once    sync.Once
}

func newQueue() *queue {
	return &queue{batches: make(chan batch, queued), closed: make(chan struct{})}
}

func (q *queue) close() { q.once.Do(func() { close(q.closed) }) }

func (q *queue) put(ctx context.Context, b batch) error {
	select {
	case <-q.closed:
		return nil
	case q.batches <- b:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// take waits for one batch, or until patience ends, which brings an empty one, and
// joins to it what else is there, up to what a transaction takes. It waits for
// nothing more: under load the batches grow by themselves.
func (q *queue) take(ctx context.Context, patience <-chan time.Time) (batch, error) {
	var taken batch
	select {
	case taken = <-q.batches:
	case <-patience:
		return batch{}, nil
	case <-ctx.Done():
		return batch{}, ctx.Err()
	}
	for len(taken.items) < maxBatch && taken.bytes < maxBatchBytes {
		select {
		case next := <-q.batches:
			taken = taken.join(next)
		default:
			return taken, nil
		}
	}
	return taken, nil
}
