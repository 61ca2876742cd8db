package gis_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/diachinh/diachinh/gis"
)

func TestDissolve(t *testing.T) {
	t.Parallel()
	at := gis.PointOf
	dissolved := func(t *testing.T, polygons ...gis.Polygon) gis.Polygon {
		t.Helper()
		whole, err := gis.Dissolve(polygons)
		if err != nil {
			t.Fatal(err)
		}
		if whole.SRID != 5897 || whole.Validate() != nil {
			t.Error(whole)
		}
		return whole
	}
	refused := func(t *testing.T, polygons ...gis.Polygon) {
		t.Helper()
		if whole, err := gis.Dissolve(polygons); !errors.Is(err, gis.ErrNotOnePiece) {
			t.Error(whole, err)
		}
	}

	t.Run("neighbours become one, with all points of the outer boundary", func(t *testing.T) {
		whole := dissolved(t, polygon(square(0, 0, 10)), polygon([]float64{10, 10, 10, 5, 10, 2, 14, 10, 10, 10}))
		want := gis.Ring{at(0, 0), at(10, 0), at(10, 2), at(14, 10), at(10, 10), at(0, 10), at(0, 0)}
		if len(whole.Rings) != 1 || !slices.Equal(whole.Rings[0], want) {
			t.Error(whole.Rings)
		}
	})
	t.Run("neighbours a millimetre off become one", func(t *testing.T) {
		if whole := dissolved(t, polygon(square(0, 0, 10)), polygon(square(10.001, 0, 10))); len(whole.Rings[0]) != 7 {
			t.Error(whole.Rings)
		}
	})
	t.Run("a part within another fills its hole", func(t *testing.T) {
		whole := dissolved(t, polygon(square(0, 0, 10), square(2, 2, 3)), polygon(square(2, 2, 3)))
		if len(whole.Rings) != 1 || whole.Area() != 100 {
			t.Error(whole.Rings)
		}
	})
	t.Run("what they surround is a hole, also where it touches the outer boundary", func(t *testing.T) {
		west := polygon([]float64{0, 5, 10, 5, 5, 10, 10, 15, 0, 15, 0, 5})
		east := polygon([]float64{10, 5, 20, 5, 20, 15, 10, 15, 15, 10, 10, 5})
		refused(t, west, east)
		south := polygon([]float64{10, 5, 0, 5, 0, 0, 20, 0, 20, 5, 10, 5})
		whole := dissolved(t, west, east, south)
		if len(whole.Rings) != 2 || whole.Area() != west.Area()+east.Area()+south.Area() {
			t.Error(whole.Rings)
		}
	})
	t.Run("what does not adjoin, or at a point only, is not one piece", func(t *testing.T) {
		refused(t)
		refused(t, polygon(square(0, 0, 10)), polygon(square(20, 0, 10)))
		refused(t, polygon(square(0, 0, 10)), polygon(square(10, 10, 10)))
		refused(t, polygon(square(0, 0, 10), square(2, 2, 3)), polygon(square(3, 3, 1)))
	})
	t.Run("a gap that closes narrowly leaves a spike, which is the survey's matter", func(t *testing.T) {
		west := polygon([]float64{0, 5, 10, 5, 10, 10, 0, 15, 0, 5})
		east := polygon([]float64{10, 5, 20, 5, 20, 15, 10.005, 11, 10, 10, 10, 5})
		west.Rings[0] = slices.Insert(west.Rings[0], 3, at(10, 11))
		whole, err := gis.Dissolve([]gis.Polygon{west, east})
		if err != nil || len(whole.Validate()) != 1 || whole.Validate()[0].Kind != gis.Spike {
			t.Error(whole.Validate(), err)
		}
	})
	t.Run("what overlaps is not dissolved", func(t *testing.T) {
		refused(t, polygon(square(0, 0, 10)), polygon(square(5, 0, 10)))
		refused(t, polygon(square(0, 0, 10)), polygon(square(0, 0, 10)))
		refused(t, polygon(square(0, 0, 10)), polygon(square(3, 3, 1)))
	})
}
