package gis_test

import (
	"math"
	"testing"

	"github.com/diachinh/diachinh/gis"
)

// tilesOf numbers polygons from 0, all with the same tolerance in metres.
func tilesOf(tolerance float64, polygons ...gis.Polygon) []gis.Tile {
	tiles := make([]gis.Tile, len(polygons))
	for i, p := range polygons {
		tiles[i] = gis.Tile{Key: i, Polygon: p, Tolerance: tolerance}
	}
	return tiles
}

func TestCheckTiles(t *testing.T) {
	t.Parallel()
	at := gis.PointOf
	west := polygon([]float64{0, 0, 10, 0, 10, 10, 0, 10, 0, 0})
	east := polygon([]float64{10, 0, 20, 0, 20, 10, 10, 10, 10, 0})
	check := func(t *testing.T, polygons []gis.Polygon, want ...gis.TileFault) {
		t.Helper()
		faults := gis.CheckTiles(tilesOf(0.05, polygons...), nil)
		if len(faults) != len(want) {
			t.Fatalf("%+v", faults)
		}
		for i, f := range faults {
			w := want[i]
			if f.Kind != w.Kind || f.A != w.A || f.B != w.B || math.Abs(f.Area-w.Area) > 1e-6 || math.Abs(f.Length-w.Length) > 1e-6 || w.At != (gis.Point{}) && w.At != f.At {
				t.Errorf("%+v, not %+v", f, w)
			}
		}
	}

	t.Run("tiles that fit have no fault", func(t *testing.T) {
		check(t, nil)
		check(t, []gis.Polygon{west, east, polygon(square(0, 10, 10)), polygon(square(30, 0, 10), square(33, 3, 2)), polygon(square(33, 3, 2))})
	})
	t.Run("a vertex on the side of a neighbour that lacks it is unmatched", func(t *testing.T) {
		bent := polygon([]float64{10, 0, 20, 0, 20, 10, 10, 10, 10.001, 4, 10, 0})
		check(t, []gis.Polygon{west, bent}, gis.TileFault{Kind: gis.TileUnmatched, A: 1, B: 0, At: at(10.001, 4), Length: 0.001})
		check(t, []gis.Polygon{bent, west}, gis.TileFault{Kind: gis.TileUnmatched, A: 0, B: 1, At: at(10.001, 4), Length: 0.001})
	})
	t.Run("where three tiles meet on the side of one, that one lacks the vertex, once", func(t *testing.T) {
		south, north := polygon([]float64{10, 0, 20, 0, 20, 5, 10, 5, 10, 0}), polygon([]float64{10, 5, 20, 5, 20, 10, 10, 10, 10, 5})
		check(t, []gis.Polygon{south, north, west}, gis.TileFault{Kind: gis.TileUnmatched, A: 0, B: 2, At: at(10, 5)})
	})
	t.Run("a vertex beside one of the neighbour is meant for it: both are told, and what lies between", func(t *testing.T) {
		a := polygon([]float64{0, 0, 10, 0, 9.98, 5, 10, 10, 0, 10, 0, 0})
		b := polygon([]float64{10, 0, 20, 0, 20, 10, 10, 10, 10, 5, 10, 0})
		check(t, []gis.Polygon{a, b},
			gis.TileFault{Kind: gis.TileSliver, A: 0, B: 1, At: at(9.995, 2.5), Area: 0.1000016, Length: 10.00008},
			gis.TileFault{Kind: gis.TileUnmatched, A: 0, B: 1, At: at(9.98, 5), Length: 0.02},
			gis.TileFault{Kind: gis.TileUnmatched, A: 1, B: 0, At: at(10, 5), Length: 0.02})
	})
	t.Run("ground that two tiles claim is an overlap, not a sliver", func(t *testing.T) {
		check(t, []gis.Polygon{west, polygon([]float64{9, 1, 20, 1, 20, 9, 9, 9, 9, 1})}, gis.TileFault{Kind: gis.TileOverlap, A: 0, B: 1, Area: 8})
		check(t, []gis.Polygon{west, west}, gis.TileFault{Kind: gis.TileOverlap, A: 0, B: 1, Area: 100})
	})
	t.Run("a strip of no tile is a sliver, open or closed", func(t *testing.T) {
		off := polygon([]float64{10.08, 0, 20, 0, 20, 10, 10.08, 10, 10.08, 0})
		sliver := gis.TileFault{Kind: gis.TileSliver, A: 0, B: 1, At: at(10.04, 5), Area: 0.8, Length: 10}
		check(t, []gis.Polygon{west, off}, sliver)
		check(t, []gis.Polygon{west, off, polygon([]float64{10, 10, 10.08, 10, 10.08, 20, 10, 20, 10, 10})}, sliver)
	})
	t.Run("a thin tile is no sliver", func(t *testing.T) {
		off := polygon([]float64{10.08, 0, 20, 0, 20, 10, 10.08, 10, 10.08, 0})
		check(t, []gis.Polygon{west, off, polygon([]float64{10, 0, 10.08, 0, 10.08, 10, 10, 10, 10, 0})})
	})
	t.Run("a cut into one tile is a sliver beside no other", func(t *testing.T) {
		cut := polygon([]float64{0, 0, 5, 0, 5, 8, 5.06, 8, 5.06, 0, 10, 0, 10, 10, 0, 10, 0, 0})
		check(t, []gis.Polygon{cut}, gis.TileFault{Kind: gis.TileSliver, A: 0, B: -1, At: at(5.03, 4), Area: 0.48, Length: 8})
	})
	t.Run("a lane is no sliver, nor is the angle between two tiles", func(t *testing.T) {
		check(t, []gis.Polygon{west, polygon(square(10.2, 0, 10))})
		check(t, []gis.Polygon{west, polygon([]float64{10, 0, 20, 0, 20, 10, 12, 10, 10, 0})})
		check(t, []gis.Polygon{polygon(square(0, 10, 10)), polygon([]float64{0, 0, 0, 10, 5, 9, 10, 10, 10, 0, 0, 0})})
	})
	t.Run("the tip of unclaimed land is no sliver, a gap of half a degree is", func(t *testing.T) {
		open := func(width float64) gis.Polygon {
			return polygon([]float64{10, 0, 30, 0, 30, 50, 10 + width, 50, 10, 0})
		}
		long := polygon([]float64{0, 0, 10, 0, 10, 50, 0, 50, 0, 0})
		check(t, []gis.Polygon{long, open(2)})
		check(t, []gis.Polygon{long, open(0.5)}, gis.TileFault{Kind: gis.TileSliver, A: 0, B: 1, At: at(10.025, 5), Area: 0.5, Length: 10})
	})
	t.Run("faults are told by key, whatever the order of the tiles", func(t *testing.T) {
		faults := gis.CheckTiles([]gis.Tile{{Key: 9, Polygon: west}, {Key: 4, Polygon: west}}, nil)
		if len(faults) != 1 || faults[0].A != 4 || faults[0].B != 9 {
			t.Errorf("%+v", faults)
		}
	})
	t.Run("progress ends with all tiles", func(t *testing.T) {
		polygons := make([]gis.Polygon, 1000)
		for i := range polygons {
			polygons[i] = polygon(square(float64(i%40)*20, float64(i/40)*20, 20))
		}
		last, calls := 0, 0
		faults := gis.CheckTiles(tilesOf(0.05, polygons...), func(done, of int) {
			if calls++; done <= last || of != 1000 {
				t.Error(done, of)
			}
			last = done
		})
		if len(faults) > 0 || last != 1000 || calls < 2 {
			t.Error(faults, last, calls)
		}
	})
	t.Run("the real cadastre has no fault", func(t *testing.T) {
		for _, f := range gis.CheckTiles(tilesOf(0.05, sample(t)...), nil) {
			t.Errorf("%+v", f)
		}
	})
}
