package gis

import "math"

// stretch is a part of a line, as shares of its length.
type stretch struct{ from, to float64 }

// cuts returns the stretches of the line within the tolerance of others, from its
// beginning to its end.
func (l *line) cuts(others []line, cuts []stretch) []stretch {
	minX, maxX := min(l.x0, l.x1)-2, max(l.x0, l.x1)+2
	minY, maxY := min(l.y0, l.y1)-2, max(l.y0, l.y1)+2
	for i := range others {
		o := &others[i]
		if o.x0 < minX && o.x1 < minX || o.x0 > maxX && o.x1 > maxX ||
			o.y0 < minY && o.y1 < minY || o.y0 > maxY && o.y1 > maxY {
			continue
		}
		if cut, found := l.cut(o); found {
			cuts = append(cuts, cut)
			for j := len(cuts) - 1; j > 0 && cuts[j].from < cuts[j-1].from; j-- {
				cuts[j], cuts[j-1] = cuts[j-1], cuts[j]
			}
		}
	}
	return cuts
}

// cut is the stretch of l within the tolerance of o: where it passes the strip
// beside o or the circles about o's ends. The three overlap in one stretch.
func (l *line) cut(o *line) (stretch, bool) {
	cut := stretch{math.Inf(1), math.Inf(-1)}
	l.cutCircle(o.x0, o.y0, &cut)
	l.cutCircle(o.x1, o.y1, &cut)
	strip := stretch{0, 1}
	length := math.Sqrt(o.dx*o.dx + o.dy*o.dy)
	px, py := l.x0-o.x0, l.y0-o.y0
	if strip.clip(px*o.dx+py*o.dy, l.dx*o.dx+l.dy*o.dy, 0, length*length) &&
		strip.clip(o.dx*py-o.dy*px, o.dx*l.dy-o.dy*l.dx, -tolerance*length, tolerance*length) {
		cut.from, cut.to = min(cut.from, strip.from), max(cut.to, strip.to)
	}
	return cut, cut.from <= cut.to
}

// clip keeps the shares t for which low ≤ value + t·growth ≤ high.
func (s *stretch) clip(value, growth, low, high float64) bool {
	if growth == 0 {
		return low <= value && value <= high
	}
	from, to := (low-value)/growth, (high-value)/growth
	if from > to {
		from, to = to, from
	}
	s.from, s.to = max(s.from, from), min(s.to, to)
	return s.from <= s.to
}

// cutCircle widens the stretch by what lies within the tolerance of a point.
func (l *line) cutCircle(x, y float64, cut *stretch) {
	px, py := x-l.x0, y-l.y0
	across := (l.dx*py - l.dy*px)
	across *= across * l.perSquare // squared distance from the endless line
	if !(across <= tolerance*tolerance) {
		return
	}
	middle := (px*l.dx + py*l.dy) * l.perSquare
	half := math.Sqrt((tolerance*tolerance - across) * l.perSquare)
	if from, to := max(middle-half, 0), min(middle+half, 1); from <= to {
		cut.from, cut.to = min(cut.from, from), max(cut.to, to)
	}
}
