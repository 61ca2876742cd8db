package gis

import "math"

// polePrecision bounds, in millimetres, how much farther from the boundary
// another point than the one found may lie.
const polePrecision = 1.0

// Pole returns the pole of inaccessibility: the point inside that is farthest
// from the boundary, by polylabel to a precision of 1 mm, rounded to the grid.
// The precision bounds the distance, not the place. The same polygon always has
// the same pole, wherever its zone's origin lies: of equally promising cells the
// one found first is looked at first.
//
// A cell is given up earlier than in the original where it lies between two
// sides that face each other: there a long parcel has a whole line of equally
// deep points, and millions of cells would have to be looked at.
func (p Polygon) Pole() Point {
	box := p.Bounds()
	width, height := float64(box.Max.E-box.Min.E), float64(box.Max.N-box.Min.N)
	if width == 0 || height == 0 {
		return box.Min
	}
	side := max(min(width, height), max(width, height)/256)
	search := poleSearch{lineIndex: newLineIndex(p.lines(box.Min)), count: 1}
	search.best = search.centroid()
	search.try(width/2, height/2, 0, 0)
	half := side / 2
	for x := 0.0; x < width; x += side {
		for y := 0.0; y < height; y += side {
			search.try(x+half, y+half, half, 0)
		}
	}
	best := search.run()
	return Point{E: box.Min.E + int64(math.Round(best.x)), N: box.Min.N + int64(math.Round(best.y))}
}

// poleCell is a square that may hold the pole.
type poleCell struct {
	x, y, half float64
	// distance is that of the centre from the boundary, negative outside.
	distance float64
	// promise is the most that any point of the square can reach.
	promise float64
	// nearest is the line that the centre is nearest to.
	nearest int
	order   int
}

type poleSearch struct {
	*lineIndex
	queue []poleCell // a heap: the most promising cell first
	best  poleCell
	count int
}

func (s *poleSearch) run() poleCell {
	for len(s.queue) > 0 {
		c := s.take()
		if !s.hopeful(c) {
			break
		}
		half := c.half / 2
		s.try(c.x-half, c.y-half, half, c.nearest)
		s.try(c.x+half, c.y-half, half, c.nearest)
		s.try(c.x-half, c.y+half, half, c.nearest)
		s.try(c.x+half, c.y+half, half, c.nearest)
	}
	return s.best
}

// try looks at a cell, and queues it unless it cannot beat the best point so far.
// A centre so near to a line that neither it nor its cell can is not looked at
// any further.
func (s *poleSearch) try(x, y, half float64, probably int) {
	s.count++
	enough := min(s.best.distance, s.best.distance+polePrecision-half*math.Sqrt2)
	distance, nearest, far := s.signedDistance(x, y, probably, enough)
	if !far {
		return
	}
	c := poleCell{x: x, y: y, half: half, distance: distance, promise: distance + half*math.Sqrt2, nearest: nearest, order: s.count}
	if s.hopeful(c) && distance > 2*half {
		c.promise = math.Min(c.promise, s.between(c, &s.lines[nearest]))
	}
	s.add(c)
}

// hopeful says whether the cell may hold a point that is worth finding.
func (s *poleSearch) hopeful(c poleCell) bool {
	return c.promise-s.best.distance > polePrecision
}

// between bounds the distances in a cell by the mean of those from the nearest
// line and from the nearest one on the other side: no point is farther from both.
func (s *poleSearch) between(c poleCell, nearest *line) float64 {
	ax, ay := nearest.reach(c.x, c.y)
	f := s.facing(facingLine{x: c.x, y: c.y, ax: ax, ay: ay, distance: c.distance, least: math.Inf(1), nearest: -1})
	if f.nearest < 0 {
		return math.Inf(1)
	}
	other, facing := math.Sqrt(f.least), &s.lines[f.nearest]
	growth := math.Abs(ax/c.distance+f.px/other) + math.Abs(ay/c.distance+f.py/other)
	return (c.distance + other + c.half*growth + nearest.bend(c, c.distance) + facing.bend(c, other)) / 2
}

// bend is by how much the distance from a line can exceed, within a cell, what it
// would be if the line had no ends.
func (l *line) bend(c poleCell, distance float64) float64 {
	along := ((c.x-l.x0)*l.dx + (c.y-l.y0)*l.dy) * l.perSquare
	reach := c.half * (math.Abs(l.dx) + math.Abs(l.dy)) * l.perSquare
	if along-reach >= 0 && along+reach <= 1 {
		return 0
	}
	return c.half * c.half / (distance - c.half*math.Sqrt2)
}

// centroid is the first guess: the centre of gravity of the exterior ring, which
// is what the lines up to the first that starts a new ring make.
func (s *poleSearch) centroid() poleCell {
	var area, x, y float64
	for _, l := range s.lines {
		if l.ring != 0 {
			break
		}
		f := l.x0*l.y1 - l.x1*l.y0
		x += (l.x0 + l.x1) * f
		y += (l.y0 + l.y1) * f
		area += f * 3
	}
	if area == 0 {
		x, y, area = s.lines[0].x0, s.lines[0].y0, 1
	}
	x, y = x/area, y/area
	distance, nearest, _ := s.signedDistance(x, y, 0, -1)
	return poleCell{x: x, y: y, distance: distance, nearest: nearest, order: 1}
}

func (a *poleCell) before(b *poleCell) bool {
	return a.promise > b.promise || a.promise == b.promise && a.order < b.order
}

// add takes the cell's centre if it is the best so far, and queues the cell.
func (s *poleSearch) add(c poleCell) {
	if c.distance > s.best.distance {
		s.best = c
	}
	if !s.hopeful(c) {
		return
	}
	s.queue = append(s.queue, c)
	for i := len(s.queue) - 1; i > 0; {
		parent := (i - 1) / 2
		if !s.queue[i].before(&s.queue[parent]) {
			break
		}
		s.queue[i], s.queue[parent] = s.queue[parent], s.queue[i]
		i = parent
	}
}

func (s *poleSearch) take() poleCell {
	first := s.queue[0]
	last := len(s.queue) - 1
	s.queue[0] = s.queue[last]
	s.queue = s.queue[:last]
	for i := 0; ; {
		child := 2*i + 1
		if child >= last {
			break
		}
		if child+1 < last && s.queue[child+1].before(&s.queue[child]) {
			child++
		}
		if !s.queue[child].before(&s.queue[i]) {
			break
		}
		s.queue[i], s.queue[child] = s.queue[child], s.queue[i]
		i = child
	}
	return first
}
