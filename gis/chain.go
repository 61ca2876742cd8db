package gis

import (
	"cmp"
	"slices"
)

// chain is a sum of directed edges: how often more an edge is passed from its
// western end than from its eastern one (from the southern, if upright). An edge
// passed once either way cancels out. The chain of normalised polygons is that of
// the boundary of what they cover, each piece counted as often as it is covered.
type chain map[[2]Point]int

// add passes all edges of a polygon so many times.
func (c chain) add(p Polygon, times int) {
	for _, ring := range p.Rings {
		for i := 1; i < len(ring); i++ {
			edge, passes := [2]Point{ring[i-1], ring[i]}, times
			if comparePoints(edge[0], edge[1]) > 0 {
				edge[0], edge[1], passes = edge[1], edge[0], -times
			}
			if c[edge] += passes; c[edge] == 0 {
				delete(c, edge)
			}
		}
	}
}

// directed lists the edges as they are passed, from west to east by their
// beginnings; false if one is passed more than once.
func (c chain) directed() ([][2]Point, bool) {
	edges := make([][2]Point, 0, len(c))
	for edge, passes := range c {
		switch passes {
		case 1:
			edges = append(edges, edge)
		case -1:
			edges = append(edges, [2]Point{edge[1], edge[0]})
		default:
			return nil, false
		}
	}
	slices.SortFunc(edges, func(a, b [2]Point) int {
		return cmp.Or(comparePoints(a[0], b[0]), comparePoints(a[1], b[1]))
	})
	return edges, true
}

// comparePoints orders from west to east, then from south to north.
func comparePoints(a, b Point) int {
	return cmp.Or(cmp.Compare(a.E, b.E), cmp.Compare(a.N, b.N))
}

// has says whether an edge is not cancelled out.
func (c chain) has(from, to Point) bool {
	if comparePoints(from, to) > 0 {
		from, to = to, from
	}
	return c[[2]Point{from, to}] != 0
}
