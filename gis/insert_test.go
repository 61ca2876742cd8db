package gis_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/diachinh/diachinh/gis"
)

func TestInsert(t *testing.T) {
	t.Parallel()
	courtyard := polygon(square(0, 0, 10), square(2, 2, 3))
	at := gis.PointOf

	t.Run("points on a side become vertices in the order of the boundary, those elsewhere do not", func(t *testing.T) {
		p, inserted := courtyard.Insert([]gis.Point{at(7, 0), at(10, 5), at(3, 0), at(3, 2), at(5, 7), at(11, 0)})
		want := polygon([]float64{0, 0, 3, 0, 7, 0, 10, 0, 10, 5, 10, 10, 0, 10, 0, 0}, []float64{2, 2, 3, 2, 5, 2, 5, 5, 2, 5, 2, 2})
		if !slices.Equal(inserted, []gis.Point{at(3, 0), at(7, 0), at(10, 5), at(3, 2)}) {
			t.Error(inserted)
		}
		for i := range want.Rings {
			if !slices.Equal(p.Rings[i], want.Rings[i]) {
				t.Error(p.Rings[i])
			}
		}
		if len(courtyard.Rings[0]) != 5 || len(courtyard.Rings[1]) != 5 {
			t.Error("the receiver was changed")
		}
	})
	t.Run("a millimetre beside a side is on it, two are not", func(t *testing.T) {
		if lacks := courtyard.Lacks([]gis.Point{at(4, 0.001), at(5, -0.001), at(6, 0.002), at(7, -0.002)}); len(lacks) != 2 {
			t.Error(lacks)
		}
	})
	t.Run("a millimetre beside a vertex is that vertex, also of one just inserted", func(t *testing.T) {
		if lacks := courtyard.Lacks([]gis.Point{at(0, 0), at(0.001, 0), at(10, 9.999), at(5, 0), at(5.001, 0), at(5, 0.001)}); !slices.Equal(lacks, []gis.Point{at(5, 0)}) {
			t.Error(lacks)
		}
	})
	t.Run("between two near sides a point goes to the nearer one", func(t *testing.T) {
		narrow := polygon([]float64{0, 0, 10, 0, 10, 0.002, 0, 0.002, 0, 0})
		p, _ := narrow.Insert([]gis.Point{at(5, 0.002)})
		if p.Rings[0][3] != at(5, 0.002) {
			t.Error(p)
		}
	})
}

// Not parallel: allocations are counted.
func TestInsertNothing(t *testing.T) {
	courtyard := polygon(square(0, 0, 10), square(2, 2, 3))
	at := gis.PointOf
	t.Run("a polygon that lacks nothing is returned as it is, without allocating", func(t *testing.T) {
		points := []gis.Point{at(0, 0), at(10, 10), at(5, 5), at(20, 20), at(2, 2)}
		if allocations := testing.AllocsPerRun(100, func() {
			if p, inserted := courtyard.Insert(points); inserted != nil || &p.Rings[0] != &courtyard.Rings[0] {
				t.Error(p)
			}
		}); allocations != 0 {
			t.Error(allocations)
		}
	})
}

func TestLawsOfInsertion(t *testing.T) {
	t.Parallel()
	t.Run("what was inserted is lacked no more, and the surface changes by no more than a millimetre's strip", rapid.MakeCheck(func(t *rapid.T) {
		p, _ := convex(t, 3)
		var points []gis.Point
		for range rapid.IntRange(1, 20).Draw(t, "points") {
			side := rapid.IntRange(1, len(p.Rings[0])-1).Draw(t, "side")
			share := rapid.Float64Range(0, 1).Draw(t, "share")
			a, b := p.Rings[0][side-1], p.Rings[0][side]
			points = append(points, gis.Point{E: a.E + int64(share*float64(b.E-a.E)), N: a.N + int64(share*float64(b.N-a.N))})
		}
		q, inserted := p.Insert(points)
		if lacks := q.Lacks(points); lacks != nil {
			t.Fatal(lacks)
		}
		if !slices.Equal(inserted, p.Lacks(points)) || len(q.Rings[0]) != len(p.Rings[0])+len(inserted) {
			t.Fatal(inserted)
		}
		if off := q.Area() - p.Area(); off < -p.Perimeter()*0.001 || off > p.Perimeter()*0.001 {
			t.Fatal(off)
		}
	}))
}

func TestMove(t *testing.T) {
	t.Parallel()
	p := polygon(square(0, 0, 10), square(2, 2, 3))
	t.Run("a vertex moves in every place of the ring, and the receiver stays", func(t *testing.T) {
		moved := p.Move(map[gis.Point]gis.Point{gis.PointOf(0, 0): gis.PointOf(-1, -1), gis.PointOf(5, 5): gis.PointOf(6, 6)})
		want := polygon([]float64{-1, -1, 10, 0, 10, 10, 0, 10, -1, -1}, []float64{2, 2, 5, 2, 6, 6, 2, 5, 2, 2})
		if !slices.Equal(moved.Rings[0], want.Rings[0]) || !slices.Equal(moved.Rings[1], want.Rings[1]) || p.Rings[0][0] != gis.PointOf(0, 0) {
			t.Error(moved, p)
		}
	})
	t.Run("only vertices move, not sides", func(t *testing.T) {
		if moved := p.Move(map[gis.Point]gis.Point{gis.PointOf(5, 0): gis.PointOf(5, 1)}); &moved.Rings[0] != &p.Rings[0] {
			t.Error(moved)
		}
	})
}
