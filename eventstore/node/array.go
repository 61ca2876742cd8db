package node

import (
	"encoding/binary"

	"github.com/jackc/pgx/v5/pgtype"
)

// array is a parameter that carries a column of many rows, in PostgreSQL's
// binary form of a one-dimensional array.
type array struct {
	element uint32 // OID of the element type
	count   uint32
	body    []byte
}

// arrayHeader: dimensions, whether there are nulls, element type, length, lower bound.
const arrayHeader = 5 * 4

func newArray(element uint32) array {
	return array{element: element, body: make([]byte, arrayHeader, 4096)}
}

// keptBytes is how much memory an array keeps for the next transaction.
const keptBytes = 256 << 10

// empty makes the array ready for another transaction, in the same memory.
func (a *array) empty() {
	if cap(a.body) > keptBytes {
		*a = newArray(a.element)
	}
	a.body, a.count = a.body[:arrayHeader], 0
}

func (a *array) addInt64(v int64) {
	a.open(8)
	a.body = binary.BigEndian.AppendUint64(a.body, uint64(v))
}

func (a *array) addBool(v bool) {
	a.open(1)
	if v {
		a.body = append(a.body, 1)
	} else {
		a.body = append(a.body, 0)
	}
}

func (a *array) addBytes(v []byte) {
	a.open(len(v))
	a.body = append(a.body, v...)
}

func (a *array) addText(v string) {
	a.open(len(v))
	a.body = append(a.body, v...)
}

func (a *array) open(length int) {
	a.count++
	a.body = binary.BigEndian.AppendUint32(a.body, uint32(length))
}

// parameter completes the array. It is never empty.
func (a *array) parameter() []byte {
	header := a.body[:0]
	for _, word := range [...]uint32{1, 0, a.element, a.count, 1} {
		header = binary.BigEndian.AppendUint32(header, word)
	}
	return a.body
}

// eventColumns are the rows that one transaction adds to eventlog.events.
type eventColumns struct {
	position, stream, revision, id, kind, json, data, metadata array
}

func newEventColumns() eventColumns {
	return eventColumns{
		position: newArray(pgtype.Int8OID),
		stream:   newArray(pgtype.Int8OID),
		revision: newArray(pgtype.Int8OID),
		id:       newArray(pgtype.UUIDOID),
		kind:     newArray(pgtype.TextOID),
		json:     newArray(pgtype.BoolOID),
		data:     newArray(pgtype.ByteaOID),
		metadata: newArray(pgtype.ByteaOID),
	}
}

// empty makes the columns ready for another transaction.
func (c *eventColumns) empty() {
	for _, column := range [...]*array{&c.position, &c.stream, &c.revision, &c.id, &c.kind, &c.json, &c.data, &c.metadata} {
		column.empty()
	}
}

func (c *eventColumns) add(streamID int64, r *record) {
	c.position.addInt64(int64(r.position))
	c.stream.addInt64(streamID)
	c.revision.addInt64(int64(r.revision))
	c.id.addBytes(r.id[:])
	c.kind.addText(r.kind)
	c.json.addBool(r.json)
	c.data.addBytes(r.data)
	c.metadata.addBytes(r.metadata)
}

// parameters are those of insertEvents.
func (c *eventColumns) parameters(created []byte) [][]byte {
	return [][]byte{
		c.position.parameter(), c.stream.parameter(), c.revision.parameter(), c.id.parameter(),
		c.kind.parameter(), c.json.parameter(), created, c.data.parameter(), c.metadata.parameter(),
	}
}
