package gis

import "slices"

// match gives polygons the points of each other. A vertex within 1 mm of one of an
// earlier polygon is moved onto it; then those within 1 mm of a side become
// vertices of it. What runs along each other afterwards has the very same edges.
func match(polygons []Polygon) []Polygon {
	matched := make([]Polygon, len(polygons))
	known := pointSet{}
	for i, p := range polygons {
		matched[i] = p.Normalise().Move(known.moves(p)).withoutRepeats()
		known.add(matched[i])
	}
	points := known.points()
	for i, p := range matched {
		matched[i], _ = p.Insert(points)
	}
	return matched
}

// pointSet numbers vertices in the order in which they came.
type pointSet map[Point]int

func (s pointSet) add(p Polygon) {
	for _, ring := range p.Rings {
		for _, q := range ring {
			if _, known := s[q]; !known {
				s[q] = len(s)
			}
		}
	}
}

// points returns them in that order.
func (s pointSet) points() []Point {
	points := make([]Point, len(s))
	for q, i := range s {
		points[i] = q
	}
	return points
}

// moves are the vertices of a polygon that are not in the set, but have one in it
// within 1 mm: where to each moves.
func (s pointSet) moves(p Polygon) map[Point]Point {
	var moves map[Point]Point
	for _, ring := range p.Rings {
		for _, q := range ring {
			if to := s.nearest(q); to != q {
				if moves == nil {
					moves = map[Point]Point{}
				}
				moves[q] = to
			}
		}
	}
	return moves
}

// nearest is the point itself if it is in the set, the first that came of those
// within 1 mm, or else the point.
func (s pointSet) nearest(q Point) Point {
	if _, known := s[q]; known {
		return q
	}
	found, first := q, len(s)
	for _, to := range [...]Point{{q.E - 1, q.N}, {q.E + 1, q.N}, {q.E, q.N - 1}, {q.E, q.N + 1}} {
		if number, known := s[to]; known && number < first {
			found, first = to, number
		}
	}
	return found
}

// withoutRepeats leaves out points that repeat the one before.
func (p Polygon) withoutRepeats() Polygon {
	repeats := func(r Ring) bool {
		for i := 1; i < len(r); i++ {
			if r[i-1] == r[i] {
				return true
			}
		}
		return false
	}
	for i, ring := range p.Rings {
		if repeats(ring) {
			p.Rings = slices.Clone(p.Rings)
			p.Rings[i] = slices.Compact(slices.Clone(ring))
		}
	}
	return p
}
