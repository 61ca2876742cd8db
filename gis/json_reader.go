package gis

import (
	"errors"
	"fmt"
	"math"
	"strconv"
)

// reader goes through JSON text once.
type reader struct {
	text []byte
	at   int
}

func (r *reader) polygon() (Polygon, error) {
	var p Polygon
	err := r.list('{', '}', func() error {
		name, err := r.name()
		switch {
		case err != nil:
			return err
		case name == "srid":
			p.SRID, err = r.srid()
		case name == "rings":
			p.Rings, err = r.rings()
		default:
			return fmt.Errorf("unknown member %q", name)
		}
		return err
	})
	return p, err
}

func (r *reader) rings() ([]Ring, error) {
	rings := make([]Ring, 0, 1)
	err := r.list('[', ']', func() error {
		ring, err := r.ring()
		rings = append(rings, ring)
		return err
	})
	return rings, err
}

func (r *reader) ring() (Ring, error) {
	ring := make(Ring, 0, r.points())
	err := r.list('[', ']', func() error {
		p, err := r.point()
		ring = append(ring, p)
		return err
	})
	return ring, err
}

// points counts the points of the ring that begins here, by their brackets.
func (r *reader) points() int {
	n, depth := 0, 0
	for _, c := range r.text[r.at:] {
		switch c {
		case '[':
			if depth++; depth == 2 {
				n++
			}
		case ']':
			if depth--; depth <= 0 {
				return n
			}
		}
	}
	return n
}

func (r *reader) point() (Point, error) {
	if err := r.expect('['); err != nil {
		return Point{}, err
	}
	e, err := r.metres()
	if err != nil {
		return Point{}, err
	}
	if err := r.expect(','); err != nil {
		return Point{}, err
	}
	n, err := r.metres()
	if err != nil {
		return Point{}, err
	}
	return Point{E: e, N: n}, r.expect(']')
}

// list reads what stands between two brackets, separated by commas.
func (r *reader) list(open, end byte, item func() error) error {
	if err := r.expect(open); err != nil {
		return err
	}
	if r.peek() == end {
		r.at++
		return nil
	}
	for {
		if err := item(); err != nil {
			return err
		}
		if r.peek() != ',' {
			return r.expect(end)
		}
		r.at++
	}
}

func (r *reader) name() (string, error) {
	if err := r.expect('"'); err != nil {
		return "", err
	}
	start := r.at
	for r.at < len(r.text) && r.text[r.at] != '"' {
		r.at++
	}
	name := string(r.text[start:r.at])
	if err := r.expect('"'); err != nil {
		return "", err
	}
	return name, r.expect(':')
}

func (r *reader) srid() (int, error) {
	srid, err := strconv.Atoi(string(r.number()))
	if err != nil {
		return 0, r.fault("a whole number")
	}
	return srid, nil
}

// metres reads a number in metres as whole millimetres. The usual form, up to
// twelve digits and three decimals, needs no float.
func (r *reader) metres() (int64, error) {
	text := r.number()
	digits, negative := text, false
	if len(digits) > 0 && digits[0] == '-' {
		digits, negative = digits[1:], true
	}
	var mm int64
	decimals := -1
	for _, c := range digits {
		switch {
		case c == '.' && decimals < 0:
			decimals = 0
		case '0' <= c && c <= '9':
			mm = 10*mm + int64(c-'0')
			if decimals >= 0 {
				decimals++
			}
		default:
			return r.unusualMetres(text)
		}
	}
	if decimals > 3 || decimals == 0 || len(digits) == 0 || len(digits) > 15 || digits[0] == '.' {
		return r.unusualMetres(text)
	}
	for range 3 - max(decimals, 0) {
		mm *= 10
	}
	if negative {
		mm = -mm
	}
	return mm, nil
}

var errTooFar = errors.New("a coordinate is out of every range")

func (r *reader) unusualMetres(text []byte) (int64, error) {
	metres, err := strconv.ParseFloat(string(text), 64)
	if err != nil {
		return 0, r.fault("a number")
	}
	if math.Abs(metres) > 1e12 {
		return 0, errTooFar
	}
	return int64(math.Round(metres * 1000)), nil
}

// number takes the characters that a number may consist of.
func (r *reader) number() []byte {
	r.peek()
	start := r.at
	for r.at < len(r.text) {
		c := r.text[r.at]
		if (c < '0' || c > '9') && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E' {
			break
		}
		r.at++
	}
	return r.text[start:r.at]
}

// peek returns the next character that is no space, or 0 at the end.
func (r *reader) peek() byte {
	for r.at < len(r.text) {
		c := r.text[r.at]
		if c != ' ' && c != '\n' && c != '\t' && c != '\r' {
			return c
		}
		r.at++
	}
	return 0
}

func (r *reader) expect(c byte) error {
	if r.peek() != c {
		return r.fault(strconv.QuoteRune(rune(c)))
	}
	r.at++
	return nil
}

func (r *reader) fault(wanted string) error {
	return fmt.Errorf("at byte %d: %s expected", r.at, wanted)
}
