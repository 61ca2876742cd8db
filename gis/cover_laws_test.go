package gis_test

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/diachinh/diachinh/gis"
)

// partition draws a convex polygon and cuts it up. The ground and the parts have
// all points of each other, except those of the last cut.
func partition(t *rapid.T) (ground gis.Polygon, parts []gis.Polygon) {
	ground, _ = convex(t, 4)
	parts = []gis.Polygon{ground}
	cuts := rapid.IntRange(1, 8).Draw(t, "cuts")
	for i := range cuts {
		cut := rapid.IntRange(0, len(parts)-1).Draw(t, "cut")
		one, other, ends := cutUp(t, parts[cut], i == cuts-1)
		if one.MeanWidth() < 1 || other.MeanWidth() < 1 {
			continue
		}
		parts[cut] = one
		parts = append(parts, other)
		if i < cuts-1 {
			ground, _ = ground.Insert(ends)
			for j := range parts {
				parts[j], _ = parts[j].Insert(ends)
			}
		}
	}
	return ground, parts
}

// cutUp cuts a convex polygon from a place on one side to one on another; a last
// cut may be bent, since its parts need not be convex.
func cutUp(t *rapid.T, p gis.Polygon, last bool) (one, other gis.Polygon, ends []gis.Point) {
	ring := p.Rings[0]
	sides := len(ring) - 1
	from := rapid.IntRange(0, sides-2).Draw(t, "from")
	to := rapid.IntRange(from+1, sides-1).Draw(t, "to")
	start, end := onSide(t, ring[from], ring[from+1]), onSide(t, ring[to], ring[to+1])
	way := []gis.Point{start, end}
	if last && rapid.Bool().Draw(t, "bent") {
		way = []gis.Point{start, p.Pole(), end}
	}
	back := slices.Clone(way)
	slices.Reverse(back)
	near := slices.Concat(ring[from+1:to+1], back)
	far := slices.Concat(ring[to+1:sides], ring[:from+1], way)
	closed := func(points []gis.Point) gis.Polygon {
		points = slices.Compact(append(points, points[0]))
		return gis.Polygon{SRID: p.SRID, Rings: []gis.Ring{points}}
	}
	return closed(near), closed(far), []gis.Point{start, end}
}

// onSide draws a place on a side, to the nearest millimetre.
func onSide(t *rapid.T, a, b gis.Point) gis.Point {
	share := rapid.Float64Range(0.1, 0.9).Draw(t, "share")
	return gis.Point{
		E: a.E + int64(math.Round(share*float64(b.E-a.E))),
		N: a.N + int64(math.Round(share*float64(b.N-a.N))),
	}
}

// total sums areas of polygons.
func total(polygons []gis.Polygon) (area float64) {
	for _, p := range polygons {
		area += p.Area()
	}
	return area
}

func TestLawsOfCovering(t *testing.T) {
	t.Parallel()
	t.Run("the parts of a polygon cut up cover it, and dissolve into it", rapid.MakeCheck(func(t *rapid.T) {
		ground, parts := partition(t)
		c := gis.Cover([]gis.Polygon{ground}, parts)
		if len(c.Faults) > 0 {
			t.Fatalf("%+v", c.Faults)
		}
		if off := total(c.Parts) - c.Ground[0].Area(); math.Abs(off) > 1e-6 {
			t.Fatal(off)
		}
		whole, err := gis.Dissolve(parts)
		if err != nil || whole.Area() != c.Ground[0].Area() || len(whole.Rings[0]) != len(c.Ground[0].Rings[0]) {
			t.Fatal(whole, err)
		}
		for _, f := range gis.CheckTiles(tilesOf(0.05, c.Parts...), nil) {
			t.Fatalf("%+v", f)
		}
	}))
	t.Run("parts that cover once matched cover again, and nothing changes any more", rapid.MakeCheck(func(t *rapid.T) {
		ground, parts := partition(t)
		c := gis.Cover([]gis.Polygon{ground}, parts)
		again := gis.Cover(c.Ground, c.Parts)
		for i, p := range again.Parts {
			if !slices.Equal(p.Rings[0], c.Parts[i].Rings[0]) {
				t.Fatal(p, c.Parts[i])
			}
		}
		if len(again.Faults) > 0 || !slices.Equal(again.Ground[0].Rings[0], c.Ground[0].Rings[0]) {
			t.Fatalf("%+v", again)
		}
	}))
	t.Run("a part left out is a gap of its size", rapid.MakeCheck(func(t *rapid.T) {
		ground, parts := partition(t)
		c := gis.Cover([]gis.Polygon{ground}, parts)
		out := rapid.IntRange(0, len(parts)-1).Draw(t, "out")
		left := slices.Delete(slices.Clone(c.Parts), out, out+1)
		faults := gis.Cover(c.Ground, left).Faults
		if len(faults) != 1 || faults[0].Kind != gis.CoverGap || math.Abs(faults[0].Area-c.Parts[out].Area()) > 1e-6 || !c.Parts[out].Contains(faults[0].At) {
			t.Fatalf("%+v, not %g m²", faults, c.Parts[out].Area())
		}
	}))
	t.Run("a vertex moved in one part alone is found, and the areas of the faults add up", rapid.MakeCheck(func(t *rapid.T) {
		ground, parts := partition(t)
		c := gis.Cover([]gis.Polygon{ground}, parts)
		i := rapid.IntRange(0, len(parts)-1).Draw(t, "part")
		ring := c.Parts[i].Rings[0]
		vertex := ring[rapid.IntRange(0, len(ring)-2).Draw(t, "vertex")]
		to := gis.Point{
			E: vertex.E + rapid.Int64Range(-60, 60).Draw(t, "east"),
			N: vertex.N + rapid.Int64Range(-60, 60).Draw(t, "north"),
		}
		moved := slices.Clone(c.Parts)
		moved[i] = c.Parts[i].Move(map[gis.Point]gis.Point{vertex: to})
		if moved[i].Validate() != nil {
			t.Skip("no valid part any more")
		}
		after := gis.Cover(c.Ground, moved)
		lost := total(after.Ground) - total(after.Parts)
		for _, f := range after.Faults {
			if f.Kind == gis.CoverGap {
				lost -= f.Area
			} else {
				lost += f.Area
			}
		}
		if math.Abs(lost) > 1e-6 {
			t.Fatalf("%g m² unaccounted for by %+v", lost, after.Faults)
		}
		// What was moved along a side, or back onto a vertex, is no fault.
		if len(after.Faults) == 0 && math.Abs(total(after.Parts)-total(after.Ground)) > 1e-9 {
			t.Fatal(after)
		}
	}))
}
