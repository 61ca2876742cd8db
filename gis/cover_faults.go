package gis

import (
	"math"

	"github.com/peterstace/simplefeatures/geom"
)

// leastCommon is, in m², what rounding makes of nothing in common.
const leastCommon = 1e-8

// findFaults names the pieces whose boundaries are the rest of the chain.
func (c *Covering) findFaults(rest chain) {
	origin := rest.somewhere()
	ground, parts := simpleAll(c.Ground, origin), simpleAll(c.Parts, origin)
	if covered, err := geom.UnionMany(parts); err == nil {
		for i, g := range ground {
			c.report(CoverFault{Kind: CoverGap, Part: -1, Other: i}, origin, g, covered, geom.Difference)
		}
	}
	whole, err := geom.UnionMany(ground)
	for i, part := range parts {
		for j := range i {
			if CommonArea(c.Parts[j], c.Parts[i]) > leastCommon {
				c.report(CoverFault{Kind: CoverOverlap, Part: j, Other: i}, origin, parts[j], part, geom.Intersection)
			}
		}
		if err == nil {
			c.report(CoverFault{Kind: CoverOutside, Part: i, Other: -1}, origin, part, whole, geom.Difference)
		}
	}
	if len(c.Faults) == 0 {
		c.Faults = []CoverFault{c.unnamed(origin)}
	}
}

// report adds a fault like the given one for each piece that an operation leaves.
func (c *Covering) report(fault CoverFault, origin Point, a, b geom.Geometry, operation func(a, b geom.Geometry) (geom.Geometry, error)) {
	left, err := operation(a, b)
	if err != nil {
		return
	}
	for _, piece := range left.Dump() {
		polygon, isSurface := piece.AsPolygon()
		if !isSurface || polygon.IsEmpty() {
			continue
		}
		fault.At = onGrid(polygon, origin).deepest()
		fault.Area = polygon.Area()
		fault.Width = 2 * fault.Area / polygon.Boundary().Length()
		fault.Sliver = fault.Width < SliverWidth
		c.Faults = append(c.Faults, fault)
	}
}

// deepest is the pole of a piece, or a point of one that is narrower than the grid.
func (p Polygon) deepest() Point {
	if p.Area() == 0 {
		return p.Rings[0][0]
	}
	return p.Pole()
}

// unnamed is the fault of a covering that the chain refutes and in which no piece
// was found: it tells where, and by how much the areas differ.
func (c *Covering) unnamed(at Point) CoverFault {
	fault := CoverFault{Kind: CoverGap, Part: -1, Other: -1, At: at, Sliver: true}
	for _, p := range c.Ground {
		fault.Area += p.Area()
	}
	for _, p := range c.Parts {
		fault.Area -= p.Area()
	}
	if fault.Area < 0 {
		fault.Kind, fault.Area = CoverOverlap, -fault.Area
	}
	return fault
}

// somewhere is the westernmost end of the chain's edges.
func (c chain) somewhere() Point {
	west := Point{E: math.MaxInt64}
	for edge := range c {
		if comparePoints(edge[0], west) < 0 {
			west = edge[0]
		}
	}
	return west
}

// simpleAll are the polygons in metres from origin, for computing with a library.
func simpleAll(polygons []Polygon, origin Point) []geom.Geometry {
	geometries := make([]geom.Geometry, len(polygons))
	for k, p := range polygons {
		rings := make([][]float64, len(p.Rings))
		for i, ring := range p.Rings {
			for _, q := range ring {
				rings[i] = append(rings[i], float64(q.E-origin.E)/1000, float64(q.N-origin.N)/1000)
			}
		}
		geometries[k] = geom.NewPolygonXY(rings...).AsGeometry()
	}
	return geometries
}

// onGrid is a polygon in metres from origin, to the nearest millimetre.
func onGrid(polygon geom.Polygon, origin Point) Polygon {
	var p Polygon
	for _, line := range polygon.DumpRings() {
		places := line.Coordinates()
		ring := make(Ring, places.Length())
		for i := range ring {
			at := places.GetXY(i)
			ring[i] = Point{E: origin.E + int64(math.Round(at.X*1000)), N: origin.N + int64(math.Round(at.Y*1000))}
		}
		p.Rings = append(p.Rings, ring)
	}
	return p.withoutRepeats()
}
