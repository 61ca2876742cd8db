package gis

import (
	"cmp"
	"math"
	"slices"
)

// insertion is a point that becomes a vertex of a side.
type insertion struct {
	at    Point
	ring  int
	side  int     // the vertex that the side ends with
	along float64 // share of the side
}

// Insert makes vertices of those points that lie within 1 mm of a side and are no
// vertex yet, each on the side nearest to it, and returns them. A point within 1 mm
// of a vertex, or of a point inserted before it, is that vertex. A side that got a
// point bends by as much, so that others may come within reach of it: they become
// vertices, too. A polygon that lacks none is returned as it is, without
// allocating; otherwise the rings of the receiver are not changed.
func (p Polygon) Insert(points []Point) (Polygon, []Point) {
	var inserted []Point
	for {
		insertions := p.insertions(points)
		if len(insertions) == 0 {
			return p, inserted
		}
		p = p.with(insertions)
		inserted = append(inserted, pointsOf(insertions)...)
	}
}

// Lacks returns what Insert would insert.
func (p Polygon) Lacks(points []Point) []Point {
	_, lacking := p.Insert(points)
	return lacking
}

func (p Polygon) insertions(points []Point) []insertion {
	if len(points) == 0 {
		return nil
	}
	var insertions []insertion
	reach := p.Bounds().Grow(1)
	for _, q := range points {
		if !reach.holds(q) || slices.ContainsFunc(insertions, func(i insertion) bool { return near(i.at, q) }) {
			continue
		}
		if i, found := p.sideAt(q); found {
			insertions = append(insertions, i)
		}
	}
	slices.SortFunc(insertions, func(a, b insertion) int {
		return cmp.Or(a.ring-b.ring, a.side-b.side, cmp.Compare(a.along, b.along))
	})
	return insertions
}

// sideAt finds the side, nearest to a point and within the tolerance of it, that
// lacks it; false too where the point is a vertex already.
func (p Polygon) sideAt(q Point) (insertion, bool) {
	found := insertion{at: q, side: -1}
	least := math.Inf(1)
	for i, ring := range p.Rings {
		for j := 1; j < len(ring); j++ {
			a, b := ring[j-1], ring[j]
			if !boxOf(a, b).Grow(1).holds(q) {
				continue
			}
			if near(a, q) || near(b, q) {
				return found, false
			}
			distance, along := distanceTo(a, b, q)
			if distance <= tolerance && distance < least {
				found.ring, found.side, found.along, least = i, j, along, distance
			}
		}
	}
	return found, found.side >= 0
}

// with is the polygon with the insertions, which are in the order of the boundary.
func (p Polygon) with(insertions []insertion) Polygon {
	rings := slices.Clone(p.Rings)
	for len(insertions) > 0 {
		number := insertions[0].ring
		old := rings[number]
		ring := make(Ring, 0, len(old)+len(insertions))
		for j, vertex := range old {
			for len(insertions) > 0 && insertions[0].ring == number && insertions[0].side == j {
				ring = append(ring, insertions[0].at)
				insertions = insertions[1:]
			}
			ring = append(ring, vertex)
		}
		rings[number] = ring
	}
	return Polygon{SRID: p.SRID, Rings: rings}
}

func pointsOf(insertions []insertion) []Point {
	var points []Point
	for _, i := range insertions {
		points = append(points, i.at)
	}
	return points
}

// near says whether two points are no more than 1 mm apart.
func near(p, q Point) bool { return abs(p.E-q.E)+abs(p.N-q.N) <= 1 }

// distanceTo is how many millimetres a point lies from the line ab, and at which
// share of the line.
func distanceTo(a, b, q Point) (distance, along float64) {
	square := float64(dot(a, b, b))
	switch along = float64(dot(a, b, q)) / square; {
	case square == 0 || along <= 0:
		return math.Sqrt(float64(dot(q, a, a))), 0
	case along >= 1:
		return math.Sqrt(float64(dot(q, b, b))), 1
	}
	return math.Abs(float64(cross(a, b, q))) / math.Sqrt(square), along
}
