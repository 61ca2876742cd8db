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
	heads map[string]head
	ids   map[uuid.UUID]place

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
		// What PostgreSQL keeps, so that readers see one time wherever it is read from.
		created:     time.Now().UTC().Truncate(time.Microsecond),
		heads:       map[string]head{},
		ids:         map[uuid.UUID]place{},
		columns:     newEventColumns(),
		streamIDs:   newArray(pgtype.Int8OID),
		streamNames: newArray(pgtype.TextOID),
	}
}

// add puts a request's events at the stream's end; the first gets position.
func (t *transaction) add(r *request, h head, position uint64) {
	for _, e := range r.events {
		h.revision++
		t.records = append(t.records, record{
			position: position, stream: r.stream, revision: uint64(h.revision), created: t.created,
			id: e.id, kind: e.kind, json: e.json, data: e.data, metadata: e.metadata,
		})
		t.columns.add(h.id, &t.records[len(t.records)-1])
		t.ids[e.id] = place{r.stream, h.revision}
		position++
	}
	t.bytes += r.bytes
	t.heads[r.stream] = h
}

// open adds a stream that had no events yet.
func (t *transaction) open(name string, id int64) {
	t.streamIDs.addInt64(id)
	t.streamNames.addText(name)
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
		return event{r.position, r.stream, r.revision, f}
	})
	return events, cap(buffer)
}
