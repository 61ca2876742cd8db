package gis

import (
	"cmp"
	"slices"

	"github.com/tidwall/rtree"
)

// Tile is one polygon of a map that ought to have neither overlaps nor gaps.
type Tile struct {
	// Key names the tile in faults; not negative, unique.
	Key     int
	Polygon Polygon
	// Tolerance is, in metres, how near a vertex must be to a boundary to count as
	// meant for it: that of the less accurate of two tiles holds. At least 1 mm.
	Tolerance float64
}

// TileFaultKind is the stable code of a way in which tiles do not fit together.
type TileFaultKind string

const (
	// TileOverlap: two tiles claim the same ground, more than 1 mm deep.
	TileOverlap TileFaultKind = "OVERLAP"
	// TileUnmatched: a vertex of A lies on a side of B, or where it is meant for it,
	// or beside a vertex of B that A lacks, and is no vertex of B.
	TileUnmatched TileFaultKind = "UNMATCHED_VERTEX"
	// TileSliver: a strip between A and B that is narrower than the tolerance or
	// SliverWidth, whichever is more, and at least twenty times as long as it is
	// wide on average, belongs to no tile. Where it opens to wider ground, its sides
	// are at most one degree apart: otherwise it is the tip of a piece of land.
	TileSliver TileFaultKind = "SLIVER"
)

// TileFault is one place where tiles do not fit together.
type TileFault struct {
	Kind TileFaultKind
	// A and B are keys, the lower one first, but A has the unmatched vertex and B
	// lacks it; B is -1 where a sliver lies between sides of A alone.
	A, B int
	// At is the vertex, or lies in what overlaps or in the sliver.
	At Point
	// Area of what overlaps or is left out, in m²; 0 for a vertex.
	Area float64
	// Length of the sliver, or how far the vertex is off, in m; 0 for an overlap.
	Length float64
}

// CheckTiles finds where valid polygons of one zone do not fit together, in the
// order of their keys. Every two tiles are looked at whose boxes meet. Unmatched
// vertices and slivers lie where an edge is not passed once either way, so that
// only such edges are compared: few, if the tiles fit. All processors are used, and
// the time grows with the number of tiles. Progress, unless nil, is called now and
// then, never twice at once, with how many tiles were looked at.
func CheckTiles(tiles []Tile, progress func(done, of int)) []TileFault {
	c := newTileCheck(tiles)
	faults := c.overlaps(progress)
	edges := c.looseEdges()
	faults = append(faults, c.unmatched(edges)...)
	faults = append(faults, c.slivers(edges)...)
	slices.SortFunc(faults, func(a, b TileFault) int {
		return cmp.Or(a.A-b.A, a.B-b.B, cmp.Compare(a.Kind, b.Kind), comparePoints(a.At, b.At))
	})
	return faults
}

// tileCheck holds normalised tiles in the order of their keys.
type tileCheck struct {
	tiles []Tile
	tree  rtree.RTreeGN[int64, int32]
	// reach is, in millimetres, how far apart tiles may be that are compared.
	reach int64
}

func newTileCheck(tiles []Tile) *tileCheck {
	c := &tileCheck{tiles: slices.Clone(tiles)}
	slices.SortFunc(c.tiles, func(a, b Tile) int { return a.Key - b.Key })
	reach := SliverWidth
	for i := range c.tiles {
		t := &c.tiles[i]
		t.Polygon = t.Polygon.Normalise()
		reach = max(reach, t.Tolerance)
		box := t.Polygon.Bounds()
		c.tree.Insert([2]int64{box.Min.E, box.Min.N}, [2]int64{box.Max.E, box.Max.N}, int32(i))
	}
	c.reach = int64(reach*1000) + 1
	return c
}

// tolerance is, in millimetres, that between two tiles.
func (c *tileCheck) tolerance(i, j int32) float64 {
	return max(tolerance, 1000*c.tiles[i].Tolerance, 1000*c.tiles[j].Tolerance)
}

// overlaps compares every tile with those after it.
func (c *tileCheck) overlaps(progress func(done, of int)) []TileFault {
	return inParallel(len(c.tiles), progress, func(i int, found []TileFault) []TileFault {
		p := c.tiles[i].Polygon
		box := p.Bounds()
		c.tree.Search([2]int64{box.Min.E, box.Min.N}, [2]int64{box.Max.E, box.Max.N}, func(_, _ [2]int64, j int32) bool {
			if int(j) > i {
				if common, overlap := Overlap(p, c.tiles[j].Polygon); overlap {
					found = append(found, TileFault{
						Kind: TileOverlap, A: c.tiles[i].Key, B: c.tiles[j].Key, At: common.At, Area: common.Area,
					})
				}
			}
			return true
		})
		return found
	})
}
