package cadastre

import (
	"math"

	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/domain/rules"
)

// checkBoundary refuses a boundary that is no valid surface in the sheet's zone
// (Circular 26/2024: parcels are closed polygons in the map's coordinate system).
func checkBoundary(set *rules.Set, sheet *Sheet, item int, p ParcelInput) []rules.Finding {
	var findings []rules.Finding
	if sheet.Open() && p.Boundary.SRID != sheet.SRID {
		findings = append(findings, find(set, "WRONG_ZONE", item, rules.Values{
			"parcel": label(p), "srid": p.Boundary.SRID, "sheet": sheet.Number, "expected": sheet.SRID,
		}))
	}
	if p.survey.tooLarge {
		findings = append(findings, find(set, "PARCEL_TOO_LARGE", item, rules.Values{
			"parcel": label(p), "size": p.Size(), "largest": es.MaxEvent,
		}))
	}
	for _, v := range p.survey.violations {
		findings = append(findings, placed(find(set, string(v.Kind), item, rules.Values{
			"parcel": label(p), "place": where(v.At), "ring": v.Ring + 1, "vertex": v.Vertex + 1,
		}), p.Boundary.SRID, v.At))
	}
	if len(findings) > 0 {
		return findings
	}
	return checkSurveyed(set, item, p)
}

// checkSurveyed refuses survey points that name no vertex or no accuracy.
func checkSurveyed(set *rules.Set, item int, p ParcelInput) []rules.Finding {
	for _, point := range p.Surveyed {
		exists := point.Ring >= 0 && point.Ring < len(p.Boundary.Rings) &&
			point.Vertex >= 0 && point.Vertex < len(p.Boundary.Rings[point.Ring])
		if !exists || !(point.Accuracy >= 0) || math.IsInf(point.Accuracy, 0) {
			return []rules.Finding{find(set, "SURVEYED_POINT_INVALID", item, rules.Values{
				"parcel": label(p), "point": point.Number, "ring": point.Ring + 1, "vertex": point.Vertex + 1,
			})}
		}
	}
	return nil
}

// Size returns an upper bound of the bytes that the parcel's event takes as JSON,
// as long as its codes are codes of the lists.
func (p ParcelInput) Size() int {
	const fixed, vertex, purpose, surveyed = 440, 26, 84, 90
	size := fixed + purpose*len(p.Purposes)
	for _, ring := range p.Boundary.Rings {
		size += 4 + vertex*len(ring)
	}
	for _, point := range p.Surveyed {
		size += surveyed + 6*len(point.Number)
	}
	return size
}
