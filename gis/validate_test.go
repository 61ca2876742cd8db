package gis_test

import (
	"testing"

	"github.com/diachinh/diachinh/gis"
)

func TestValidate(t *testing.T) {
	t.Parallel()
	at := gis.PointOf
	for _, c := range []struct {
		name    string
		polygon gis.Polygon
		want    []gis.Violation
	}{
		{"a square is valid", polygon(square(0, 0, 10)), nil},
		{"a square with a courtyard is valid", polygon(square(0, 0, 10), square(2, 2, 3)), nil},
		{"a courtyard that touches the outside at one point is valid",
			polygon(square(0, 0, 10), []float64{0, 5, 3, 4, 3, 6, 0, 5}), nil},
		{"two courtyards that touch at one point are valid",
			polygon(square(0, 0, 10), square(2, 2, 2), square(4, 4, 2)), nil},
		{"a polygon without rings has no ring", gis.Polygon{}, []gis.Violation{{Kind: gis.NoRing}}},
		{"an empty ring has too few points", gis.Polygon{Rings: []gis.Ring{{}}}, []gis.Violation{{Kind: gis.TooFewPoints}}},
		{"a ring whose last point is not its first is not closed", polygon([]float64{0, 0, 10, 0, 10, 10, 0, 10}),
			[]gis.Violation{{Kind: gis.RingNotClosed, At: at(0, 10), Vertex: 3}}},
		{"a line there and back has too few points", polygon([]float64{0, 0, 10, 0, 0, 0}),
			[]gis.Violation{{Kind: gis.TooFewPoints, At: at(0, 0)}}},
		{"points on one line enclose nothing", polygon([]float64{0, 0, 10, 0, 5, 0, 0, 0}),
			[]gis.Violation{{Kind: gis.ZeroArea, At: at(0, 0)}}},
		{"points that fall on the same millimetre repeat", polygon([]float64{0, 0, 10, 0, 10.0004, 0, 10, 10, 0, 0}),
			[]gis.Violation{{Kind: gis.RepeatedPoint, At: at(10, 0), Vertex: 2}}},
		{"a bow tie crosses itself in its middle", polygon([]float64{0, 0, 10, 10, 10, 0, 0, 10, 0, 0}),
			[]gis.Violation{{Kind: gis.SelfIntersection, At: at(5, 5)}}},
		{"a crossing is placed to the millimetre", polygon([]float64{0, 0, 9, 3, 9, 0, 0, 7, 0, 0}),
			[]gis.Violation{{Kind: gis.SelfIntersection, At: at(6.3, 2.1)}}},
		{"a ring that comes back to a corner of its own touches itself",
			polygon([]float64{0, 0, 5, 5, 10, 0, 10, 10, 5, 5, 0, 10, 0, 0}),
			[]gis.Violation{{Kind: gis.SelfTouch, At: at(5, 5)}}},
		{"a ring that comes back to a side of its own touches itself",
			polygon([]float64{0, 0, 10, 0, 10, 10, 5, 0, 0, 10, 0, 0}),
			[]gis.Violation{{Kind: gis.SelfTouch, At: at(5, 0)}}},
		{"a line that goes out and back is a spike", polygon([]float64{0, 0, 10, 0, 10, 5, 15, 5, 10, 5, 10, 10, 0, 10, 0, 0}),
			[]gis.Violation{{Kind: gis.Spike, At: at(15, 5), Vertex: 3}}},
		{"a line that overshoots a corner and comes back is a spike",
			polygon([]float64{0, 0, 10, 0, 10, 12, 10, 10, 0, 10, 0, 0}),
			[]gis.Violation{{Kind: gis.Spike, At: at(10, 12), Vertex: 2}}},
		{"an angle below one degree is a spike if its arms end within a centimetre",
			polygon([]float64{0, 0, 10, 0, 10, 5, 15, 5, 10, 5.009, 10, 10, 0, 10, 0, 0}),
			[]gis.Violation{{Kind: gis.Spike, At: at(15, 5), Vertex: 3}}},
		{"a long wedge is a parcel", polygon([]float64{0, 0, 100, 0, 100, 1, 0, 0}), nil},
		{"a courtyard beyond the outside is outside", polygon(square(0, 0, 10), square(20, 20, 3)),
			[]gis.Violation{{Kind: gis.HoleOutside, At: at(20, 20), Ring: 1}}},
		{"a courtyard over the outside crosses it", polygon(square(0, 0, 10), []float64{5, 5, 20, 6, 5, 7, 5, 5}),
			[]gis.Violation{{Kind: gis.RingsCross, At: at(10, 5.333), Ring: 1}, {Kind: gis.RingsCross, At: at(10, 6.667), Ring: 1, Vertex: 1}}},
		{"a courtyard along the outside shares a line with it", polygon(square(0, 0, 10), square(0, 2, 3)),
			[]gis.Violation{{Kind: gis.RingsCross, At: at(0, 2), Ring: 1, Vertex: 3}}},
		{"a courtyard in a courtyard is none", polygon(square(0, 0, 10), square(1, 1, 5), square(2, 2, 1)),
			[]gis.Violation{{Kind: gis.HoleInHole, At: at(2, 2), Ring: 2}}},
		{"a courtyard that touches the outside twice cuts the surface in two",
			polygon(square(0, 0, 10), []float64{0, 5, 5, 4, 10, 5, 5, 6, 0, 5}),
			[]gis.Violation{{Kind: gis.InteriorDisconnected, At: at(0, 5), Ring: 1}}},
		{"degrees instead of metres are out of range where they are negative", polygon(square(-1, 21, 1)),
			[]gis.Violation{{Kind: gis.OutOfRange, At: at(-1, 21)}}},
		{"what is wider than 100 km is too large", polygon(square(0, 0, 100_001)),
			[]gis.Violation{{Kind: gis.TooLarge, At: at(100_001, 0), Vertex: 1}}},
		{"each ring's own fault is said", polygon([]float64{0, 0, 10, 10, 10, 0, 0, 10, 0, 0}, []float64{1, 5, 2, 5, 1, 5}),
			[]gis.Violation{{Kind: gis.TooFewPoints, At: at(1, 5), Ring: 1}, {Kind: gis.SelfIntersection, At: at(5, 5)}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := c.polygon.Validate()
			if len(got) != len(c.want) {
				t.Fatalf("got %v, want %v", got, c.want)
			}
			for i := range got {
				if got[i] != c.want[i] {
					t.Errorf("got %v, want %v", got[i], c.want[i])
				}
			}
		})
	}
	t.Run("a scribble stops at a hundred faults", func(t *testing.T) {
		var zigzag []float64
		for i := range 60 {
			zigzag = append(zigzag, float64(i%2)*100, float64(i*37%60), 50, float64(i*23%60))
		}
		if got := polygon(append(zigzag, 0, 0)).Validate(); len(got) != 100 {
			t.Error(len(got))
		}
	})
}
