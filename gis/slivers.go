package gis

import "math"

// leastRatio is how many times as long as wide a sliver is at least.
const leastRatio = 20

// strip is what lies between two tiles that face each other closely.
type strip struct {
	between      [2]int32 // tiles
	length, area float64  // mm, mm²
	box          Box      // around the side of one of them
	longest      float64  // mm: of the stretches that it was put together from
	at           Point    // in the middle of that one
}

// slivers finds the strips between loose edges that face each other.
func (c *tileCheck) slivers(edges []looseEdge) []TileFault {
	tree := newEdgeTree(edges)
	strips := map[[2]int32][]strip{}
	for _, s := range inParallel(len(edges), nil, func(i int, found []strip) []strip {
		a := &edges[i]
		tree.around(*a, c.reach, func(number int) {
			if b := &edges[number]; number > i {
				limit := max(1000*SliverWidth, c.tolerance(a.tile, b.tile))
				if s, faces := a.strip(b, limit); faces {
					found = append(found, s)
				}
			}
		})
		return found
	}) {
		strips[s.between] = joined(strips[s.between], s)
	}
	var faults []TileFault
	for _, apart := range strips {
		for _, s := range apart {
			if s.length*s.length >= leastRatio*s.area && !c.claimed(s.at) {
				faults = append(faults, c.sliver(s))
			}
		}
	}
	return faults
}

func (c *tileCheck) sliver(s strip) TileFault {
	fault := TileFault{
		Kind: TileSliver, A: c.tiles[s.between[0]].Key, B: c.tiles[s.between[1]].Key,
		At: s.at, Area: s.area / 1e6, Length: s.length / 1000,
	}
	if s.between[0] == s.between[1] {
		fault.B = -1
	}
	return fault
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
		s.length, s.area, s.box = s.length+o.length, s.area+o.area, s.box.join(o.box)
		if o.longest > s.longest || o.longest == s.longest && comparePoints(o.at, s.at) < 0 {
			s.longest, s.at = o.longest, o.at
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
	if !facing.clip(first, last-first, 0, length) || !facing.clip(widthFirst, widthLast-widthFirst, 0, limit) {
		return strip{}, false
	}
	width := func(share float64) float64 { return widthFirst + share*(widthLast-widthFirst) }
	from, to := first+facing.from*(last-first), first+facing.to*(last-first)
	if to <= from || max(width(facing.from), width(facing.to)) <= tolerance {
		return strip{}, false
	}
	middle, aside := (from+to)/2, width((facing.from+facing.to)/2)/2
	return strip{
		between: [2]int32{e.tile, o.tile},
		length:  to - from, longest: to - from,
		area: (to - from) * (width(facing.from) + width(facing.to)) / 2,
		box:  boxOf(pointBetween(e.from, e.to, from/length), pointBetween(e.from, e.to, to/length)),
		at: Point{
			E: e.from.E + int64(math.Round(middle*x+aside*y)),
			N: e.from.N + int64(math.Round(middle*y-aside*x)),
		},
	}, true
}
