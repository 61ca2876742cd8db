package cadastre

import (
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
)

// sumTolerance is how far the areas of the purposes may miss the legal area, as
// used in practice: 0.5 m².
const sumTolerance = ladm.Area(5)

// checkPurposes demands at least one purpose, each with a land type in force on
// the day (Circular 08/2024), and areas that sum to the legal area.
func checkPurposes(item int, name string, legal ladm.Area, purposes []Purpose, day ladm.Date) []rules.Finding {
	if len(purposes) == 0 {
		return []rules.Finding{purposeMissing.refuse(item,
			"%s: chưa có mục đích sử dụng đất. Ghi ít nhất một loại đất và diện tích.", name)}
	}
	var findings []rules.Finding
	sum := ladm.Area(0)
	for _, purpose := range purposes {
		findings = append(findings, checkPurpose(item, name, purpose, day)...)
		sum += purpose.Area
	}
	if legal > 0 && max(sum-legal, legal-sum) > sumTolerance {
		findings = append(findings, purposesSum.refuse(item,
			"%s: tổng diện tích các mục đích là %s m², diện tích pháp lý là %s m². Sửa cho khớp (sai lệch tối đa %s m²).",
			name, sum, legal, sumTolerance))
	}
	return findings
}

func checkPurpose(item int, name string, purpose Purpose, day ladm.Date) []rules.Finding {
	var findings []rules.Finding
	if purpose.Type == "" {
		findings = append(findings, landTypeMissing.refuse(item,
			"%s: mục đích sử dụng thiếu mã loại đất. Ghi mã loại đất, ví dụ ONT.", name))
	} else if _, known := ladm.LandTypes.On(purpose.Type, day); !known {
		findings = append(findings, landTypeUnknown.refuse(item,
			"%s: mã loại đất %q không có trong danh mục ngày %s. Chọn mã theo Thông tư 08/2024/TT-BTNMT.", name, purpose.Type, day))
	}
	if purpose.Area <= 0 {
		findings = append(findings, purposeAreaInvalid.refuse(item,
			"%s: diện tích %s m² của loại đất %s không hợp lệ. Ghi diện tích lớn hơn 0.", name, purpose.Area, purpose.Type))
	}
	if !purpose.Until.IsZero() && purpose.Until.Before(day) {
		findings = append(findings, purposeTerm.refuse(item,
			"%s: thời hạn sử dụng của loại đất %s kết thúc ngày %s, trước ngày hiệu lực %s. Sửa thời hạn, hoặc để trống nếu lâu dài.",
			name, purpose.Type, purpose.Until, day))
	}
	if purpose.Origin == "" {
		return findings
	}
	if _, known := ladm.Origins.On(purpose.Origin, day); !known {
		findings = append(findings, originUnknown.refuse(item,
			"%s: mã nguồn gốc sử dụng %q không có trong danh mục ngày %s. Chọn mã theo Thông tư 10/2024/TT-BTNMT.", name, purpose.Origin, day))
	}
	return findings
}
