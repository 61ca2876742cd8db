package gis

import (
	"cmp"
	"slices"
)

// touch says that a hole meets another ring at a point, and with which vertex the
// hole's line begins that does.
type touch struct {
	at          Point
	hole, other int32
	vertex      int32
}

// few is up to how many edges comparing each with each beats sorting them.
const few = 40

// checkLines compares every two edges whose boxes meet: side by side from west
// to east, so that few others are ever met.
func (v *validator) checkLines() {
	sorted := len(v.edges) > few
	if sorted {
		slices.SortFunc(v.edges, func(a, b edge) int { return cmp.Compare(a.minE, b.minE) })
	}
	for i := range v.edges {
		a := &v.edges[i]
		south, north := min(a.a.N, a.b.N), max(a.a.N, a.b.N)
		for j := i + 1; j < len(v.edges); j++ {
			b := &v.edges[j]
			if b.minE > a.maxE {
				if sorted {
					break
				}
				continue
			}
			if b.maxE < a.minE || b.a.N < south && b.b.N < south || b.a.N > north && b.b.N > north {
				continue
			}
			v.compare(a, b)
		}
	}
}

// compare reports what two edges with a common point have no right to.
func (v *validator) compare(a, b *edge) {
	contact, at := meet(a.a, a.b, b.a, b.b)
	if contact == apart {
		return
	}
	if a.ring < b.ring {
		a, b = b, a // a fault between two rings is the hole's
	}
	ring, vertex := int(a.ring), int(a.vertex)
	switch {
	case a.ring != b.ring && contact == atPoint:
		v.touches = append(v.touches, touch{at: at, hole: a.ring, other: b.ring, vertex: a.vertex})
	case a.ring != b.ring:
		v.report(RingsCross, at, ring, vertex)
	case a.spiked && b.spiked || contact != crossing && (a.spiked || b.spiked):
		// The arms of a spike lie on each other or on their neighbours: said already.
	case contact != atPoint:
		v.report(SelfIntersection, at, ring, vertex)
	case !a.next(b) && !b.next(a) && !slices.Contains(v.feet, at):
		v.report(SelfTouch, at, ring, vertex)
	}
}

// next says whether b follows a in their ring.
func (a *edge) next(b *edge) bool {
	return b.place == a.place+1 || a.place == a.last && b.place == 0
}

// contact is what two lines have in common.
type contact int8

const (
	apart contact = iota
	// atPoint: an end of one lies on the other.
	atPoint
	// crossing: they pass through each other.
	crossing
	// along: they share a stretch.
	along
)

// meet says what the lines ab and cd have in common, and where. Exact, but for
// the place of a crossing, which is rounded to the millimetre.
func meet(a, b, c, d Point) (contact, Point) {
	sideC, sideD := cross(a, b, c), cross(a, b, d)
	if sideC > 0 && sideD > 0 || sideC < 0 && sideD < 0 {
		return apart, Point{}
	}
	sideA, sideB := cross(c, d, a), cross(c, d, b)
	if sideA > 0 && sideB > 0 || sideA < 0 && sideB < 0 {
		return apart, Point{}
	}
	if sideC == 0 && sideD == 0 {
		return meetOnLine(a, b, c, d)
	}
	switch {
	case sideC == 0:
		return atPoint, c
	case sideD == 0:
		return atPoint, d
	case sideA == 0:
		return atPoint, a
	case sideB == 0:
		return atPoint, b
	}
	t := float64(sideA) / (float64(sideA) - float64(sideB))
	return crossing, pointBetween(a, b, t)
}

// meetOnLine is meet for four points on one line.
func meetOnLine(a, b, c, d Point) (contact, Point) {
	order := func(p Point) int64 { return p.E }
	if a.E == b.E {
		order = func(p Point) int64 { return p.N }
	}
	if order(a) > order(b) {
		a, b = b, a
	}
	if order(c) > order(d) {
		c, d = d, c
	}
	if order(c) > order(a) {
		a = c
	}
	if order(d) < order(b) {
		b = d
	}
	switch {
	case order(a) > order(b):
		return apart, Point{}
	case a == b:
		return atPoint, a
	}
	return along, a
}
