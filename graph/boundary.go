package graph

import (
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

// boundaryOf reads a parcel's boundary, given in metres of a zone (0: not
// named), as rings. What cannot be read is a finding.
func boundaryOf(text scalar.GeoJSON, srid int) ([][][2]float64, *rules.Finding) {
	var geometry polygonGeometry
	if err := json.Unmarshal(text, &geometry); err != nil || geometry.Type != "Polygon" || len(geometry.Coordinates) == 0 {
		return nil, malformed("BOUNDARY_MALFORMED",
			`Ranh giới phải là GeoJSON {"type": "Polygon", "coordinates": [[[đông, bắc], …]]}.`)
	}
	if geometry.CRS != nil {
		name := geometry.CRS.Properties.Name
		code, err := strconv.Atoi(name[strings.LastIndex(name, ":")+1:])
		if err != nil || srid != 0 && code != srid {
			return nil, malformed("BOUNDARY_SRID_MISMATCH",
				fmt.Sprintf("Thành viên crs của ranh giới nêu %q nhưng srid là %d. Hãy sửa cho khớp.", name, srid))
		}
	}
	rings := make([][][2]float64, len(geometry.Coordinates))
	for i, ring := range geometry.Coordinates {
		for j, position := range ring {
			if len(position) < 2 || math.Abs(position[0]) > farthestOut || math.Abs(position[1]) > farthestOut {
				return nil, malformed("BOUNDARY_MALFORMED",
					fmt.Sprintf("Đỉnh %d của vành %d không phải [đông, bắc] tính bằng mét.", j+1, i+1))
			}
			rings[i] = append(rings[i], [2]float64{position[0], position[1]})
		}
	}
	return rings, nil
}

func malformed(code, message string) *rules.Finding {
	return &rules.Finding{Code: code, Severity: rules.Refuse, Message: message, Field: "geometry"}
}
