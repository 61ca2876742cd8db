package cadastre

import (
	"slices"

	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/gis"
)

// checkPlace holds the farthest corner of a parcel against its commune's
// boundary. In another zone than the sheet's the parcel lies anywhere.
func checkPlace(set *rules.Set, sheet *Sheet, commune Commune, item int, p ParcelInput) []rules.Finding {
	if commune.Region == nil || !p.survey.sound(sheet.SRID) {
		return nil
	}
	point, distance := p.survey.farthest(commune.Region)
	for _, grade := range []string{"OUTSIDE_COMMUNE", "OUTSIDE_COMMUNE:warn"} {
		if distance > set.Params(grade)["beyond_m"] {
			return []rules.Finding{placed(find(set, grade, item, rules.Values{
				"parcel": label(p), "commune": commune.Name, "distance": distance, "place": where(point),
			}), p.Boundary.SRID, point)}
		}
	}
	return nil
}

// farthest returns the corner of the boundary that lies farthest outside a
// region, and how many metres; 0 if none does. Where the corners of the box are
// inside, the boundary is taken to be: hardly any commune is dented so finely.
func (s *survey) farthest(region *gis.Region) (at gis.Point, distance float64) {
	outside := func(l gis.LonLat) bool { return region.Distance(l) > 0 }
	if !slices.ContainsFunc(s.corners[:], outside) {
		return at, 0
	}
	zone, _ := gis.ZoneBySRID(s.boundary.SRID)
	for _, vertex := range s.boundary.Rings[0] {
		if d := region.Distance(zone.ToWGS84(vertex)); d > distance {
			at, distance = vertex, d
		}
	}
	return at, distance
}
