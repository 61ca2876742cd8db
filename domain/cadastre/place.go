package cadastre

import (
	"slices"

	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/gis"
)

// farOutside is from how many metres outside its commune a parcel is refused.
// Nearer ones only warn: commune boundaries are simplified.
const farOutside = 1000

// checkPlace holds the farthest corner of a parcel against its commune's
// boundary. In another zone than the sheet's the parcel lies anywhere.
func checkPlace(sheet *Sheet, commune Commune, item int, p ParcelInput) []rules.Finding {
	if commune.Region == nil || !p.survey.sound(sheet.SRID) {
		return nil
	}
	point, distance := p.survey.farthest(commune.Region)
	if distance == 0 {
		return nil
	}
	const message = "%s: vượt ra ngoài ranh giới %s đến %.0f m, tại %s. %s"
	if distance > farOutside {
		return []rules.Finding{placed(outsideCommune.refuse(item, message, label(p), commune.Name, distance, where(point),
			"Kiểm tra mã xã, múi chiếu và tọa độ."), p.Boundary.SRID, point)}
	}
	return []rules.Finding{placed(outsideCommune.warn(item, message, label(p), commune.Name, distance, where(point),
		"Nên kiểm tra lại; ranh giới xã trong hệ thống đã được giản lược, thửa vẫn được đăng ký."), p.Boundary.SRID, point)}
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
