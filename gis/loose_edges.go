package gis

import (
	"cmp"
	"math"
	"slices"

	"github.com/tidwall/rtree"
)

// looseEdge is an edge of a tile that is not passed once either way: it lies on
// the border of the map, or something does not fit there.
type looseEdge struct {
	from, to Point
	tile     int32
}

// looseEdges are all such edges, in the order of the tiles.
func (c *tileCheck) looseEdges() []looseEdge {
	sum := chain{}
	for i := range c.tiles {
		sum.add(c.tiles[i].Polygon, 1)
	}
	edges := inParallel(len(c.tiles), nil, func(i int, found []looseEdge) []looseEdge {
		for _, ring := range c.tiles[i].Polygon.Rings {
			for k := 1; k < len(ring); k++ {
				if sum.has(ring[k-1], ring[k]) {
					found = append(found, looseEdge{ring[k-1], ring[k], int32(i)})
				}
			}
		}
		return found
	})
	slices.SortFunc(edges, func(a, b looseEdge) int {
		return cmp.Or(cmp.Compare(a.tile, b.tile), comparePoints(a.from, b.from), comparePoints(a.to, b.to))
	})
	return edges
}

// edgeTree finds loose edges by their boxes.
type edgeTree struct {
	tree  rtree.RTreeGN[int64, int32]
	edges []looseEdge
}

func newEdgeTree(edges []looseEdge) *edgeTree {
	t := &edgeTree{edges: edges}
	for i, e := range edges {
		box := boxOf(e.from, e.to)
		t.tree.Insert([2]int64{box.Min.E, box.Min.N}, [2]int64{box.Max.E, box.Max.N}, int32(i))
	}
	return t
}

// around calls visit with the number of every edge whose box is within reach.
func (t *edgeTree) around(e looseEdge, reach int64, visit func(number int)) {
	box := boxOf(e.from, e.to).Grow(reach)
	t.tree.Search([2]int64{box.Min.E, box.Min.N}, [2]int64{box.Max.E, box.Max.N}, func(_, _ [2]int64, number int32) bool {
		visit(int(number))
		return true
	})
}

// against says whether two edges lead in opposite directions, but for 30 degrees,
// as two tiles pass what they mean to be their common boundary.
func (e *looseEdge) against(o *looseEdge) bool {
	eastE, northE := float64(e.to.E-e.from.E), float64(e.to.N-e.from.N)
	eastO, northO := float64(o.to.E-o.from.E), float64(o.to.N-o.from.N)
	const cos30 = 0.866025403784
	return eastE*eastO+northE*northO <= -cos30*math.Hypot(eastE, northE)*math.Hypot(eastO, northO)
}

func (p Polygon) hasVertex(q Point) bool {
	return slices.ContainsFunc(p.Rings, func(r Ring) bool { return slices.Contains(r, q) })
}
