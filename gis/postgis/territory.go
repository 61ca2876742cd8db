package postgis

import (
	"errors"
	"fmt"

	gojson "github.com/goccy/go-json"
	"github.com/twpayne/go-geom"
)

// ErrNotTerritory says that a text is no GeoJSON Polygon or MultiPolygon.
var ErrNotTerritory = errors.New("not a polygon or multipolygon in GeoJSON")

// Territory reads a GeoJSON Polygon or MultiPolygon in degrees of WGS84 as the
// MultiPolygon that rows keep. A fault wraps ErrNotTerritory.
func Territory(geojson []byte) (*geom.MultiPolygon, error) {
	var geometry struct {
		Type        string            `json:"type"`
		Coordinates gojson.RawMessage `json:"coordinates"`
	}
	if err := gojson.Unmarshal(geojson, &geometry); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNotTerritory, err)
	}
	var parts [][][][2]float64
	var err error
	switch geometry.Type {
	case "Polygon":
		parts = make([][][][2]float64, 1)
		err = gojson.Unmarshal(geometry.Coordinates, &parts[0])
	case "MultiPolygon":
		err = gojson.Unmarshal(geometry.Coordinates, &parts)
	default:
		err = fmt.Errorf("type %q", geometry.Type)
	}
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
