package gis

import "math"

const (
	// leastRatio is how many times as long as wide a sliver is at least.
	leastRatio = 20
	// leastTaper is the same for what opens to wider ground: sides that meet at more
	// than one degree have the tip of a piece of land between them.
	leastTaper = 2 / 0.017455064928217585
)

// strip is what lies between two tiles that face each other closely.
type strip struct {
	between      [2]int32 // tiles
	length, area float64  // mm, mm²
	open         float64  // mm: of the stretches that become wider than the limit
	box          Box      // around the side of one of them
	longest      float64  // mm: of the stretches that it was put together from
	across       [2]Point // the line from tile to tile in the middle of that one
}

func (s *strip) isSliver() bool {
	ratio := s.length * s.length / s.area
	return ratio >= leastTaper || ratio >= leastRatio && s.open < s.length/2
}

// joined adds a strip to those apart from each other, together with which it may
// be one.
func joined(apart []strip, s strip) []strip {
	kept := apart[:0]
	for _, o := range apart {
		if !o.box.Intersects(s.box.Grow(1)) {
			kept = append(kept, o)
			continue
		}
		s.length, s.area, s.open, s.box = s.length+o.length, s.area+o.area, s.open+o.open, s.box.join(o.box)
		if o.longest > s.longest || o.longest == s.longest && comparePoints(o.across[0], s.across[0]) < 0 {
			s.longest, s.across = o.longest, o.across
		}
	}
	return append(kept, s)
}

// strip is what lies between two edges, with both their tiles on the far side,
// as far as it is no wider than limit in millimetres.
func (e *looseEdge) strip(o *looseEdge, limit float64) (strip, bool) {
	if !e.against(o) {
		return strip{}, false
	}
	l, m := lineOf(e.from, e.to, e.from, 0), lineOf(o.from, o.to, e.from, 0)
	length := math.Sqrt(l.dx*l.dx + l.dy*l.dy)
	x, y := l.dx/length, l.dy/length // along e; to the right of it is (y, -x)
	last, first := m.x0*x+m.y0*y, m.x1*x+m.y1*y
	widthLast, widthFirst := m.x0*y-m.y0*x, m.x1*y-m.y1*x
	facing := stretch{0, 1} // shares of the way from first to last
	if !facing.clip(first, last-first, 0, length) {
		return strip{}, false
	}
	whole := facing
	if !facing.clip(widthFirst, widthLast-widthFirst, 0, limit) {
		return strip{}, false
	}
	width := func(share float64) float64 { return widthFirst + share*(widthLast-widthFirst) }
	from, to := first+facing.from*(last-first), first+facing.to*(last-first)
	if to <= from || max(width(facing.from), width(facing.to)) <= tolerance {
		return strip{}, false
	}
	open := 0.0
	if max(width(whole.from), width(whole.to)) > limit {
		open = to - from
	}
	middle, aside := (from+to)/2, width((facing.from+facing.to)/2)
	foot := pointBetween(e.from, e.to, middle/length)
	return strip{
		between: [2]int32{e.tile, o.tile},
		length:  to - from, longest: to - from, open: open,
		area:   (to - from) * (width(facing.from) + width(facing.to)) / 2,
		box:    boxOf(pointBetween(e.from, e.to, from/length), pointBetween(e.from, e.to, to/length)),
		across: [2]Point{foot, {E: foot.E + int64(math.Round(aside*y)), N: foot.N - int64(math.Round(aside*x))}},
	}, true
}
