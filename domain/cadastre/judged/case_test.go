package judged_test

import (
	"math"
	"math/rand/v2"
	"slices"

	"github.com/google/uuid"

	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/gis"
)

// zone is that of the sheets.
const zone = 5897

// trial is one made-up subdivision: a parcel in the middle, neighbours around
// it, and the parts that it is to be cut into, with a fault or without.
type trial struct {
	fault  fault
	inMap  bool // the parts are registered already, rightly or wrongly
	parent gis.Polygon
	around []gis.Polygon
	parts  []cadastre.ParcelInput
}

// newTrial makes a subdivision without a fault. Parts meet in a point within the
// parcel, and on its boundary in its vertices or, to the millimetre, on its sides,
// so that often points must be inserted first.
func newTrial(random *rand.Rand) *trial {
	corners := 6 + random.IntN(8)
	centre := gis.Point{E: 545_000_000 + random.Int64N(8_000_000), N: 2_325_000_000 + random.Int64N(8_000_000)}
	inner, outer := make(gis.Ring, corners), make(gis.Ring, corners)
	for i := range corners {
		angle := (float64(i) + 0.6*random.Float64()) / float64(corners) * 2 * math.Pi
		radius := 20_000 + 40_000*random.Float64()
		inner[i], outer[i] = polar(centre, angle, radius), polar(centre, angle, radius+10_000+10_000*random.Float64())
	}
	t := &trial{parent: surface(inner)}
	t.around = surroundings(random, inner, outer)
	for _, piece := range sectors(random, centre, inner) {
		t.parts = append(t.parts, cadastre.ParcelInput{
			ID: ladm.ParcelID{UUID: uuid.New()}, Boundary: piece, Purposes: []cadastre.Purpose{{Type: "CLN"}},
		})
	}
	return t
}

func polar(centre gis.Point, angle, radius float64) gis.Point {
	return gis.Point{
		E: centre.E + int64(math.Round(radius*math.Cos(angle))),
		N: centre.N + int64(math.Round(radius*math.Sin(angle))),
	}
}

// surface closes a ring of different points.
func surface(points gis.Ring) gis.Polygon {
	return gis.Polygon{SRID: zone, Rings: []gis.Ring{append(slices.Clone(points), points[0])}}
}

// surroundings fills the band between two rings with two to four parcels.
func surroundings(random *rand.Rand, inner, outer gis.Ring) []gis.Polygon {
	var found []gis.Polygon
	cuts := someOf(random, len(inner), 2+random.IntN(3))
	for i, from := range cuts {
		to := cuts[(i+1)%len(cuts)]
		out := arc(outer, from, to)
		back := arc(inner, from, to)
		slices.Reverse(back)
		found = append(found, surface(append(out, back...)))
	}
	return found
}

// someOf draws different places of a ring, in order.
func someOf(random *rand.Rand, places, count int) []int {
	drawn := random.Perm(places)[:count]
	slices.Sort(drawn)
	return drawn
}

// arc is the part of a ring from one vertex to another, both included.
func arc(ring gis.Ring, from, to int) gis.Ring {
	points := gis.Ring{ring[from]}
	for i := from; i != to; {
		i = (i + 1) % len(ring)
		points = append(points, ring[i])
	}
	return points
}

// sectors cuts a parcel that is seen whole from its centre.
func sectors(random *rand.Rand, centre gis.Point, ring gis.Ring) []gis.Polygon {
	cuts := someOf(random, len(ring), 2+random.IntN(3))
	starts := make([]gis.Point, len(cuts))
	for i, cut := range cuts {
		starts[i] = ring[cut]
		if random.IntN(2) == 0 {
			starts[i] = between(ring[cut], ring[(cut+1)%len(ring)], 0.2+0.6*random.Float64())
		}
	}
	var pieces []gis.Polygon
	for i, from := range cuts {
		next := (i + 1) % len(cuts)
		points := append(gis.Ring{centre, starts[i]}, arc(ring, from, cuts[next])[1:]...)
		if last := points[len(points)-1]; last != starts[next] {
			points = append(points, starts[next])
		}
		pieces = append(pieces, surface(points))
	}
	return pieces
}

func between(a, b gis.Point, share float64) gis.Point {
	return gis.Point{
		E: a.E + int64(math.Round(share*float64(b.E-a.E))),
		N: a.N + int64(math.Round(share*float64(b.N-a.N))),
	}
}
