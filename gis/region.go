package gis

import (
	"errors"
	"fmt"
	"math"

	gojson "github.com/goccy/go-json"
)

// ErrNotRegion says that a text is no GeoJSON Polygon or MultiPolygon with at
// least one closed ring. It is always wrapped with what was found instead.
var ErrNotRegion = errors.New("not a GeoJSON polygon or multipolygon")

// Region is an area in WGS84, such as a commune, prepared for asking how far
// places lie from it. It is safe for use by several goroutines.
type Region struct {
	sides []boundaryLine
	// bands cut the area into strips of latitude; each lists the sides that enter
	// it, so that few have to be looked at to know whether a place is inside.
	bands             [][]int32
	south, bandHeight float64
}

// boundaryLine is one side of the boundary, in degrees.
type boundaryLine struct{ lon0, lat0, lon1, lat1 float64 }

// ParseRegion reads a GeoJSON geometry of type Polygon or MultiPolygon, in
// degrees of longitude and latitude. Holes are holes.
func ParseRegion(geojson []byte) (*Region, error) {
	parts, err := RegionParts[[]float64](geojson)
	if err != nil {
		return nil, err
	}
	sides, err := boundaryLines(parts)
	if err != nil {
		return nil, err
	}
	return newRegion(sides), nil
}

// RegionParts reads the rings of each part of a GeoJSON Polygon or MultiPolygon.
// A position as a slice has the numbers that stand there, however many; as an
// array it has two, which costs less to read. A fault wraps [ErrNotRegion].
func RegionParts[Position []float64 | [2]float64](geojson []byte) ([][][]Position, error) {
	var geometry struct {
		Type        string            `json:"type"`
		Coordinates gojson.RawMessage `json:"coordinates"`
	}
	if err := gojson.Unmarshal(geojson, &geometry); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNotRegion, err)
	}
	var parts [][][]Position
	var err error
	switch geometry.Type {
	case "Polygon":
		parts = make([][][]Position, 1)
		err = gojson.Unmarshal(geometry.Coordinates, &parts[0])
	case "MultiPolygon":
		err = gojson.Unmarshal(geometry.Coordinates, &parts)
	default:
		return nil, fmt.Errorf("%w: type %q", ErrNotRegion, geometry.Type)
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNotRegion, err)
	}
	return parts, nil
}

func boundaryLines(parts [][][][]float64) ([]boundaryLine, error) {
	var lines []boundaryLine
	for _, rings := range parts {
		for _, ring := range rings {
			for i, q := range ring {
				if len(q) < 2 {
					return nil, fmt.Errorf("%w: a position of %d numbers", ErrNotRegion, len(q))
				}
				if i > 0 {
					lines = append(lines, boundaryLine{ring[i-1][0], ring[i-1][1], q[0], q[1]})
				}
			}
		}
	}
	if len(lines) < 3 {
		return nil, fmt.Errorf("%w: a boundary of %d sides", ErrNotRegion, len(lines))
	}
	return lines, nil
}

func newRegion(sides []boundaryLine) *Region {
	south, north := math.Inf(1), math.Inf(-1)
	for _, s := range sides {
		south, north = min(south, s.lat0, s.lat1), max(north, s.lat0, s.lat1)
	}
	const sidesPerBand = 8
	r := &Region{sides: sides, south: south, bands: make([][]int32, len(sides)/sidesPerBand+1)}
	r.bandHeight = (north - south) / float64(len(r.bands))
	for i, s := range sides {
		for band := r.band(min(s.lat0, s.lat1)); band <= r.band(max(s.lat0, s.lat1)); band++ {
			r.bands[band] = append(r.bands[band], int32(i))
		}
	}
	return r
}

// band is the strip that a latitude falls in, or the nearest one.
func (r *Region) band(lat float64) int {
	band := (lat - r.south) / r.bandHeight
	if !(band > 0) {
		return 0
	}
	return int(min(band, float64(len(r.bands)-1)))
}

// Distance is how far a place lies outside, in metres along the ground; 0 inside
// and on the boundary. Within 10 km it is right to 0.1 %.
func (r *Region) Distance(l LonLat) float64 {
	if r.contains(l) {
		return 0
	}
	perLat, perLon := metresPerDegree(l.Lat)
	nearest := math.MaxFloat64 // squared
	for i := range r.sides {
		s := &r.sides[i]
		x, y := (s.lon0-l.Lon)*perLon, (s.lat0-l.Lat)*perLat
		dx, dy := (s.lon1-s.lon0)*perLon, (s.lat1-s.lat0)*perLat
		if along := -(x*dx + y*dy); along > 0 {
			t := min(along/(dx*dx+dy*dy), 1)
			x, y = x+t*dx, y+t*dy
		}
		if square := x*x + y*y; square < nearest {
			nearest = square
		}
	}
	return math.Sqrt(nearest)
}

// contains counts the sides crossed on the way east.
func (r *Region) contains(l LonLat) bool {
	odd := false
	for _, i := range r.bands[r.band(l.Lat)] {
		s := &r.sides[i]
		if (s.lat0 > l.Lat) == (s.lat1 > l.Lat) || s.lon0 < l.Lon && s.lon1 < l.Lon {
			continue
		}
		if s.lon0+(l.Lat-s.lat0)/(s.lat1-s.lat0)*(s.lon1-s.lon0) > l.Lon {
			odd = !odd
		}
	}
	return odd
}

// metresPerDegree is the length of a degree of latitude and of longitude on the
// ellipsoid, at a latitude.
func metresPerDegree(lat float64) (perLat, perLon float64) {
	sin, cos := math.Sincos(lat * degree)
	w := 1 - eccentric2*sin*sin
	return semiMajor * (1 - eccentric2) / (w * math.Sqrt(w)) * degree, semiMajor / math.Sqrt(w) * cos * degree
}
