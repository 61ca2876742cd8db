package node

import (
	"sort"
	"sync"
)

// tail holds the newest events of the log in memory, so that subscribers who
// are near its end cost PostgreSQL nothing. It keeps whole batches and forgets
// the oldest when it holds more bytes than its limit.
type tail struct {
	limit int

	mu      sync.RWMutex
	batches []batch
	bytes   int
	next    uint64 // position of the event to come
	// changed is closed, and replaced, when events are added.
	changed chan struct{}
}

// batch is what one transaction wrote; its positions have no gap.
type batch struct {
	events []event
	bytes  int
}

func newTail(limit int, next uint64) *tail {
	return &tail{limit: limit, next: next, changed: make(chan struct{})}
}

// end is the position of the event to come: all before it are durable.
func (t *tail) end() uint64 {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.next
}

// add appends events that are durable and wakes all who wait.
func (t *tail) add(events []event, bytes int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.batches = append(t.batches, batch{events, bytes})
	t.bytes += bytes
	for t.bytes > t.limit && len(t.batches) > 1 {
		t.bytes -= t.batches[0].bytes
		t.batches[0] = batch{}
		t.batches = t.batches[1:]
	}
	t.advance(events[len(events)-1].position + 1)
}

// restart forgets all events: those before next are to be read from the table.
func (t *tail) restart(next uint64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.batches, t.bytes = nil, 0
	t.advance(next)
}

func (t *tail) advance(next uint64) {
	t.next = next
	close(t.changed)
	t.changed = make(chan struct{})
}

// from returns some of the events at or after position, in order. It returns
// none at the end of the log; changed is then closed when there are more. It is
// not held where the tail no longer reaches back so far.
func (t *tail) from(position uint64) (events []event, changed <-chan struct{}, held bool) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	if position >= t.next {
		return nil, t.changed, true
	}
	if len(t.batches) == 0 || position < t.batches[0].events[0].position {
		return nil, nil, false
	}
	after := sort.Search(len(t.batches), func(i int) bool { return t.batches[i].events[0].position > position })
	found := t.batches[after-1].events
	return found[position-found[0].position:], nil, true
}
