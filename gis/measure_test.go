package gis_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/diachinh/diachinh/gis"
)

func TestMeasures(t *testing.T) {
	t.Parallel()
	courtyard := polygon(square(0, 0, 10), square(2, 2, 3))
	t.Run("the perimeter counts holes, the mean width is nearly that of a strip", func(t *testing.T) {
		if courtyard.Perimeter() != 52 || courtyard.MeanWidth() != 3.5 || (gis.Polygon{}).MeanWidth() != 0 {
			t.Error(courtyard.Perimeter(), courtyard.MeanWidth())
		}
		strip := polygon([]float64{0, 0, 100, 0, 100, 0.05, 0, 0.05, 0, 0})
		if width := strip.MeanWidth(); width < 0.0499 || width > 0.05 || width >= gis.SliverWidth {
			t.Error(width)
		}
	})
	t.Run("what two have in common is measured around holes too", func(t *testing.T) {
		for _, c := range []struct {
			other gis.Polygon
			area  float64
		}{
			{courtyard, 91},
			{polygon(square(0, 0, 10)), 91},
			{polygon(square(5, 5, 10)), 25},
			{polygon(square(2, 2, 3)), 0},
			{polygon(square(10, 0, 10)), 0},
			{polygon(square(20, 0, 10)), 0},
			{polygon([]float64{0, 0, 10, 10, 0, 10, 0, 0}), 45.5},
			{polygon([]float64{-5, 5, 5, -5, 15, 5, 5, 15, -5, 5}), 91},
		} {
			if area := gis.CommonArea(courtyard, c.other); math.Abs(area-c.area) > 1e-9 {
				t.Error(c.other, area)
			}
		}
	})
	t.Run("sides that run along others are shared once, whatever points they have", func(t *testing.T) {
		p := polygon(square(0, 0, 10))
		east := polygon([]float64{10, -5, 20, -5, 20, 4, 10.001, 4, 10, -5})
		north := polygon([]float64{0, 10, 3, 10, 10, 10, 10, 12, 0, 12, 0, 10})
		for _, c := range []struct {
			others []gis.Polygon
			length float64
		}{
			{nil, 0},
			{[]gis.Polygon{east}, 4},
			{[]gis.Polygon{east, north, north}, 14},
			{[]gis.Polygon{polygon(square(10, 10, 10))}, 0},
			{[]gis.Polygon{polygon(square(10.002, 0, 10))}, 0},
			{[]gis.Polygon{p}, 40},
		} {
			if length := gis.SharedLength(p, c.others); math.Abs(length-c.length) > 0.002 {
				t.Error(c.others, length)
			}
		}
	})
}

func TestLawsOfMeasures(t *testing.T) {
	t.Parallel()
	t.Run("what two have in common is the same either way, and with itself the whole", rapid.MakeCheck(func(t *rapid.T) {
		a, middle := convex(t, 3)
		turn := rapid.Int64Range(-500_000, 500_000).Draw(t, "aside")
		b := gis.Polygon{SRID: a.SRID, Rings: []gis.Ring{nil}}
		for _, q := range a.Rings[0] {
			b.Rings[0] = append(b.Rings[0], gis.Point{E: middle.E - (q.N - middle.N) + turn, N: middle.N + (q.E - middle.E)})
		}
		whole := a.Area()
		if off := gis.CommonArea(a, a) - whole; math.Abs(off) > whole*1e-9 {
			t.Fatal(off)
		}
		one, other := gis.CommonArea(a, b), gis.CommonArea(b, a)
		if math.Abs(one-other) > whole*1e-9 || one > whole*(1+1e-9) {
			t.Fatal(one, other, whole)
		}
	}))
}
