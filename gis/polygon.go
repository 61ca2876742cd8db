package gis

import (
	"math"
	"slices"
)

// Point is a place in a VN-2000 zone: easting and northing in whole millimetres.
type Point struct{ E, N int64 }

// Ring is a closed line: the last point repeats the first.
type Ring []Point

// Polygon is one surface in the zone that SRID names: an exterior ring, then
// any holes. A normalised polygon has its exterior counter-clockwise and its
// holes clockwise, so that its inside is always to the left.
type Polygon struct {
	SRID  int    `json:"srid"`
	Rings []Ring `json:"rings"`
}

// LonLat is a place in WGS84 (EPSG:4326), in degrees.
type LonLat struct{ Lon, Lat float64 }

// PointOf brings metres onto the millimetre grid, to the nearest millimetre.
func PointOf(eastMetres, northMetres float64) Point {
	return Point{E: int64(math.Round(eastMetres * 1000)), N: int64(math.Round(northMetres * 1000))}
}

// Metres returns the easting and northing in metres.
func (p Point) Metres() (e, n float64) { return float64(p.E) / 1000, float64(p.N) / 1000 }

// Area returns the surface in m²: that of the exterior less that of the holes.
// It is computed in whole square millimetres, and rounded only at the end.
func (p Polygon) Area() float64 {
	if len(p.Rings) == 0 {
		return 0
	}
	twice := abs(p.Rings[0].twiceArea())
	for _, hole := range p.Rings[1:] {
		twice -= abs(hole.twiceArea())
	}
	return float64(twice) / 2e6
}

// Normalise turns the exterior counter-clockwise and the holes clockwise. Start
// points and the order of rings stay. What has to turn is copied: the rings of
// the receiver are never changed.
func (p Polygon) Normalise() Polygon {
	rings := make([]Ring, len(p.Rings))
	for i, ring := range p.Rings {
		if counterClockwise := ring.twiceArea() > 0; counterClockwise != (i == 0) {
			ring = slices.Clone(ring)
			slices.Reverse(ring)
		}
		rings[i] = ring
	}
	return Polygon{SRID: p.SRID, Rings: rings}
}

// twiceArea is positive for a counter-clockwise ring. Partial sums may wrap
// around; the result is right whenever it fits, and it does below the extent
// that Validate allows.
func (r Ring) twiceArea() int64 {
	var sum int64
	for i := 1; i+1 < len(r); i++ {
		sum += cross(r[0], r[i], r[i+1])
	}
	return sum
}

// cross is twice the signed area of the triangle o, a, b: positive where b lies
// to the left of the line from o to a. Exact while the three lie within 1,000 km.
func cross(o, a, b Point) int64 {
	return (a.E-o.E)*(b.N-o.N) - (a.N-o.N)*(b.E-o.E)
}

// dot is the scalar product of the arms from o to a and from o to b.
func dot(o, a, b Point) int64 {
	return (a.E-o.E)*(b.E-o.E) + (a.N-o.N)*(b.N-o.N)
}

func abs(n int64) int64 {
	if n < 0 {
		return -n
	}
	return n
}
