package cadastre

import (
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
)

// How far legal and measured area may lie apart where no provincial rule says
// otherwise: the larger of an area and a share of the legal area, in percent.
const (
	warnAbove, warnPercent     = ladm.Area(5), 1  // 0.5 m²
	refuseAbove, refusePercent = ladm.Area(20), 5 // 2 m²
)

// checkLegalArea holds the legal area against the area that the boundary
// encloses. Both stand in the register as they are.
func checkLegalArea(item int, p ParcelInput) []rules.Finding {
	legal, area := p.LegalArea, p.survey.area
	if legal <= 0 {
		return []rules.Finding{legalAreaInvalid.refuse(item,
			"%s: diện tích pháp lý %s m² không hợp lệ. Ghi diện tích lớn hơn 0, làm tròn đến 0,1 m².", label(p), legal)}
	}
	if p.survey.boundary.SRID == 0 {
		return nil // there is no valid boundary to measure
	}
	var findings []rules.Finding
	if area == 0 {
		findings = append(findings, zeroArea.refuse(item,
			"%s: diện tích đo làm tròn thành 0,0 m². Kiểm tra lại ranh giới và đơn vị tọa độ (mét).", label(p)))
	}
	const message = "%s: diện tích pháp lý %s m² lệch %s m² so với diện tích đo %s m². %s"
	switch apart := max(legal-area, area-legal); {
	case exceeds(apart, legal, refuseAbove, refusePercent):
		findings = append(findings, areaDeviation.refuse(item, message, label(p), legal, apart, area,
			"Kiểm tra lại ranh giới hoặc diện tích trên giấy tờ."))
	case exceeds(apart, legal, warnAbove, warnPercent):
		findings = append(findings, areaDeviation.warn(item, message, label(p), legal, apart, area,
			"Nên kiểm tra lại; thửa vẫn được đăng ký."))
	}
	return findings
}

func exceeds(apart, legal, least ladm.Area, percent int64) bool {
	return apart > least && int64(apart)*100 > int64(legal)*percent
}
