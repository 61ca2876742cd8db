package cadastre

import (
	"math"

	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/gis"
)

// checkBoundary refuses a boundary that is no valid surface in the sheet's zone
// (Circular 26/2024: parcels are closed polygons in the map's coordinate system).
func checkBoundary(sheet *Sheet, item int, p ParcelInput) []rules.Finding {
	var findings []rules.Finding
	if sheet.Open() && p.Boundary.SRID != sheet.SRID {
		findings = append(findings, wrongZone.refuse(item,
			"%s: tọa độ thuộc EPSG:%d nhưng tờ bản đồ %d dùng EPSG:%d. Chuyển tọa độ về đúng múi chiếu của tờ.",
			label(p), p.Boundary.SRID, sheet.Number, sheet.SRID))
	}
	if p.survey.tooLarge {
		findings = append(findings, parcelTooLarge.refuse(item,
			"%s: ranh giới có quá nhiều đỉnh (ước tính %d byte, tối đa %d). Giảm số đỉnh hoặc chia thửa.", label(p), p.Size(), es.MaxEvent))
	}
	for _, v := range p.survey.violations {
		broken := rule{string(v.Kind), "geometry", mapCircular}
		findings = append(findings, placed(broken.refuse(item,
			"%s: %s tại %s (vòng %d, đỉnh %d). %s", label(p), defectOf(v.Kind).what, where(v.At),
			v.Ring+1, v.Vertex+1, defectOf(v.Kind).remedy), p.Boundary.SRID, v.At))
	}
	if len(findings) > 0 {
		return findings
	}
	return checkSurveyed(item, p)
}

// defect is a violation in words.
type defect struct{ what, remedy string }

// defects names the violations of gis in Vietnamese.
var defects = map[gis.ViolationKind]defect{
	gis.NoRing:               {"thửa không có ranh giới", "Bổ sung ranh giới."},
	gis.RingNotClosed:        {"ranh giới không khép kín", "Nối điểm cuối với điểm đầu."},
	gis.TooFewPoints:         {"ranh giới có ít hơn ba đỉnh khác nhau", "Bổ sung các đỉnh còn thiếu."},
	gis.RepeatedPoint:        {"ranh giới có hai đỉnh liền nhau trùng nhau", "Bỏ đỉnh trùng."},
	gis.ZeroArea:             {"ranh giới không bao lấy diện tích nào", "Sửa vị trí các đỉnh."},
	gis.Spike:                {"ranh giới có gai (đi ra rồi quay lại cùng một đường)", "Bỏ đỉnh gai."},
	gis.SelfIntersection:     {"ranh giới tự cắt", "Sửa thứ tự hoặc vị trí các đỉnh."},
	gis.SelfTouch:            {"ranh giới tự chạm tại một điểm", "Tách thành các thửa riêng hoặc sửa đỉnh."},
	gis.RingsCross:           {"hai vòng ranh giới cắt nhau", "Sửa các vòng cho rời nhau."},
	gis.HoleOutside:          {"vòng trong nằm ngoài vòng ngoài", "Đưa vòng trong vào bên trong thửa hoặc bỏ đi."},
	gis.HoleInHole:           {"một vòng trong nằm trong vòng trong khác", "Bỏ vòng thừa hoặc tách thành thửa riêng."},
	gis.InteriorDisconnected: {"các vòng ranh giới chia thửa thành nhiều phần rời nhau", "Tách thành các thửa riêng."},
	gis.OutOfRange:           {"tọa độ nằm ngoài mọi múi chiếu VN-2000", "Kiểm tra đơn vị (mét), thứ tự trục và hệ tọa độ."},
	gis.TooLarge:             {"thửa rộng hoặc cao hơn 100 km", "Kiểm tra các đỉnh sai tọa độ."},
}

func defectOf(kind gis.ViolationKind) defect {
	if d, named := defects[kind]; named {
		return d
	}
	return defect{"ranh giới không hợp lệ", "Kiểm tra lại hình dạng thửa."}
}

// checkSurveyed refuses survey points that name no vertex or no accuracy.
func checkSurveyed(item int, p ParcelInput) []rules.Finding {
	for _, point := range p.Surveyed {
		exists := point.Ring >= 0 && point.Ring < len(p.Boundary.Rings) &&
			point.Vertex >= 0 && point.Vertex < len(p.Boundary.Rings[point.Ring])
		if !exists || !(point.Accuracy >= 0) || math.IsInf(point.Accuracy, 0) {
			return []rules.Finding{surveyedPoint.refuse(item,
				"%s: điểm đo %q (vòng %d, đỉnh %d) không ứng với đỉnh nào hoặc có độ chính xác không hợp lệ. Kiểm tra lại sổ điểm đo.",
				label(p), point.Number, point.Ring+1, point.Vertex+1)}
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
