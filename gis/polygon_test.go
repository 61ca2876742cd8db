package gis_test

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/diachinh/diachinh/gis"
)

func TestPolygon(t *testing.T) {
	t.Parallel()
	courtyard := polygon(square(0, 0, 10), square(2, 2, 3))

	t.Run("metres are rounded to the nearest millimetre, and given back", func(t *testing.T) {
		p := gis.PointOf(549827.0266, -0.0004)
		if p != (gis.Point{E: 549827027, N: 0}) {
			t.Error(p)
		}
		if e, n := p.Metres(); e != 549827.027 || n != 0 {
			t.Error(e, n)
		}
	})
	t.Run("a hole is not counted", func(t *testing.T) {
		if area := courtyard.Area(); area != 91 {
			t.Error(area)
		}
	})
	t.Run("nothing has no area and the zero box", func(t *testing.T) {
		if (gis.Polygon{}).Area() != 0 || (gis.Polygon{}).Bounds() != (gis.Box{}) {
			t.Error("a polygon without rings has an extent")
		}
	})
	t.Run("boxes that touch intersect, and those a millimetre apart do when grown", func(t *testing.T) {
		a, b := polygon(square(0, 0, 1)).Bounds(), polygon(square(1, 1, 1)).Bounds()
		if !a.Intersects(b) {
			t.Error("touching boxes do not intersect")
		}
		c := polygon(square(2.001, 0, 1)).Bounds()
		if a = polygon(square(0, 0, 2)).Bounds(); a.Intersects(c) || !a.Grow(1).Intersects(c) {
			t.Error("a millimetre is not a millimetre")
		}
	})
	t.Run("inside is neither the boundary nor a hole", func(t *testing.T) {
		for place, inside := range map[[2]float64]bool{
			{1, 1}: true, {9.999, 9.999}: true, {3, 3}: false, {2, 3}: false, {5, 5}: false,
			{0, 0}: false, {0, 5}: false, {10, 5}: false, {5, 10}: false, {10.001, 5}: false, {-1, 5}: false, {5, 2}: false,
		} {
			if courtyard.Contains(gis.PointOf(place[0], place[1])) != inside {
				t.Errorf("%v", place)
			}
		}
	})
	t.Run("normalising turns the exterior left and holes right, and changes nothing else", func(t *testing.T) {
		p := polygon(square(0, 0, 10), square(2, 2, 3))
		slices.Reverse(p.Rings[0])
		before := slices.Clone(p.Rings[0])
		q := p.Normalise()
		if !slices.Equal(p.Rings[0], before) {
			t.Error("the receiver was changed")
		}
		if q.Rings[0][1] != gis.PointOf(10, 0) || q.Rings[1][1] != gis.PointOf(2, 5) || q.Area() != p.Area() {
			t.Error(q)
		}
	})
}

// convex draws a regular polygon of at least so many corners, and its middle.
func convex(t *rapid.T, least int) (gis.Polygon, gis.Point) {
	middle := gis.Point{
		E: rapid.Int64Range(400_000_000, 600_000_000).Draw(t, "easting"),
		N: rapid.Int64Range(900_000_000, 2_600_000_000).Draw(t, "northing"),
	}
	radius := rapid.Float64Range(1_000, 1_000_000).Draw(t, "radius")
	corners := rapid.IntRange(least, 24).Draw(t, "corners")
	turn := rapid.Float64Range(0, 1).Draw(t, "turn")
	var ring gis.Ring
	for i := range corners {
		angle := (turn + float64(i)) * 2 * math.Pi / float64(corners)
		ring = append(ring, gis.Point{
			E: middle.E + int64(math.Round(radius*math.Cos(angle))),
			N: middle.N + int64(math.Round(radius*math.Sin(angle))),
		})
	}
	return gis.Polygon{SRID: 5897, Rings: []gis.Ring{append(ring, ring[0])}}, middle
}

func TestLawsOfPolygons(t *testing.T) {
	t.Parallel()
	t.Run("a regular polygon is valid, its area is its formula's and its pole its middle", rapid.MakeCheck(func(t *rapid.T) {
		p, middle := convex(t, 3)
		if violations := p.Validate(); violations != nil {
			t.Fatal(violations)
		}
		corners := float64(len(p.Rings[0]) - 1)
		radius := math.Hypot(float64(p.Rings[0][0].E-middle.E), float64(p.Rings[0][0].N-middle.N)) / 1000
		if want := corners / 2 * radius * radius * math.Sin(2*math.Pi/corners); math.Abs(p.Area()-want) > want*0.01 {
			t.Fatal(p.Area(), want)
		}
		// The depth is within 1 mm of the best, so the place within some millimetres.
		if pole := p.Pole(); math.Hypot(float64(pole.E-middle.E), float64(pole.N-middle.N)) > 8 || !p.Contains(pole) {
			t.Fatal(pole, middle)
		}
	}))
	t.Run("turning a polygon about or starting elsewhere changes no answer", rapid.MakeCheck(func(t *rapid.T) {
		p, _ := convex(t, 3)
		turned := gis.Polygon{SRID: p.SRID, Rings: []gis.Ring{slices.Clone(p.Rings[0])}}
		slices.Reverse(turned.Rings[0])
		if turned.Area() != p.Area() || turned.Validate() != nil || turned.Bounds() != p.Bounds() {
			t.Fatal(turned)
		}
		if _, same := gis.Overlap(p, turned); !same || !gis.Adjoins(p, turned) {
			t.Fatal("a polygon is another one when turned about")
		}
	}))
	t.Run("where a polygon lies in its zone does not change where its pole lies in it", rapid.MakeCheck(func(t *rapid.T) {
		p, _ := convex(t, 3)
		pole := p.Pole()
		moved := gis.Polygon{SRID: p.SRID, Rings: []gis.Ring{slices.Clone(p.Rings[0])}}
		for i := range moved.Rings[0] {
			moved.Rings[0][i].E += 12345
			moved.Rings[0][i].N -= 98765
		}
		if there := moved.Pole(); there != (gis.Point{E: pole.E + 12345, N: pole.N - 98765}) {
			t.Fatal(pole, there)
		}
	}))
}
