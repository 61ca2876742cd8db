package gis

import (
	"cmp"
	"slices"
)

// slivers finds the strips between loose edges that face each other.
func (c *tileCheck) slivers(edges []looseEdge) []TileFault {
	tree := newEdgeTree(edges)
	pieces := inParallel(len(edges), nil, func(i int, found []strip) []strip {
		a := &edges[i]
		tree.around(*a, c.reach, func(number int) {
			if b := &edges[number]; number > i {
				limit := max(1000*SliverWidth, c.tolerance(a.tile, b.tile))
				if s, faces := a.strip(b, limit); faces {
					found = append(found, s)
				}
			}
		})
		return found
	})
	slices.SortFunc(pieces, func(a, b strip) int {
		return cmp.Or(comparePoints(a.across[0], b.across[0]), comparePoints(a.across[1], b.across[1]), cmp.Compare(a.length, b.length))
	})
	strips := map[[2]int32][]strip{}
	for _, s := range pieces {
		strips[s.between] = joined(strips[s.between], s)
	}
	var faults []TileFault
	for _, apart := range strips {
		for _, s := range apart {
			if s.isSliver() && !c.reachesInto(s) {
				faults = append(faults, c.sliver(s))
			}
		}
	}
	return faults
}

func (c *tileCheck) sliver(s strip) TileFault {
	fault := TileFault{
		Kind: TileSliver, A: c.tiles[s.between[0]].Key, B: c.tiles[s.between[1]].Key,
		At: pointBetween(s.across[0], s.across[1], 0.5), Area: s.area / 1e6, Length: s.length / 1000,
	}
	if s.between[0] == s.between[1] {
		fault.B = -1
	}
	return fault
}

// reachesInto says whether a third tile reaches into a strip, which then is not
// what lies between the two.
func (c *tileCheck) reachesInto(s strip) bool {
	reaches := false
	box := boxOf(s.across[0], s.across[1])
	c.tree.Search([2]int64{box.Min.E, box.Min.N}, [2]int64{box.Max.E, box.Max.N}, func(_, _ [2]int64, i int32) bool {
		reaches = i != s.between[0] && i != s.between[1] && c.tiles[i].Polygon.reaches(s.across[0], s.across[1])
		return !reaches
	})
	return reaches
}

// reaches says whether a polygon contains a point of the line from a to b.
func (p Polygon) reaches(a, b Point) bool {
	for _, ring := range p.Rings {
		for i := 1; i < len(ring); i++ {
			if contact, _ := meet(a, b, ring[i-1], ring[i]); contact != apart {
				return true
			}
		}
	}
	return p.Contains(a)
}
