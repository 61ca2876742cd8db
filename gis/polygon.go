package gis

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

// Box is the smallest upright rectangle around something, borders included.
type Box struct{ Min, Max Point }
