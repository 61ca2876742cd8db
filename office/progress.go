package office

import "sync"

// Phase is what a long act is busy with.
type Phase string

const (
	// Establishing enters communes.
	Establishing Phase = "establishing communes"
	// Reading reads the file and measures its parcels.
	Reading Phase = "reading"
	// Checking holds the parcels against the rules, sheet by sheet.
	Checking Phase = "checking"
	// Registering appends the parcels' events.
	Registering Phase = "registering"
)

// Progress tells how far a phase is.
type Progress struct {
	Phase Phase
	// Done and Total count communes or rows; a Total of 0 is not known.
	Done, Total int64
}

// counter counts what many goroutines do, and tells it one call at a time.
type counter struct {
	tell func(Progress) // nil if nobody listens

	mu  sync.Mutex
	now Progress
}

// begin starts a phase.
func (c *counter) begin(phase Phase, total int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = Progress{Phase: phase, Total: total}
}

// add counts what was done.
func (c *counter) add(done int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now.Done += int64(done)
	if c.tell != nil {
		c.tell(c.now)
	}
}
