package gis

import (
	"errors"
	"slices"
)

// ErrNotOnePiece says that polygons do not make up one surface whose inside is
// connected: they do not adjoin, meet at points only, or overlap.
var ErrNotOnePiece = errors.New("the polygons are not one piece")

// Dissolve returns the union of polygons that adjoin, normalised. First all of
// them get each other's points, as Cover says; then the edges that two of them
// share cancel out, and what is left is the boundary of the whole. All points of
// it stay, since others may know them. Each ring begins at its westernmost point.
//
// Polygons must be valid, of one zone, and must not overlap. ErrNotOnePiece if
// they are not one piece; what lies between them becomes a hole. A narrow gap between
// two of them can leave a Spike, which Validate tells.
func Dissolve(polygons []Polygon) (Polygon, error) {
	outline := chain{}
	for _, p := range match(polygons) {
		outline.add(p, 1)
	}
	edges, once := outline.directed()
	if !once {
		return Polygon{}, ErrNotOnePiece
	}
	whole := Polygon{}
	exteriors := 0
	for _, ring := range traceRings(edges) {
		whole.Rings = append(whole.Rings, ring)
		if ring.twiceArea() > 0 {
			exteriors++
			last := len(whole.Rings) - 1
			whole.Rings[0], whole.Rings[last] = whole.Rings[last], whole.Rings[0]
		}
	}
	if exteriors != 1 || slices.ContainsFunc(whole.Validate(), func(v Violation) bool { return v.Kind != Spike }) {
		return Polygon{}, ErrNotOnePiece
	}
	whole.SRID = polygons[0].SRID
	return whole, nil
}

// traceRings joins the directed edges of a boundary, which has its inside to the
// left, into rings that do not touch themselves.
func traceRings(edges [][2]Point) []Ring {
	leaving := map[Point][]Point{}
	for _, edge := range edges {
		leaving[edge[0]] = append(leaving[edge[0]], edge[1])
	}
	var rings []Ring
	for _, edge := range edges {
		if len(leaving[edge[0]]) == 0 {
			continue
		}
		ring := Ring{edge[0], takeRightmost(leaving, edge[0], edge[0])}
		for last := len(ring) - 1; ring[last] != ring[0]; last++ {
			ring = append(ring, takeRightmost(leaving, ring[last-1], ring[last]))
		}
		rings = append(rings, ring)
	}
	return rings
}

// takeRightmost removes and returns the end of that edge leaving a point which
// turns right most, coming from another: so the way stays with one piece of the
// outside, and a hole that touches another ring is a ring of its own.
func takeRightmost(leaving map[Point][]Point, before, at Point) Point {
	ends := leaving[at]
	most := 0
	for i := range ends {
		if sooner(at, before, ends[i], ends[most]) {
			most = i
		}
	}
	end := ends[most]
	leaving[at] = slices.Delete(ends, most, most+1)
	return end
}

// sooner says whether p is met before q when turning about a point, from before on
// counter-clockwise.
func sooner(about, before, p, q Point) bool {
	rightP, rightQ := isRight(about, before, p), isRight(about, before, q)
	if rightP != rightQ {
		return rightQ
	}
	return cross(about, p, q) > 0
}

// isRight says whether p lies half a turn from before or more.
func isRight(about, before, p Point) bool {
	turn := cross(about, before, p)
	return turn < 0 || turn == 0 && dot(about, before, p) < 0
}
