package crash_test

import (
	"hash/crc32"
	"sync"
	"sync/atomic"

	"github.com/google/uuid"

	"github.com/diachinh/diachinh/domain/es"
)

// entry is one append of a writer and what became of it.
type entry struct {
	stream   string
	ids      []uuid.UUID
	sums     []uint32 // of the events' data
	resent   int      // how often the answer was missing
	refused  bool     // with a conflict: it must not be in the log
	appended es.Appended
}

// ledger is what a load's writers know, each in its own order.
type ledger struct {
	mu      sync.Mutex
	writers [][]entry

	acknowledged atomic.Int64 // appends
	doubted      atomic.Int64 // appends with an answer missing
}

func newLedger(writers int) *ledger {
	return &ledger{writers: make([][]entry, writers)}
}

func (l *ledger) keep(writer int, e entry) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.writers[writer] = append(l.writers[writer], e)
	if !e.refused {
		l.acknowledged.Add(1)
	}
	if e.resent > 0 {
		l.doubted.Add(1)
	}
}

func newEntry(stream string, events []es.Proposed) entry {
	e := entry{stream: stream}
	for _, event := range events {
		e.ids = append(e.ids, event.ID)
		e.sums = append(e.sums, crc32.ChecksumIEEE(event.Data))
	}
	return e
}
