package gis

import "slices"

// Move puts every vertex that is a key elsewhere, in all rings. A polygon that has
// none of them is returned as it is; the rings of the receiver are never changed.
// Whether the result is a valid surface, Validate tells.
func (p Polygon) Move(moves map[Point]Point) Polygon {
	moved := p
	for i, ring := range p.Rings {
		own := false
		for j, vertex := range ring {
			to, moves := moves[vertex]
			if !moves || to == vertex {
				continue
			}
			if !own {
				if &moved.Rings[0] == &p.Rings[0] {
					moved.Rings = slices.Clone(p.Rings)
				}
				moved.Rings[i], own = slices.Clone(ring), true
			}
			moved.Rings[i][j] = to
		}
	}
	return moved
}
