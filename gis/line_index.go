package gis

import "math"

const (
	// run is how many lines, or boxes of the level below, one box holds.
	run = 8
	// fewLines are looked at one by one: a tree would not pay.
	fewLines = 64
	// slack is by how many millimetres a box is taken to reach farther than it
	// does, so that rounding never hides a line.
	slack = 0.001
)

// lineIndex finds lines near a place. Lines that follow each other in a ring lie
// beside each other, so that the tree is the list itself: boxes around runs of
// lines, boxes around runs of those, and so on.
type lineIndex struct {
	lines  []line
	levels [][]extent // the first around lines; none where the lines are few
}

// extent is a box around lines, in their coordinates.
type extent struct {
	x0, y0, x1, y1 float64
	// The lines lead from one height to another, if each begins at the height
	// where the one before ends.
	from, to float64
	leads    bool
}

func newLineIndex(lines []line) *lineIndex {
	x := &lineIndex{lines: lines}
	if len(lines) <= fewLines {
		return x
	}
	boxes := make([]extent, len(lines))
	for i, l := range lines {
		boxes[i] = extent{
			min(l.x0, l.x1) - slack, min(l.y0, l.y1) - slack,
			max(l.x0, l.x1) + slack, max(l.y0, l.y1) + slack,
			l.y0, l.y1, true,
		}
	}
	for len(boxes) > run {
		boxes = around(boxes)
		x.levels = append(x.levels, boxes)
	}
	return x
}

// around returns the boxes around runs of boxes.
func around(boxes []extent) []extent {
	var larger []extent
	for from := 0; from < len(boxes); from += run {
		whole := boxes[from]
		for _, b := range boxes[from+1 : min(from+run, len(boxes))] {
			whole = extent{
				min(whole.x0, b.x0), min(whole.y0, b.y0), max(whole.x1, b.x1), max(whole.y1, b.y1),
				whole.from, b.to, whole.leads && b.leads && whole.to == b.from,
			}
		}
		larger = append(larger, whole)
	}
	return larger
}

// square is the square of the distance from a place, 0 within the box.
func (e *extent) square(x, y float64) float64 {
	dx, dy := beyond(x, e.x0, e.x1), beyond(y, e.y0, e.y1)
	return dx*dx + dy*dy
}

// beyond is how far v lies outside of a span.
func beyond(v, low, high float64) float64 {
	if v < low {
		return low - v
	} else if v > high {
		return v - high
	}
	return 0
}

// look is what a search does: it says which boxes, at the square of a distance,
// may matter, and looks at the lines in them, of which the first has a number.
type look interface {
	matters(box *extent, square float64) bool
	at(lines []line, first int)
}

// search shows all lines that matter, those of nearer boxes first.
func (x *lineIndex) search(px, py float64, look look) {
	top := len(x.levels) - 1
	x.descend(top+1, 0, len(x.levels[top]), px, py, look)
}

// descend goes through the boxes from, up to to, of the level below the given one.
func (x *lineIndex) descend(level, from, to int, px, py float64, look look) {
	if level == 0 {
		look.at(x.lines[from:to], from)
		return
	}
	below := len(x.lines)
	if level > 1 {
		below = len(x.levels[level-2])
	}
	boxes := x.levels[level-1]
	order, squares := nearestFirst(boxes[from:to], px, py)
	for i := range to - from {
		if child := from + int(order[i]); look.matters(&boxes[child], squares[i]) {
			x.descend(level-1, child*run, min(child*run+run, below), px, py, look)
		}
	}
}

// nearestFirst is the order of at most a run of boxes by their distance, of
// which it tells the squares.
func nearestFirst(boxes []extent, x, y float64) (order [run]uint8, squares [run]float64) {
	for i := range boxes {
		square := boxes[i].square(x, y)
		j := i
		for ; j > 0 && squares[j-1] > square; j-- {
			squares[j], order[j] = squares[j-1], order[j-1]
		}
		squares[j], order[j] = square, uint8(i)
	}
	return order, squares
}

