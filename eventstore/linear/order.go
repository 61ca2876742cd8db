package linear

import (
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/diachinh/diachinh/domain/es"
)

// place is an event's place in the log, and when clients can tell it was taken.
type place struct {
	position es.Position
	sent     time.Duration // an append with the event was first called
	seen     time.Duration // its place was first told: it stood there by then
}

// Ordered checks the positions that clients were told against the log as it
// stands afterwards: each event stands where it was said to, and one that was
// known to stand before another was sent has the lower position.
func Ordered(operations []Operation, log []es.Recorded) error {
	sent := map[uuid.UUID]time.Duration{}
	for _, o := range operations {
		for _, id := range o.Sent {
			if first, known := sent[id]; !known || o.Call < first {
				sent[id] = o.Call
			}
		}
	}
	type address struct {
		stream   string
		revision uint64
	}
	stands := map[address]int{}
	places := make([]place, len(log))
	for i, e := range log {
		stands[address{e.Stream, e.Revision}] = i
		places[i] = place{position: e.Position, sent: sent[e.ID], seen: math.MaxInt64}
	}
	tell := func(stream string, revision uint64, position es.Position, at time.Duration) error {
		i, stands := stands[address{stream, revision}]
		if !stands || places[i].position != position {
			return fmt.Errorf("revision %d of %s was said to stand at %v, where it does not", revision, stream, position)
		}
		places[i].seen = min(places[i].seen, at)
		return nil
	}
	for _, o := range operations {
		if !o.Read && !o.InDoubt && o.Conflict == nil {
			if err := tell(o.Stream, o.Appended.Revision, o.Appended.Position, o.Return); err != nil {
				return err
			}
		}
		for _, e := range o.Found {
			if err := tell(o.Stream, e.Revision, e.Position, o.Return); err != nil {
				return err
			}
		}
	}
	return inTime(places)
}

// inTime goes through the log from its end: no event may have been sent after a
// later one was seen.
func inTime(places []place) error {
	earliest := time.Duration(math.MaxInt64)
	for _, p := range slices.Backward(places) {
		if earliest < p.sent {
			return fmt.Errorf("the event at %v was sent %s after one behind it was seen", p.position, p.sent-earliest)
		}
		earliest = min(earliest, p.seen)
	}
	return nil
}
