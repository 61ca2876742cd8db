package gis

import "math"

// tolerance is, in millimetres, how near a vertex of one polygon must be to the
// boundary of another to count as a point of it that was not inserted yet. The
// last digits keep exactly one millimetre within, whatever the direction.
const tolerance = 1 + 1e-6

// Intrusion is where two polygons claim the same ground.
type Intrusion struct {
	// At lies in what both claim, to the nearest millimetre.
	At Point
	// Area is the surface that both claim, in m².
	Area float64
}

// Overlap says whether the insides of two valid polygons of one zone meet: the
// boundary of one goes more than 1 mm deep into the other, or both are the same
// surface. Neighbours whose common boundary has points that only one of them
// knows, off by 1 mm at most, do not overlap; nor does what lies in a hole.
func Overlap(a, b Polygon) (Intrusion, bool) {
	boxA, boxB := a.Bounds(), b.Bounds()
	if !boxA.Intersects(boxB) {
		return Intrusion{}, false
	}
	box := boxA.meet(boxB)
	if box.Min.E == box.Max.E || box.Min.N == box.Max.N {
		return Intrusion{}, false
	}
	first := intrusion{intruder: a, ground: b, box: box}
	at, found := first.find()
	if !found {
		second := intrusion{intruder: b, ground: a, box: box}
		at, found = second.find()
	}
	if !found && first.near {
		at, found = sameSurface(a, b)
	}
	if !found {
		return Intrusion{}, false
	}
	return Intrusion{At: at, Area: CommonArea(a, b)}, true
}

// intrusion is the search for a place on the boundary of one polygon that lies
// deeper than the tolerance inside another. Each line of the intruder is cut
// where it comes within the tolerance of the ground's boundary; what is left
// between two cuts lies inside or outside as a whole, so one look at it decides.
type intrusion struct {
	intruder, ground Polygon
	box              Box
	// near is whether the boundaries came within the tolerance anywhere.
	near bool
}

func (s *intrusion) find() (Point, bool) {
	var buffer [32]line
	reach := s.box.Grow(2)
	lines := s.ground.linesWithin(reach, s.box.Min, buffer[:0])
	for _, ring := range s.intruder.Rings {
		known := false // that the ring is outside where the line begins
		for i := 1; i < len(ring); i++ {
			if !boxOf(ring[i-1], ring[i]).Intersects(reach) {
				known = true
				continue
			}
			at, deep, outside := s.follow(ring[i-1], ring[i], lines, known)
			if deep {
				return at, true
			}
			known = outside
		}
	}
	return Point{}, false
}

// follow goes along one line of the intruder, past the ground's lines. It returns
// a place deep in the ground if there is one, and otherwise whether the line ends
// outside for sure.
func (s *intrusion) follow(a, b Point, lines []line, outside bool) (at Point, deep, stillOutside bool) {
	l := lineOf(a, b, s.box.Min, 0)
	var buffer [16]stretch
	cuts := l.cuts(lines, buffer[:0])
	s.near = s.near || len(cuts) > 0
	whole := math.Sqrt(l.dx*l.dx + l.dy*l.dy)
	done := 0.0
	for i := 0; i <= len(cuts); i++ {
		next := stretch{1, 1}
		if i < len(cuts) {
			next = cuts[i]
		}
		if (next.from-done)*whole > 1e-6 {
			if !outside {
				middle := (done + next.from) / 2
				if s.ground.around(s.box.Min, l.x0+middle*l.dx, l.y0+middle*l.dy) {
					return pointBetween(a, b, middle), true, false
				}
			}
			outside = true
		}
		if i < len(cuts) {
			outside = false
			done = max(done, next.to)
		}
	}
	return Point{}, false, outside && done < 1
}

// around says whether the polygon is around a place that is not near its boundary,
// in millimetres from origin.
func (p Polygon) around(origin Point, x, y float64) bool {
	odd := false
	east, north := int64(math.Floor(x))+origin.E, int64(math.Floor(y))+origin.N
	for _, ring := range p.Rings {
		for i := 1; i < len(ring); i++ {
			a, b := ring[i-1], ring[i]
			if (a.N > north) == (b.N > north) || a.E < east && b.E < east {
				continue
			}
			dx, dy := float64(b.E-a.E), float64(b.N-a.N)
			turn := dx*(y-float64(a.N-origin.N)) - dy*(x-float64(a.E-origin.E))
			if (turn > 0) == (dy > 0) {
				odd = !odd
			}
		}
	}
	return odd
}

// sameSurface decides for two polygons of which neither boundary goes deep into
// the other: a place that is well inside one is then inside both or neither.
func sameSurface(a, b Polygon) (Point, bool) {
	if at, found := a.somewhereInside(); found && b.wellInside(at) {
		return at, true
	}
	at, found := b.somewhereInside()
	return at, found && a.wellInside(at)
}

// somewhereInside returns a grid point deeper inside than the tolerance, beside
// the middle of a long side if possible; false if there is none.
func (p Polygon) somewhereInside() (Point, bool) {
	var longest [2]Point
	var most int64
	for i, ring := range p.Rings {
		for j := 1; j < len(ring); j++ {
			if length := dot(ring[j-1], ring[j], ring[j]); i == 0 && length > most {
				longest, most = [2]Point{ring[j-1], ring[j]}, length
			}
		}
	}
	middle := pointBetween(longest[0], longest[1], 0.5)
	scale := 10 / math.Sqrt(float64(most)) // to 10 mm
	east := int64(math.Round(float64(longest[1].N-longest[0].N) * scale))
	north := int64(math.Round(float64(longest[1].E-longest[0].E) * scale))
	for _, q := range [2]Point{{middle.E - east, middle.N + north}, {middle.E + east, middle.N - north}} {
		if p.wellInside(q) {
			return q, true
		}
	}
	pole := p.Pole()
	return pole, p.wellInside(pole)
}

// wellInside says whether a point lies inside, and farther from the boundary than
// the tolerance.
func (p Polygon) wellInside(q Point) bool {
	if !p.Contains(q) {
		return false
	}
	for _, ring := range p.Rings {
		for j := 1; j < len(ring); j++ {
			if !boxOf(ring[j-1], ring[j]).Grow(2).holds(q) {
				continue
			}
			l := lineOf(ring[j-1], ring[j], q, 0)
			if x, y := l.reach(0, 0); x*x+y*y <= tolerance*tolerance {
				return false
			}
		}
	}
	return true
}
