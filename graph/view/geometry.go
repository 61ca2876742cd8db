package view

import (
	"strconv"

	"github.com/diachinh/diachinh/gis"
	"github.com/diachinh/diachinh/graph/fault"
	"github.com/diachinh/diachinh/graph/scalar"
)

const (
	wgs84    = 4326
	mercator = 3857
)

// space writes points of one zone in a coordinate system: metres to the
// millimetre, degrees to a tenth of one.
type space struct {
	srid     int
	decimals int
	project  func(gis.Point) (x, y float64)
}

// spaceOf returns the coordinate system asked for, or the zone itself where none is.
func spaceOf(zone int, srid *int) (space, error) {
	if srid == nil || *srid == zone {
		return space{zone, 3, gis.Point.Metres}, nil
	}
	from, known := gis.ZoneBySRID(zone)
	if !known {
		return space{}, unknownSRID(zone)
	}
	switch *srid {
	case wgs84:
		return space{wgs84, 9, func(p gis.Point) (float64, float64) {
			place := from.ToWGS84(p)
			return place.Lon, place.Lat
		}}, nil
	case mercator:
		return space{mercator, 3, func(p gis.Point) (float64, float64) { return from.ToWGS84(p).Mercator() }}, nil
	}
	to, known := gis.ZoneBySRID(*srid)
	if !known {
		return space{}, unknownSRID(*srid)
	}
	return space{*srid, 3, func(p gis.Point) (float64, float64) { return to.FromWGS84(from.ToWGS84(p)).Metres() }}, nil
}

func unknownSRID(srid int) error {
	return fault.New(fault.UnknownSRID,
		"Không có hệ tọa độ EPSG:%d. Hãy dùng 4326, 3857 hoặc một múi VN-2000: 5896–5899, 9205–9218.", srid)
}

// polygon writes a Polygon with its outer ring counter-clockwise (RFC 7946).
func (s space) polygon(p gis.Polygon) scalar.GeoJSON {
	text := s.begin("Polygon", 32*vertices(p))
	for i, ring := range p.Rings {
		text = append(text, separator(i)...)
		for j, point := range ring {
			text = append(text, separator(j)...)
			x, y := s.project(point)
			text = s.position(text, x, y)
		}
		text = append(text, ']')
	}
	return append(text, "]}"...)
}

// point writes a Point.
func (s space) point(x, y float64) scalar.GeoJSON {
	return append(s.position(s.begin("Point", 64), x, y), '}')
}

// begin opens a geometry. Other than in WGS84 it names its coordinate system.
func (s space) begin(kind string, size int) []byte {
	text := append(make([]byte, 0, size+128), `{"type":"`...)
	text = append(append(text, kind...), '"')
	if s.srid != wgs84 {
		text = append(text, `,"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::`...)
		text = append(strconv.AppendInt(text, int64(s.srid), 10), `"}}`...)
	}
	return append(text, `,"coordinates":`...)
}

func (s space) position(text []byte, x, y float64) []byte {
	text = strconv.AppendFloat(append(text, '['), x, 'f', s.decimals, 64)
	text = strconv.AppendFloat(append(text, ','), y, 'f', s.decimals, 64)
	return append(text, ']')
}

// separator opens a list before its first member and parts the others.
func separator(i int) string {
	if i == 0 {
		return "["
	}
	return ","
}

// centroid returns the centre of gravity, in millimetres of the zone.
func centroid(p gis.Polygon) gis.Point {
	origin := p.Rings[0][0]
	var doubled, east, north float64
	for _, ring := range p.Rings {
		for i := 1; i < len(ring); i++ {
			e1, n1 := float64(ring[i-1].E-origin.E), float64(ring[i-1].N-origin.N)
			e2, n2 := float64(ring[i].E-origin.E), float64(ring[i].N-origin.N)
			cross := e1*n2 - e2*n1
			doubled += cross
			east += (e1 + e2) * cross
			north += (n1 + n2) * cross
		}
	}
	if doubled == 0 {
		return origin
	}
	return gis.Point{E: origin.E + int64(east/(3*doubled)), N: origin.N + int64(north/(3*doubled))}
}

func vertices(p gis.Polygon) (n int) {
	for _, ring := range p.Rings {
		n += len(ring)
	}
	return n
}
