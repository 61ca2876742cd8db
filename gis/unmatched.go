package gis

// unmatched finds the vertices at loose edges that lie on, or are meant for, loose
// edges of other tiles and are no vertices of those.
func (c *tileCheck) unmatched(edges []looseEdge) []TileFault {
	tree := newEdgeTree(edges)
	found := inParallel(len(edges), nil, func(i int, found []TileFault) []TileFault {
		a := &edges[i]
		tree.around(*a, c.reach, func(number int) {
			b := &edges[number]
			if b.tile == a.tile {
				return
			}
			for _, vertex := range [2]Point{a.from, a.to} {
				if off, lacks := c.lacks(a, b, vertex); lacks {
					found = append(found, TileFault{
						Kind: TileUnmatched, A: c.tiles[a.tile].Key, B: c.tiles[b.tile].Key, At: vertex, Length: off / 1000,
					})
				}
			}
		})
		return found
	})
	return onceEach(found)
}

// lacks says whether the tile of edge b lacks a vertex at the end of edge a, and
// how many millimetres that lies off the side or vertex that it is meant for.
func (c *tileCheck) lacks(a, b *looseEdge, vertex Point) (off float64, lacks bool) {
	within := c.tolerance(a.tile, b.tile)
	off, along := distanceTo(b.from, b.to, vertex)
	if off > within || off > tolerance && !a.against(b) || c.tiles[b.tile].Polygon.hasVertex(vertex) {
		return 0, false
	}
	for _, end := range [2]Point{b.from, b.to} {
		// Beside a vertex that both have there is room for one that only A has.
		if apart := distance(end, vertex); apart <= within && (apart <= tolerance || along == 0 || along == 1) {
			return apart, !c.tiles[a.tile].Polygon.hasVertex(end)
		}
	}
	return off, true
}

// onceEach keeps one fault for each vertex and tile that lacks it: the smallest,
// of the tile with the lowest key.
func onceEach(faults []TileFault) []TileFault {
	type lack struct {
		at Point
		by int
	}
	best := map[lack]TileFault{}
	for _, f := range faults {
		key := lack{f.At, f.B}
		if known, found := best[key]; !found || f.A < known.A || f.A == known.A && f.Length < known.Length {
			best[key] = f
		}
	}
	faults = faults[:0]
	for _, f := range best {
		faults = append(faults, f)
	}
	return faults
}
