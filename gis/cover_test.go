package gis_test

import (
	"math"
	"testing"

	"github.com/diachinh/diachinh/gis"
)

// covers fails unless the parts cover the ground.
func covers(t *testing.T, ground, parts []gis.Polygon) gis.Covering {
	t.Helper()
	c := gis.Cover(ground, parts)
	if len(c.Faults) > 0 {
		t.Errorf("%+v", c.Faults)
	}
	return c
}

// oneFault fails unless the parts have exactly one fault.
func oneFault(t *testing.T, ground, parts []gis.Polygon) gis.CoverFault {
	t.Helper()
	c := gis.Cover(ground, parts)
	if len(c.Faults) != 1 {
		t.Fatalf("%+v", c.Faults)
	}
	return c.Faults[0]
}

func TestCover(t *testing.T) {
	t.Parallel()
	type polygons = []gis.Polygon
	field := polygon([]float64{0, 0, 10, 0, 20, 0, 20, 10, 0, 10, 0, 0})
	west, east := polygon([]float64{0, 0, 10, 0, 10, 10, 0, 10, 0, 0}), polygon([]float64{10, 0, 20, 0, 20, 10, 10, 10, 10, 0})

	t.Run("two halves cover a field, which gains the point where their boundary ends", func(t *testing.T) {
		c := covers(t, polygons{field}, polygons{west, east})
		if lacks := field.Lacks(c.Ground[0].Rings[0]); len(lacks) != 1 || lacks[0] != gis.PointOf(10, 10) || len(c.Ground[0].Rings[0]) != 7 {
			t.Error(c.Ground)
		}
	})
	t.Run("parts gain points of the ground and of each other", func(t *testing.T) {
		whole := polygon([]float64{0, 0, 5, 0, 20, 0, 20, 10, 0, 10, 0, 0})
		bent := polygon([]float64{10, 0, 20, 0, 20, 10, 10, 10, 10.001, 5, 10, 0})
		c := covers(t, polygons{whole}, polygons{west, bent})
		if len(c.Parts[0].Rings[0]) != 7 {
			t.Error(c.Parts[0])
		}
	})
	t.Run("what is a millimetre beside a vertex of the ground is that vertex", func(t *testing.T) {
		near := polygon([]float64{0, 0.001, 10.001, 0, 10, 9.999, 0.001, 10, 0, 0.001})
		c := covers(t, polygons{field}, polygons{near, east})
		if got := c.Parts[0].Rings[0]; got[0] != gis.PointOf(0, 0) || got[1] != gis.PointOf(10, 0) || got[3] != gis.PointOf(0, 10) {
			t.Error(got)
		}
	})
	t.Run("a part may fill a hole of another", func(t *testing.T) {
		covers(t, polygons{polygon(square(0, 0, 10))}, polygons{polygon(square(0, 0, 10), square(2, 2, 3)), polygon(square(2, 2, 3))})
	})
	t.Run("several grounds are covered anew", func(t *testing.T) {
		north, south := polygon([]float64{0, 4, 20, 4, 20, 10, 0, 10, 0, 4}), polygon([]float64{0, 0, 20, 0, 20, 4, 0, 4, 0, 0})
		covers(t, polygons{west, east}, polygons{north, south})
	})
	t.Run("a strip that no part covers is a gap of the ground", func(t *testing.T) {
		f := oneFault(t, polygons{field}, polygons{west, polygon([]float64{10.05, 0, 20, 0, 20, 10, 10.05, 10, 10.05, 0})})
		if f.Kind != gis.CoverGap || f.Part != -1 || f.Other != 0 || math.Abs(f.Area-0.5) > 1e-6 || !f.Sliver || f.Width > 0.05 {
			t.Errorf("%+v", f)
		}
		if e, n := f.At.Metres(); e < 10 || e > 10.05 || n < 0 || n > 10 {
			t.Error(f.At)
		}
	})
	t.Run("a hole that no part fills is a gap", func(t *testing.T) {
		f := oneFault(t, polygons{field}, polygons{polygon([]float64{0, 0, 20, 0, 20, 10, 0, 10, 0, 0}, square(2, 2, 3))})
		if f.Kind != gis.CoverGap || math.Abs(f.Area-9) > 1e-6 || f.Sliver || f.Width != 1.5 {
			t.Errorf("%+v", f)
		}
	})
	t.Run("ground that two parts claim is an overlap", func(t *testing.T) {
		f := oneFault(t, polygons{field}, polygons{west, polygon([]float64{9, 0, 20, 0, 20, 10, 9, 10, 9, 0})})
		if f.Kind != gis.CoverOverlap || f.Part != 0 || f.Other != 1 || math.Abs(f.Area-10) > 1e-6 {
			t.Errorf("%+v", f)
		}
	})
	t.Run("a part that reaches beyond the ground is outside", func(t *testing.T) {
		f := oneFault(t, polygons{field}, polygons{west, polygon([]float64{10, 0, 20, 0, 21, 5, 20, 10, 10, 10, 10, 0})})
		if f.Kind != gis.CoverOutside || f.Part != 1 || f.Other != -1 || math.Abs(f.Area-5) > 1e-6 {
			t.Errorf("%+v", f)
		}
	})
	t.Run("the same part twice covers too much", func(t *testing.T) {
		if f := oneFault(t, polygons{west}, polygons{west, west}); f.Kind != gis.CoverOverlap || f.Area != 100 {
			t.Errorf("%+v", f)
		}
	})
	t.Run("two millimetres are not one", func(t *testing.T) {
		f := oneFault(t, polygons{field}, polygons{west, polygon([]float64{10.002, 0, 20, 0, 20, 10, 10.002, 10, 10.002, 0})})
		if f.Kind != gis.CoverGap || !f.Sliver || math.Abs(f.Area-0.02) > 1e-9 {
			t.Errorf("%+v", f)
		}
	})
	t.Run("no parts leave all of the ground", func(t *testing.T) {
		if f := oneFault(t, polygons{field}, nil); f.Kind != gis.CoverGap || f.Area != 200 {
			t.Errorf("%+v", f)
		}
	})
	t.Run("the largest fault comes first", func(t *testing.T) {
		c := gis.Cover(polygons{field}, polygons{west, polygon([]float64{9.9, 0, 19, 0, 19, 10, 9.9, 10, 9.9, 0})})
		if len(c.Faults) != 2 || c.Faults[0].Kind != gis.CoverGap || c.Faults[1].Kind != gis.CoverOverlap {
			t.Errorf("%+v", c.Faults)
		}
	})
}
