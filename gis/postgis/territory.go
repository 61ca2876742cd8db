package postgis

import (
	"errors"
	"fmt"

	"github.com/twpayne/go-geom"

	"github.com/diachinh/diachinh/gis"
)

// ErrNotTerritory says that a text is no GeoJSON Polygon or MultiPolygon.
var ErrNotTerritory = errors.New("not a polygon or multipolygon in GeoJSON")

// Territory reads a GeoJSON Polygon or MultiPolygon in degrees of WGS84 as the
// MultiPolygon that rows keep. A fault wraps ErrNotTerritory.
func Territory(geojson []byte) (*geom.MultiPolygon, error) {
	parts, err := gis.RegionParts[[2]float64](geojson)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNotTerritory, err)
	}
	var flat []float64
	ends := make([][]int, len(parts))
	for i, rings := range parts {
		for _, ring := range rings {
			for _, place := range ring {
				flat = append(flat, place[0], place[1])
			}
			ends[i] = append(ends[i], len(flat))
		}
	}
	return geom.NewMultiPolygonFlat(geom.XY, flat, ends).SetSRID(WGS84), nil
}