// nearestLine looks for the line nearest to a place, the first of equals, and
// counts the lines to the east of it.
type nearestLine struct {
	x, y float64
	// give is the square of a distance that is not worth going on below.
	give    float64
	least   float64 // square
	nearest int
	odd     bool // the number of lines to the east
	near    bool // given up
}

// matters passes by lines that lie too far away and wholly to the east: whether
// an odd number of them crosses the height of the place, their ends tell.
func (n *nearestLine) matters(e *extent, square float64) bool {
	switch {
	case n.near:
		return false
	case square <= n.least:
		return true
	case n.y < e.y0 || n.y > e.y1 || n.x > e.x1:
		return false
	case n.x >= e.x0 || !e.leads:
		return true
	}
	n.odd = n.odd != ((e.from > n.y) != (e.to > n.y))
	return false
}

func (n *nearestLine) at(lines []line, first int) {
	x, y, give, least, nearest, odd := n.x, n.y, n.give, n.least, n.nearest, n.odd
	for i := range lines {
		l := &lines[i]
		if (l.y0 > y) != (l.y1 > y) {
			// The line crosses the height of the place: to the east of it?
			if turn := l.dx*(y-l.y0) - l.dy*(x-l.x0); (turn > 0) == (l.dy > 0) {
				odd = !odd
			}
		}
		px, py := l.reach(x, y)
		if square := px*px + py*py; square < least || square == least && first+i < nearest {
			if square <= give {
				n.near = true
				return
			}
			least, nearest = square, first+i
		}
	}
	n.least, n.nearest, n.odd = least, nearest, odd
}

func (x *lineIndex) nearest(n nearestLine) nearestLine {
	if len(x.levels) == 0 {
		n.at(x.lines, 0)
		return n
	}
	among := n
	x.search(n.x, n.y, &among)
	return among
}

// facingLine looks for the line nearest to a place, the first of equals, on the
// other side from a way that leads to the place from a line.
type facingLine struct {
	x, y, ax, ay float64
	distance     float64 // of the way
	least        float64 // square
	nearest      int     // -1: none
	px, py       float64 // the way from it
}

func (f *facingLine) matters(e *extent, square float64) bool {
	if square > f.least {
		return false
	}
	ahead := max(f.ax*(e.x0-f.x), f.ax*(e.x1-f.x)) + max(f.ay*(e.y0-f.y), f.ay*(e.y1-f.y))
	return ahead > 0
}

func (f *facingLine) at(lines []line, first int) {
	for i := range lines {
		px, py := lines[i].reach(f.x, f.y)
		square := px*px + py*py
		if square > f.least || square == f.least && first+i > f.nearest {
			continue
		}
		if against := f.ax*px + f.ay*py; against < 0 && 4*against*against > f.distance*f.distance*square {
			f.least, f.nearest, f.px, f.py = square, first+i, px, py
		}
	}
}

func (x *lineIndex) facing(f facingLine) facingLine {
	if len(x.levels) == 0 {
		f.at(x.lines, 0)
		return f
	}
	among := f
	x.search(f.x, f.y, &among)
	return among
}

// signedDistance is how far a place lies from the nearest line, and which that
// is: positive inside the polygon that the lines bound, negative outside. It is
// given up, with false, once the place is known to be no farther than enough,
// which the line that is probably near is asked first.
func (x *lineIndex) signedDistance(px, py float64, probably int, enough float64) (distance float64, nearest int, far bool) {
	rx, ry := x.lines[probably].reach(px, py)
	n := nearestLine{x: px, y: py, give: -1, least: rx*rx + ry*ry, nearest: probably}
	if enough >= 0 {
		n.give = enough * enough
		if n.least <= n.give {
			return 0, 0, false
		}
	}
	n = x.nearest(n)
	switch {
	case n.near:
		return 0, 0, false
	case n.odd:
		return math.Sqrt(n.least), n.nearest, true
	}
	return -math.Sqrt(n.least), n.nearest, true
}
