package gis

import (
	"iter"

	"github.com/tidwall/rtree"
)

// Index finds polygons by their boxes. It is not safe for use by several
// goroutines while one of them changes it.
type Index[K comparable] struct {
	tree     rtree.RTreeGN[int64, K]
	polygons map[K]entry
}

type entry struct {
	polygon Polygon
	box     Box
}

// NewIndex returns an empty index.
func NewIndex[K comparable]() *Index[K] {
	return &Index[K]{polygons: map[K]entry{}}
}

// Insert adds a polygon under its key; one that stood there before is replaced.
func (x *Index[K]) Insert(key K, p Polygon) {
	x.Delete(key)
	box := p.Bounds()
	x.polygons[key] = entry{polygon: p, box: box}
	x.tree.Insert([2]int64{box.Min.E, box.Min.N}, [2]int64{box.Max.E, box.Max.N}, key)
}

// Delete removes a key; one that is not there is no error.
func (x *Index[K]) Delete(key K) {
	old, found := x.polygons[key]
	if !found {
		return
	}
	x.tree.Delete([2]int64{old.box.Min.E, old.box.Min.N}, [2]int64{old.box.Max.E, old.box.Max.N}, key)
	delete(x.polygons, key)
}

// Search yields what has a box that intersects the given one, borders included.
// The index must not be changed meanwhile.
func (x *Index[K]) Search(box Box) iter.Seq2[K, Polygon] {
	return func(yield func(K, Polygon) bool) {
		x.tree.Search([2]int64{box.Min.E, box.Min.N}, [2]int64{box.Max.E, box.Max.N},
			func(_, _ [2]int64, key K) bool { return yield(key, x.polygons[key].polygon) })
	}
}

// Len returns how many polygons are in the index.
func (x *Index[K]) Len() int { return len(x.polygons) }
