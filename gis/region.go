package gis

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
)

// ErrNotRegion says that a text is no GeoJSON Polygon or MultiPolygon with at
// least one closed ring. It is always wrapped with what was found instead.
var ErrNotRegion = errors.New("not a GeoJSON polygon or multipolygon")

// Region is an area in WGS84, such as a commune, prepared for asking how far
// places lie from it. It is safe for use by several goroutines.
type Region struct {
	south, bandHeight float64
	// bands cut the area into strips of latitude; each lists the sides that enter it.
	bands [][]boundaryLine
	count int
}

// boundaryLine is one side of the boundary, in degrees.
type boundaryLine struct{ lon0, lat0, lon1, lat1 float64 }

// ParseRegion reads a GeoJSON geometry of type Polygon or MultiPolygon, in
// degrees of longitude and latitude. Holes are holes.
func ParseRegion(geojson []byte) (*Region, error) {
	var geometry struct {
		Type        string          `json:"type"`
		Coordinates json.RawMessage `json:"coordinates"`
	}
	if err := json.Unmarshal(geojson, &geometry); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNotRegion, err)
	}
	var parts [][][][]float64
	var err error
	switch geometry.Type {
	case "Polygon":
		parts = make([][][][]float64, 1)
		err = json.Unmarshal(geometry.Coordinates, &parts[0])
	case "MultiPolygon":
		err = json.Unmarshal(geometry.Coordinates, &parts)
	default:
		return nil, fmt.Errorf("%w: type %q", ErrNotRegion, geometry.Type)
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNotRegion, err)
	}
	lines, err := boundaryLines(parts)
	if err != nil {
		return nil, err
	}
	return newRegion(lines), nil
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

// newRegion sorts the sides into as many bands as there are sides, so that few
// are in each.
func newRegion(lines []boundaryLine) *Region {
	south, north := math.Inf(1), math.Inf(-1)
	for _, l := range lines {
		south, north = min(south, l.lat0, l.lat1), max(north, l.lat0, l.lat1)
	}
	r := &Region{south: south, bandHeight: (north - south) / float64(len(lines)), count: len(lines)}
	r.bands = make([][]boundaryLine, len(lines))
	for _, l := range lines {
		for band := r.band(min(l.lat0, l.lat1)); band <= r.band(max(l.lat0, l.lat1)); band++ {
			r.bands[band] = append(r.bands[band], l)
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
	return int(min(band, float64(r.count-1)))
}

// Distance is how far a place lies outside, in metres along the ground; 0 inside
// and on the boundary. Within 10 km it is right to 0.1 %.
func (r *Region) Distance(l LonLat) float64 {
	if r.contains(l) {
		return 0
	}
	perLat, perLon := metresPerDegree(l.Lat)
	nearest := math.Inf(1) // squared
	home := r.band(l.Lat)
	for step := 0; step < r.count; step++ {
		// What is step bands away is at least step-1 bands' height away.
		if gap := float64(step-1) * r.bandHeight * perLat; step > 1 && gap*gap > nearest {
			break
		}
		if home-step >= 0 {
			nearest = min(nearest, nearestIn(r.bands[home-step], l, perLon, perLat))
		}
		if step > 0 && home+step < r.count {
			nearest = min(nearest, nearestIn(r.bands[home+step], l, perLon, perLat))
		}
	}
	return math.Sqrt(nearest)
}

// contains counts the sides crossed on the way east.
func (r *Region) contains(l LonLat) bool {
	odd := false
	for _, s := range r.bands[r.band(l.Lat)] {
		if (s.lat0 > l.Lat) == (s.lat1 > l.Lat) || s.lon0 < l.Lon && s.lon1 < l.Lon {
			continue
		}
		if s.lon0+(l.Lat-s.lat0)/(s.lat1-s.lat0)*(s.lon1-s.lon0) > l.Lon {
			odd = !odd
		}
	}
	return odd
}

// nearestIn is the squared distance in metres of a place from the nearest of some sides.
func nearestIn(sides []boundaryLine, from LonLat, perLon, perLat float64) float64 {
	nearest := math.Inf(1)
	for _, s := range sides {
		x, y := (s.lon0-from.Lon)*perLon, (s.lat0-from.Lat)*perLat
		dx, dy := (s.lon1-s.lon0)*perLon, (s.lat1-s.lat0)*perLat
		if length := dx*dx + dy*dy; length > 0 {
			t := min(max(-(x*dx+y*dy)/length, 0), 1)
			x, y = x+t*dx, y+t*dy
		}
		nearest = min(nearest, x*x+y*y)
	}
	return nearest
}

// metresPerDegree is the length of a degree of latitude and of longitude on the
// ellipsoid, at a latitude.
func metresPerDegree(lat float64) (perLat, perLon float64) {
	sin, cos := math.Sincos(lat * degree)
	w := 1 - eccentric2*sin*sin
	return semiMajor * (1 - eccentric2) / (w * math.Sqrt(w)) * degree, semiMajor / math.Sqrt(w) * cos * degree
}
