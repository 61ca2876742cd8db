package gis

import (
	"cmp"
	"math"
	"slices"
)

// SliverWidth is, in metres, the mean width below which a surface is no piece of
// land but a slip of the survey: twice the best accuracy of a boundary point (5 cm
// at 1:200).
const SliverWidth = 0.1

// Perimeter returns the length of all rings, in m.
func (p Polygon) Perimeter() float64 {
	length := 0.0
	for _, ring := range p.Rings {
		for i := 1; i < len(ring); i++ {
			length += distance(ring[i-1], ring[i])
		}
	}
	return length / 1000
}

// MeanWidth returns twice the area by the perimeter, in m: nearly its width for a
// long and narrow polygon. An empty one has none.
func (p Polygon) MeanWidth() float64 {
	if perimeter := p.Perimeter(); perimeter > 0 {
		return 2 * p.Area() / perimeter
	}
	return 0
}

// SharedLength returns along how many metres the sides of a polygon run along
// sides of others, in either direction and nowhere farther than 1 mm apart. What
// runs along several others counts once; points that only one of them knows do
// not matter. SRIDs must be equal.
func SharedLength(p Polygon, others []Polygon) float64 {
	box := p.Bounds()
	var lines []line
	for _, other := range others {
		if reach := box.Grow(2); other.Bounds().Intersects(reach) {
			lines = other.linesWithin(reach, box.Min, lines)
		}
	}
	shared := 0.0
	var stretches []stretch
	for _, l := range p.lines(box.Min) {
		stretches = stretches[:0]
		for i := range lines {
			if s, runs := l.runsAlong(&lines[i]); runs {
				stretches = append(stretches, s)
			}
		}
		shared += covered(stretches)
	}
	return shared / 1000
}

// covered is the length of a union of stretches.
func covered(stretches []stretch) float64 {
	slices.SortFunc(stretches, func(a, b stretch) int { return cmp.Compare(a.from, b.from) })
	length, done := 0.0, math.Inf(-1)
	for _, s := range stretches {
		if s.to > done {
			length += s.to - max(s.from, done)
			done = s.to
		}
	}
	return length
}

// distance is how many millimetres two points are apart.
func distance(p, q Point) float64 {
	return math.Hypot(float64(q.E-p.E), float64(q.N-p.N))
}
