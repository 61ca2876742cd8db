package cadastre

import "github.com/diachinh/diachinh/domain/rules"

// farOutside is from how many metres outside its commune a parcel is refused.
// Nearer ones only warn: commune boundaries are simplified.
const farOutside = 1000

// checkPlace looks for the parcel in its commune. A parcel lies where the point
// of its code lies. In another zone than the sheet's it lies anywhere.
func checkPlace(sheet *Sheet, commune Commune, item int, p ParcelInput) []rules.Finding {
	if commune.Region == nil || !p.survey.sound(sheet.SRID) {
		return nil
	}
	distance := commune.Region.Distance(p.survey.pole)
	if distance == 0 {
		return nil
	}
	point := p.survey.code.Point
	const message = "%s: nằm ngoài ranh giới %s khoảng %.0f m, tại %s. %s"
	if distance > farOutside {
		return []rules.Finding{placed(outsideCommune.refuse(item, message, label(p), commune.Name, distance, where(point),
			"Kiểm tra mã xã, múi chiếu và tọa độ."), p.Boundary.SRID, point)}
	}
	return []rules.Finding{placed(outsideCommune.warn(item, message, label(p), commune.Name, distance, where(point),
		"Nên kiểm tra lại; ranh giới xã trong hệ thống đã được giản lược, thửa vẫn được đăng ký."), p.Boundary.SRID, point)}
}
