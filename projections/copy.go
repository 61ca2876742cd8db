package projections

import (
	"encoding/binary"
	"math"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/twpayne/go-geom"

	"github.com/diachinh/diachinh/domain/ladm"
)

// fields is a run of fields in PostgreSQL's binary COPY format: for each its
// length in four bytes, then its bytes. Fields are written once, while events
// are prepared in parallel, and travel as they are.
type fields []byte

// copyHead and copyTail stand before and after the rows of a binary COPY.
var (
	copyHead = []byte("PGCOPY\n\xff\r\n\x00\x00\x00\x00\x00\x00\x00\x00\x00")
	copyTail = []byte{0xff, 0xff}
)

// epoch is where PostgreSQL's dates and instants count from.
var epoch = time.Date(2000, time.January, 1, 0, 0, 0, 0, time.UTC)

func (f fields) bigint(v int64) fields {
	return binary.BigEndian.AppendUint64(append(f, 0, 0, 0, 8), uint64(v))
}

// integer writes a number of four bytes. One that does not fit keeps its eight,
// which no such column takes: the model stops at the event.
func (f fields) integer(v int) fields {
	if int(int32(v)) != v {
		return f.bigint(int64(v))
	}
	return binary.BigEndian.AppendUint32(append(f, 0, 0, 0, 4), uint32(int32(v)))
}

func (f fields) boolean(v bool) fields {
	if v {
		return append(f, 0, 0, 0, 1, 1)
	}
	return append(f, 0, 0, 0, 1, 0)
}

func (f fields) uuid(v uuid.UUID) fields {
	return append(append(f, 0, 0, 0, 16), v[:]...)
}

func (f fields) null() fields { return append(f, 0xff, 0xff, 0xff, 0xff) }

func (f fields) text(v string) fields {
	return append(binary.BigEndian.AppendUint32(f, uint32(len(v))), v...)
}

// textOrNull writes no text as null.
func (f fields) textOrNull(v string) fields {
	if v == "" {
		return f.null()
	}
	return f.text(v)
}

func (f fields) bytes(v []byte) fields {
	return append(binary.BigEndian.AppendUint32(f, uint32(len(v))), v...)
}

// jsonb writes JSON, which PostgreSQL wants after a version number.
func (f fields) jsonb(v []byte) fields {
	f = binary.BigEndian.AppendUint32(f, uint32(len(v)+1))
	return append(append(f, 1), v...)
}

// date writes a day; no day is infinity.
func (f fields) date(v ladm.Date) fields {
	if v.IsZero() {
		return f.integer(math.MaxInt32)
	}
	return f.integer(int(v.Time().Sub(epoch) / (24 * time.Hour)))
}

// dateIn reads a day as date writes it.
func dateIn(value []byte) ladm.Date {
	days := int32(binary.BigEndian.Uint32(value))
	if days == math.MaxInt32 {
		return 0
	}
	return ladm.DateOf(epoch) + ladm.Date(days)
}

// dateText and instantText write for statements what date and instant do for COPY.
func dateText(v ladm.Date) string {
	if v.IsZero() {
		return "infinity"
	}
	return v.String()
}

func instantText(v time.Time) string {
	if v.IsZero() {
		return "infinity"
	}
	return v.UTC().Format("2006-01-02T15:04:05.999999Z")
}

// instant writes a time to the microsecond; no time is infinity.
func (f fields) instant(v time.Time) fields {
	if v.IsZero() {
		return f.bigint(math.MaxInt64)
	}
	return f.bigint(v.Unix()*1e6 + int64(v.Nanosecond())/1e3 - epoch.Unix()*1e6)
}

// area writes m² with one decimal as numeric: digits to the base of 10,000,
// without zeros at the end, as PostgreSQL itself does.
func (f fields) area(v ladm.Area) fields {
	const positive, negative = 0x0000, 0x4000
	sign := uint16(positive)
	tenths := int64(v)
	if tenths < 0 {
		sign, tenths = negative, -tenths
	}
	digits := append(make([]uint16, 0, 6), uint16(tenths%10*1000)) // the last first
	for whole := tenths / 10; whole > 0; whole /= 10_000 {
		digits = append(digits, uint16(whole%10_000))
	}
	weight := len(digits) - 2 // of the first digit
	for len(digits) > 0 && digits[0] == 0 {
		digits = digits[1:]
	}
	if len(digits) == 0 {
		weight = 0
	}
	f = binary.BigEndian.AppendUint32(f, uint32(8+2*len(digits)))
	f = binary.BigEndian.AppendUint16(f, uint16(len(digits)))
	f = binary.BigEndian.AppendUint16(f, uint16(int16(weight)))
	f = binary.BigEndian.AppendUint16(f, sign)
	f = binary.BigEndian.AppendUint16(f, 1) // decimals shown
	for _, digit := range slices.Backward(digits) {
		f = binary.BigEndian.AppendUint16(f, digit)
	}
	return f
}

// polygon writes EWKB: a polygon of two dimensions with its SRID.
func (f fields) polygon(p *geom.Polygon) fields {
	const littleEndian, polygonWithSRID = 1, 0x20000003
	start := len(f)
	f = append(f, 0, 0, 0, 0, littleEndian)
	f = binary.LittleEndian.AppendUint32(f, polygonWithSRID)
	f = binary.LittleEndian.AppendUint32(f, uint32(p.SRID()))
	f = binary.LittleEndian.AppendUint32(f, uint32(len(p.Ends())))
	begin := 0
	for _, end := range p.Ends() {
		f = binary.LittleEndian.AppendUint32(f, uint32((end-begin)/2))
		for _, c := range p.FlatCoords()[begin:end] {
			f = binary.LittleEndian.AppendUint64(f, math.Float64bits(c))
		}
		begin = end
	}
	binary.BigEndian.PutUint32(f[start:], uint32(len(f)-start-4))
	return f
}
