package gis

import "math"

// Adjoins says whether two polygons of one zone share a stretch of boundary, not
// only a point: a side of each runs along the other for more than 2 mm, nowhere
// farther than 1 mm apart. Points that only one of them knows do not part them.
func Adjoins(a, b Polygon) bool {
	boxA, boxB := a.Bounds().Grow(2), b.Bounds()
	if !boxA.Intersects(boxB) {
		return false
	}
	box := boxA.meet(boxB)
	var buffer [32]line
	lines := b.linesWithin(box, box.Min, buffer[:0])
	for _, ring := range a.Rings {
		for i := 1; i < len(ring); i++ {
			if !boxOf(ring[i-1], ring[i]).Intersects(box) {
				continue
			}
			l := lineOf(ring[i-1], ring[i], box.Min, 0)
			for j := range lines {
				if _, runs := l.runsAlong(&lines[j]); runs {
					return true
				}
			}
		}
	}
	return false
}

// runsAlong is the stretch of l, in millimetres from its beginning, where o is at
// its side: longer than 2 mm, and neither end of it leaves the tolerance.
func (l *line) runsAlong(o *line) (stretch, bool) {
	length := math.Sqrt(l.dx*l.dx + l.dy*l.dy)
	if length == 0 {
		return stretch{}, false
	}
	x, y := l.dx/length, l.dy/length // along l; across is (-y, x)
	from, to := (o.x0-l.x0)*x+(o.y0-l.y0)*y, (o.x1-l.x0)*x+(o.y1-l.y0)*y
	offFrom, offTo := (o.y0-l.y0)*x-(o.x0-l.x0)*y, (o.y1-l.y0)*x-(o.x1-l.x0)*y
	start, end := max(min(from, to), 0), min(max(from, to), length)
	if end-start <= 2 {
		return stretch{}, false
	}
	slope := (offTo - offFrom) / (to - from)
	return stretch{start, end}, math.Abs(offFrom+(start-from)*slope) <= tolerance && math.Abs(offFrom+(end-from)*slope) <= tolerance
}
