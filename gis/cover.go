package gis

import (
	"cmp"
	"slices"
)

// Covering is how parts lie on the ground that they are made of.
type Covering struct {
	// Ground is normalised, with the points that the parts put on its sides.
	Ground []Polygon
	// Parts are normalised, with the points of the ground and of each other. What
	// was within 1 mm of a vertex of the ground is that vertex.
	Parts []Polygon
	// Faults are the places where the parts do not cover the ground exactly, the
	// largest first; none: they do.
	Faults []CoverFault
}

// CoverFaultKind is the stable code of a way in which parts do not cover.
type CoverFaultKind string

const (
	// CoverGap: ground that no part covers.
	CoverGap CoverFaultKind = "GAP"
	// CoverOverlap: ground that two parts claim.
	CoverOverlap CoverFaultKind = "OVERLAP"
	// CoverOutside: a part reaches beyond the ground.
	CoverOutside CoverFaultKind = "OUTSIDE"
)

// CoverFault is one piece that keeps parts from covering the ground.
type CoverFault struct {
	Kind CoverFaultKind
	// Part numbers the part that overlaps or lies outside, from 0; -1 for a gap.
	Part int
	// Other numbers the other part of an overlap, or the ground that has a gap;
	// -1 for what lies outside.
	Other int
	// At lies in the piece, to the nearest millimetre.
	At Point
	// Area is in m², Width the mean width in m.
	Area, Width float64
	// Sliver: the mean width is below SliverWidth.
	Sliver bool
}

// Cover finds whether parts cover the ground exactly, without gap and overlap.
// First all of them get each other's points: a vertex within 1 mm of one of an
// earlier polygon is moved onto it, the ground's being the earliest; then those
// within 1 mm of a side become vertices of it. Then the sum of the parts' directed
// edges must be that of the ground's: inner edges cancel out, since each is passed
// once either way. Two sets of valid polygons with the same sum cover every place
// equally often, so that this is a proof; only where it fails are the faults
// looked for.
//
// Polygons must be valid, of one zone, and those of the ground must not overlap.
// Moving points by 1 mm can make a narrow part invalid: see to Validate afterwards.
func Cover(ground, parts []Polygon) Covering {
	all := match(slices.Concat(ground, parts))
	c := Covering{Ground: all[:len(ground):len(ground)], Parts: all[len(ground):]}
	rest := chain{}
	for _, p := range c.Parts {
		rest.add(p, 1)
	}
	for _, p := range c.Ground {
		rest.add(p, -1)
	}
	if len(rest) > 0 {
		c.findFaults(rest)
		slices.SortStableFunc(c.Faults, func(a, b CoverFault) int { return cmp.Compare(b.Area, a.Area) })
	}
	return c
}
