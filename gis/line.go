package gis

import "math"

// line is one edge of a polygon in millimetres from a place nearby, for what is
// measured rather than decided: exact as long as the polygon is below 9,000 km.
type line struct {
	x0, y0, x1, y1 float64
	dx, dy         float64
	perSquare      float64 // 1 by the squared length
	ring           int
}

// lines returns every edge, relative to origin.
func (p Polygon) lines(origin Point) []line {
	count := 0
	for _, ring := range p.Rings {
		count += len(ring)
	}
	lines := make([]line, 0, count)
	for i, ring := range p.Rings {
		for j := 1; j < len(ring); j++ {
			lines = append(lines, lineOf(ring[j-1], ring[j], origin, i))
		}
	}
	return lines
}

func lineOf(a, b, origin Point, ring int) line {
	l := line{
		x0: float64(a.E - origin.E), y0: float64(a.N - origin.N),
		x1: float64(b.E - origin.E), y1: float64(b.N - origin.N),
		ring: ring,
	}
	l.dx, l.dy = l.x1-l.x0, l.y1-l.y0
	l.perSquare = 1 / (l.dx*l.dx + l.dy*l.dy)
	return l
}

// reach is the way from the line's closest point to a place.
func (l *line) reach(x, y float64) (px, py float64) {
	px, py = x-l.x0, y-l.y0
	if along := (px*l.dx + py*l.dy) * l.perSquare; along >= 1 {
		return x - l.x1, y - l.y1
	} else if along > 0 {
		return px - along*l.dx, py - along*l.dy
	}
	return px, py
}

// pointBetween is the place at the share t of the way from a to b.
func pointBetween(a, b Point, t float64) Point {
	return Point{
		E: a.E + int64(math.Round(t*float64(b.E-a.E))),
		N: a.N + int64(math.Round(t*float64(b.N-a.N))),
	}
}

// linesWithin appends the edges whose boxes meet the given one, relative to origin.
func (p Polygon) linesWithin(box Box, origin Point, lines []line) []line {
	for i, ring := range p.Rings {
		for j := 1; j < len(ring); j++ {
			if boxOf(ring[j-1], ring[j]).Intersects(box) {
				lines = append(lines, lineOf(ring[j-1], ring[j], origin, i))
			}
		}
	}
	return lines
}
