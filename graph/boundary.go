package graph

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/graph/scalar"
)

// farthestOut bounds a coordinate in metres: no zone reaches that far.
const farthestOut = 1e8

// polygonGeometry is a GeoJSON Polygon, with the crs member of GeoJSON 2008.
type polygonGeometry struct {
	Type        string        `json:"type"`
	Coordinates [][][]float64 `json:"coordinates"`
	CRS         *struct {
		Properties struct {
			Name string `json:"name"`
		} `json:"properties"`
	} `json:"crs"`
}

// boundaryOf reads a parcel's boundary, given in metres of a zone, as rings, and
// the coordinate system that it names, "" for none. What cannot be read is a
// finding.
func boundaryOf(text scalar.GeoJSON) (rings [][][2]float64, crs string, finding *rules.Finding) {
	var geometry polygonGeometry
	if err := json.Unmarshal(text, &geometry); err != nil || geometry.Type != "Polygon" || len(geometry.Coordinates) == 0 {
		return nil, "", malformed("BOUNDARY_MALFORMED",
			`Ranh giới phải là GeoJSON {"type": "Polygon", "coordinates": [[[đông, bắc], …]]}.`,
			`A boundary is GeoJSON {"type": "Polygon", "coordinates": [[[easting, northing], …]]}.`)
	}
	if geometry.CRS != nil {
		crs = cmp.Or(geometry.CRS.Properties.Name, "?")
	}
	rings = make([][][2]float64, len(geometry.Coordinates))
	for i, ring := range geometry.Coordinates {
		for j, position := range ring {
			if len(position) < 2 || math.Abs(position[0]) > farthestOut || math.Abs(position[1]) > farthestOut {
				return nil, "", malformed("BOUNDARY_MALFORMED",
					fmt.Sprintf("Đỉnh %d của vành %d không phải [đông, bắc] tính bằng mét.", j+1, i+1),
					fmt.Sprintf("Vertex %d of ring %d is not [easting, northing] in metres.", j+1, i+1))
			}
			rings[i] = append(rings[i], [2]float64{position[0], position[1]})
		}
	}
	return rings, crs, nil
}

// otherSystem finds that a boundary names another coordinate system than that of
// its zone, 0 where no zone is known.
func otherSystem(crs string, zone int) *rules.Finding {
	code, err := strconv.Atoi(crs[strings.LastIndex(crs, ":")+1:])
	if err == nil && (zone == 0 || code == zone) {
		return nil
	}
	return malformed("BOUNDARY_SRID_MISMATCH",
		fmt.Sprintf("Thành viên crs của ranh giới nêu %q nhưng tọa độ thuộc EPSG:%d. Hãy sửa cho khớp.", crs, zone),
		fmt.Sprintf("The boundary's crs is %q but its coordinates are of EPSG:%d. Make them agree.", crs, zone))
}

func malformed(code, message, english string) *rules.Finding {
	return &rules.Finding{Code: code, Severity: rules.Refuse, Message: message, MessageEN: english, Field: "geometry"}
}
