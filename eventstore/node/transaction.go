package node

import (
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/samber/lo"
)

// head is the end of a stream. The zero id is that of a stream without events.
type head struct {
	id       int64
	revision int64
}

var noHead = head{revision: noRevision}

// place is where a stream's event stands.
type place struct {
	stream   string
	revision int64
}

// transaction gathers what is to become durable together. Nothing of it is
// known to others before it is.
type transaction struct {
	created time.Time
	// The streams and event ids that this transaction changes.
	heads  map[string]head
	ids    map[uuid.UUID]place
	limits map[string]limited

	records     []record
	bytes       int
	columns     eventColumns
	streamIDs   array
	streamNames array

	answers []answer
}

// answer is kept until the transaction is durable: even a conflict may be with
// an event that is not yet.
type answer struct {
	request *request
	outcome outcome
}

func newTransaction() *transaction {
	return &transaction{
		heads:       map[string]head{},
		ids:         map[uuid.UUID]place{},
		limits:      map[string]limited{},
		columns:     newEventColumns(),
		streamIDs:   newArray(pgtype.Int8OID),
		streamNames: newArray(pgtype.TextOID),
	}
}

// keptEvents is of how many events a transaction keeps memory for the next one:
// more would have to be cleared each time.
const keptEvents = 4096

// begin makes a transaction of the memory of the one before it, of which nothing
// is needed any more.
func (t *transaction) begin() {
	if cap(t.records) > keptEvents {
		*t = *newTransaction()
	}
	// What PostgreSQL keeps, so that readers see one time wherever it is read from.
	t.created = time.Now().UTC().Truncate(time.Microsecond)
	clear(t.heads)
	clear(t.ids)
	clear(t.limits)
	clear(t.records)
	clear(t.answers)
	t.records, t.answers, t.bytes = t.records[:0], t.answers[:0], 0
	t.columns.empty()
	t.streamIDs.empty()
	t.streamNames.empty()
}

// add puts an event at a revision of a stream and at a position of the log.
func (t *transaction) add(stream string, h head, position uint64, e proposed) {
	t.records = append(t.records, record{
		position: position, stream: stream, revision: uint64(h.revision), created: t.created,
		id: e.id, kind: e.kind, json: e.json, data: e.data, metadata: e.metadata,
	})
	t.columns.add(h.id, &t.records[len(t.records)-1])
	t.ids[e.id] = place{stream, h.revision}
	t.heads[stream] = h
	t.bytes += len(e.data) + len(e.metadata) + len(e.kind) + len(stream)
}

// open adds a stream that had no events yet.
func (t *transaction) open(name string, id int64) {
	t.streamIDs.addInt64(id)
	t.streamNames.addText(name)
}

// limit sets the limits of a stream whose last revision is given. A stream of
// metadata has none but its own.
func (t *transaction) limit(stream string, l limits, last int64) {
	if _, isMetadata := described(stream); isMetadata {
		return
	}
	if h, changed := t.heads[stream]; changed {
		last = h.revision
	}
	t.limits[stream] = limited{l, last}
}

func (t *transaction) refuse(r *request, why refusal, s standing) {
	t.answer(r, outcome{refusal: why, current: s.head.revision})
}

func (t *transaction) answer(r *request, o outcome) {
	t.answers = append(t.answers, answer{r, o})
}

// events encodes what was written for its readers, in one buffer.
func (t *transaction) events() (events []event, bytes int) {
	buffer := make([]byte, 0, t.bytes+len(t.records)*envelope)
	ends := make([]int, len(t.records))
	for i := range t.records {
		buffer = appendFrame(buffer, &t.records[i])
		ends[i] = len(buffer)
	}
	start := 0
	events = lo.Map(t.records, func(r record, i int) event {
		f := buffer[start:ends[i]:ends[i]]
		start = ends[i]
		return event{r.position, r.stream, r.revision, r.kind, f}
	})
	return events, cap(buffer)
}
