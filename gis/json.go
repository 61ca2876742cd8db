package gis

import (
	"fmt"
	"strconv"
)

// In JSON a point is [easting, northing] in metres with three decimals, a ring a
// list of points, and a polygon {"srid":5897,"rings":[[[e,n],…],…]}. Encoding
// and decoding are written by hand: they are most of the work of folding a sheet.

// MarshalJSON writes [549827.027,2329498.127].
func (p Point) MarshalJSON() ([]byte, error) { return p.append(make([]byte, 0, 28)), nil }

// MarshalJSON writes a list of points.
func (r Ring) MarshalJSON() ([]byte, error) { return r.append(make([]byte, 0, 2+27*len(r))), nil }

// MarshalJSON writes {"srid":5897,"rings":[[[549827.027,2329498.127],…],…]}.
func (p Polygon) MarshalJSON() ([]byte, error) {
	size := 32
	for _, ring := range p.Rings {
		size += 3 + 27*len(ring)
	}
	text := append(make([]byte, 0, size), `{"srid":`...)
	text = strconv.AppendInt(text, int64(p.SRID), 10)
	text = append(text, `,"rings":[`...)
	for i, ring := range p.Rings {
		if i > 0 {
			text = append(text, ',')
		}
		text = ring.append(text)
	}
	return append(text, ']', '}'), nil
}

func (r Ring) append(text []byte) []byte {
	text = append(text, '[')
	for i, p := range r {
		if i > 0 {
			text = append(text, ',')
		}
		text = p.append(text)
	}
	return append(text, ']')
}

func (p Point) append(text []byte) []byte {
	text = appendMetres(append(text, '['), p.E)
	text = appendMetres(append(text, ','), p.N)
	return append(text, ']')
}

func appendMetres(text []byte, mm int64) []byte {
	if mm < 0 {
		text = append(text, '-')
	}
	size := uint64(mm)
	if mm < 0 {
		size = -size
	}
	text = strconv.AppendUint(text, size/1000, 10)
	rest := size % 1000
	return append(text, '.', byte('0'+rest/100), byte('0'+rest/10%10), byte('0'+rest%10))
}

// UnmarshalJSON reads [easting, northing] in metres, to the nearest millimetre.
func (p *Point) UnmarshalJSON(text []byte) error {
	return decode(text, p, (*reader).point)
}

// UnmarshalJSON reads a list of points.
func (r *Ring) UnmarshalJSON(text []byte) error {
	return decode(text, r, (*reader).ring)
}

// UnmarshalJSON reads what MarshalJSON writes; members other than srid and rings
// are an error.
func (p *Polygon) UnmarshalJSON(text []byte) error {
	return decode(text, p, (*reader).polygon)
}

// decode reads one value and nothing after it. As everywhere in JSON, null
// leaves the value as it was.
func decode[T any](text []byte, into *T, read func(*reader) (T, error)) error {
	if string(text) == "null" {
		return nil
	}
	r := &reader{text: text}
	value, err := read(r)
	if err == nil && r.peek() != 0 {
		err = r.fault("nothing more")
	}
	if err != nil {
		return fmt.Errorf("decode a geometry: %w", err)
	}
	*into = value
	return nil
}
