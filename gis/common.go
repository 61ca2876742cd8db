package gis

import "math"

// CommonArea returns the surface of what two valid polygons of one zone have in
// common, in m². Nothing is constructed, so that it never fails: the ground below
// a line counts as positive where the line leads west and negative where it leads
// east, so a polygon is the sum of the grounds below its lines, and what two have
// in common the sum of what any two such grounds have.
func CommonArea(a, b Polygon) float64 {
	boxA, boxB := a.Bounds(), b.Bounds()
	if !boxA.Intersects(boxB) {
		return 0
	}
	box := boxA.meet(boxB)
	base := Point{E: box.Min.E, N: min(boxA.Min.N, boxB.Min.N)}
	width := float64(box.Max.E - box.Min.E)
	linesA, linesB := a.Normalise().linesAbove(base, width), b.Normalise().linesAbove(base, width)
	square := 0.0
	for i := range linesA {
		for j := range linesB {
			square += linesA[i].commonBelow(&linesB[j])
		}
	}
	return max(0, square/1e6)
}

// slope is a line as a height over each place from west to east.
type slope struct {
	from, to   float64
	low, climb float64 // height at 0, and by how much it grows
	sign       float64 // -1 where the line leads east
}

// linesAbove are the lines of the polygon between two meridians, from base on.
func (p Polygon) linesAbove(base Point, width float64) []slope {
	var slopes []slope
	for _, ring := range p.Rings {
		for i := 1; i < len(ring); i++ {
			l := lineOf(ring[i-1], ring[i], base, 0)
			s := slope{from: max(0, min(l.x0, l.x1)), to: min(width, max(l.x0, l.x1)), sign: 1}
			if s.from >= s.to {
				continue
			}
			if l.dx > 0 {
				s.sign = -1
			}
			s.climb = l.dy / l.dx
			s.low = l.y0 - l.x0*s.climb
			slopes = append(slopes, s)
		}
	}
	return slopes
}

// commonBelow is the signed surface of what lies below both: the lower of two
// heights is their mean less half of their difference.
func (s *slope) commonBelow(o *slope) float64 {
	from, to := max(s.from, o.from), min(s.to, o.to)
	if from >= to {
		return 0
	}
	middle := (from + to) / 2
	sum := s.low + o.low + (s.climb+o.climb)*middle
	low, climb := s.low-o.low, s.climb-o.climb
	first, last := low+climb*from, low+climb*to
	difference := math.Abs(first+last) / 2
	if (first > 0) != (last > 0) && first != last {
		difference = (first*first + last*last) / (2 * math.Abs(first-last))
	}
	return s.sign * o.sign * (to - from) * (sum - difference) / 2
}
