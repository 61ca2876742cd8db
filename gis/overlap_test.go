package gis_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/diachinh/diachinh/gis"
)

func TestOverlapAndAdjoining(t *testing.T) {
	t.Parallel()
	house := polygon(square(0, 0, 10))
	for _, c := range []struct {
		name     string
		other    gis.Polygon
		overlaps bool
		area     float64
		adjoins  bool
	}{
		{"a neighbour along a side", polygon(square(10, 0, 10)), false, 0, true},
		{"a neighbour along half a side", polygon(square(10, 5, 10)), false, 0, true},
		{"one that touches at a corner", polygon(square(10, 10, 10)), false, 0, false},
		{"one far away", polygon(square(100, 100, 10)), false, 0, false},
		{"one a street away", polygon(square(16, 0, 10)), false, 0, false},
		{"a neighbour with a boundary point a millimetre inside", polygon([]float64{10, 0, 20, 0, 20, 10, 10, 10, 9.999, 5, 10, 0}), false, 0, true},
		{"a neighbour with a boundary point two millimetres inside", polygon([]float64{10, 0, 20, 0, 20, 10, 10, 10, 9.998, 5, 10, 0}), true, 0.01, false},
		{"one moved over by a millimetre", polygon(square(9.999, 0, 10)), false, 0, true},
		{"one moved over by two millimetres", polygon(square(9.998, 0, 10)), true, 0.02, false},
		{"one that crosses a corner", polygon(square(5, 5, 10)), true, 25, false},
		{"one inside", polygon(square(2, 2, 3)), true, 9, false},
		{"one around", polygon(square(-5, -5, 30)), true, 100, false},
		{"the same", house, true, 100, true},
		{"the same with a point more", polygon([]float64{0, 0, 5, 0, 10, 0, 10, 10, 0, 10, 0, 0}), true, 100, true},
		{"half of it", polygon([]float64{0, 0, 5, 0, 5, 10, 0, 10, 0, 0}), true, 50, true},
		{"a band across it", polygon([]float64{-5, 4, 15, 4, 15, 6, -5, 6, -5, 4}), true, 20, false},
		{"one with it in a courtyard that fits", polygon(square(-5, -5, 30), square(0, 0, 10)), false, 0, true},
		{"one with it in a wide courtyard", polygon(square(-5, -5, 30), square(-1, -1, 12)), false, 0, false},
		{"one with a courtyard inside it", polygon(square(-5, -5, 30), square(2, 2, 3)), true, 91, false},
		{"a wedge from a shared corner", polygon([]float64{10, 10, 30, 10.2, 30, 30, 10, 10}), false, 0, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, pair := range [][2]gis.Polygon{{house, c.other}, {c.other, house}} {
				intrusion, found := gis.Overlap(pair[0], pair[1])
				if found != c.overlaps || intrusion.Area < c.area-1e-6 || intrusion.Area > c.area+1e-6 {
					t.Errorf("overlap: got %v %t, want %v m² %t", intrusion, found, c.area, c.overlaps)
				}
				if found && (!within(pair[0], intrusion.At) || !within(pair[1], intrusion.At)) {
					t.Errorf("the overlap at %v is not in both", intrusion.At)
				}
				if got := gis.Adjoins(pair[0], pair[1]); got != c.adjoins {
					t.Errorf("adjoins: got %t", got)
				}
			}
		})
	}
}

// within says whether the point is inside or at most a millimetre off.
func within(p gis.Polygon, q gis.Point) bool {
	for e := int64(-1); e <= 1; e++ {
		for n := int64(-1); n <= 1; n++ {
			if p.Contains(gis.Point{E: q.E + e, N: q.N + n}) {
				return true
			}
		}
	}
	return false
}

func TestLawsOfNeighbours(t *testing.T) {
	t.Parallel()
	t.Run("the parts of a cut polygon adjoin and do not overlap, with a point inserted or not", rapid.MakeCheck(func(t *rapid.T) {
		whole, _ := convex(t, 4)
		ring := whole.Rings[0][1:]
		from := rapid.IntRange(0, len(ring)-3).Draw(t, "from")
		to := rapid.IntRange(from+2, min(len(ring)-1, from+len(ring)-2)).Draw(t, "to")
		first := append(slices.Clone(ring[from:to+1]), ring[from])
		second := append(slices.Clone(ring[to:]), ring[:from+1]...)
		a, b := ring[from], ring[to]
		second = append(second, gis.Point{E: (a.E + b.E) / 2, N: (a.N + b.N) / 2}, second[0])
		p, q := gis.Polygon{Rings: []gis.Ring{first}}, gis.Polygon{Rings: []gis.Ring{second}}
		if intrusion, found := gis.Overlap(p, q); found {
			t.Fatal(p, q, intrusion)
		}
		if !gis.Adjoins(p, q) || !gis.Adjoins(q, p) {
			t.Fatal(p, q)
		}
		if _, found := gis.Overlap(whole, p); !found {
			t.Fatal("a part does not overlap the whole")
		}
	}))
	t.Run("two polygons overlap as they do the other way round, and what they share is no more than either", rapid.MakeCheck(func(t *rapid.T) {
		p, _ := convex(t, 3)
		q := gis.Polygon{SRID: p.SRID, Rings: []gis.Ring{slices.Clone(p.Rings[0])}}
		e, n := rapid.Int64Range(-2e6, 2e6).Draw(t, "east"), rapid.Int64Range(-2e6, 2e6).Draw(t, "north")
		for i := range q.Rings[0] {
			q.Rings[0][i].E += e
			q.Rings[0][i].N += n
		}
		one, found := gis.Overlap(p, q)
		_, back := gis.Overlap(q, p)
		if found != back || one.Area > p.Area()*(1+1e-9) {
			t.Fatal(one, p, q)
		}
		if found && (!within(p, one.At) || !within(q, one.At)) {
			t.Fatal("outside", one)
		}
	}))
}

func TestIndex(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		index, shadow := gis.NewIndex[int](), map[int]gis.Polygon{}
		place := rapid.Int64Range(0, 50)
		box := func() gis.Box {
			e, n := place.Draw(t, "e"), place.Draw(t, "n")
			return gis.Box{Min: gis.Point{E: e, N: n}, Max: gis.Point{E: e + place.Draw(t, "width"), N: n + place.Draw(t, "height")}}
		}
		for range rapid.IntRange(0, 80).Draw(t, "steps") {
			key := rapid.IntRange(0, 20).Draw(t, "key")
			switch rapid.IntRange(0, 2).Draw(t, "step") {
			case 0:
				b := box()
				p := gis.Polygon{Rings: []gis.Ring{{b.Min, b.Max}}}
				index.Insert(key, p)
				shadow[key] = p
			case 1:
				index.Delete(key)
				delete(shadow, key)
			case 2:
				b, found := box(), map[int]bool{}
				for key, p := range index.Search(b) {
					if found[key] || !p.Bounds().Intersects(b) || p.Bounds() != shadow[key].Bounds() {
						t.Fatal(key, p)
					}
					found[key] = true
				}
				for key, p := range shadow {
					if p.Bounds().Intersects(b) != found[key] {
						t.Fatal(key, "is not found")
					}
				}
			}
			if index.Len() != len(shadow) {
				t.Fatal(index.Len(), len(shadow))
			}
		}
	})
}
