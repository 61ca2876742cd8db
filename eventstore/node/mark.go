package node

import "time"

// mark is where a subscription stands when it has caught up or fallen behind.
// Today's clients read it out of messages that are empty in older protocols,
// which pass over it.
type mark struct {
	ofStream bool
	revision int64  // of a stream's last event; -1 where none is known
	position uint64 // of the log's last event; 0 where there is none
}

// Field numbers of CaughtUp and FellBehind in the protocol since KurrentDB 25.0.
const (
	markTime         = 1
	markRevision     = 2
	markPosition     = 3
	timestampSeconds = 1
	timestampNanos   = 2
	positionCommit   = 1
	positionPrepare  = 2
)

// fields encodes the mark.
func (m mark) fields(now time.Time) []byte {
	seconds, nanos := uint64(now.Unix()), uint64(now.Nanosecond())
	b := appendLength(nil, markTime, varintField(timestampSeconds, seconds)+varintField(timestampNanos, nanos))
	b = appendVarint(b, timestampSeconds, seconds)
	b = appendVarint(b, timestampNanos, nanos)
	switch {
	case m.ofStream && m.revision >= 0:
		b = appendVarint(b, markRevision, uint64(m.revision))
	case !m.ofStream && m.position > 0:
		b = appendLength(b, markPosition, varintField(positionCommit, m.position)+varintField(positionPrepare, m.position))
		b = appendVarint(b, positionCommit, m.position)
		b = appendVarint(b, positionPrepare, m.position)
	}
	return b
}
