package territory

import (
	"fmt"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/gis"
)

// Legal grounds of the rules below.
const (
	landLaw     = "Land Law 31/2024/QH15"
	mapCircular = "Circular 26/2024/TT-BTNMT"
)

// maxNumber is the highest number that a sheet may have; no commune comes near it.
const maxNumber = 99_999

func decide(c *Commune, command Command) ([]Event, error) {
	switch cmd := command.(type) {
	case EstablishCommune:
		return establish(c, cmd)
	case OpenSheet:
		return openSheet(c, cmd)
	case RenumberSheet:
		return renumberSheet(c, cmd)
	}
	return nil, fmt.Errorf("territory decides no %T", command)
}

func establish(c *Commune, cmd EstablishCommune) ([]Event, error) {
	if c.Established() {
		if c.Code == cmd.Code && c.ValidFrom == cmd.ValidFrom {
			return nil, nil
		}
		return nil, refuse("COMMUNE_ALREADY_ESTABLISHED", "",
			"Đơn vị hành chính %s (%s) đã được ghi nhận từ ngày %s. Kiểm tra lại mã đơn vị.", c.Name, c.Code, c.ValidFrom)
	}
	if cmd.Code == "" || cmd.Name == "" || cmd.Province.Code == "" || cmd.ValidFrom.IsZero() {
		return nil, refuse("COMMUNE_INCOMPLETE", "",
			"Đơn vị hành chính %q thiếu mã, tên, tỉnh hoặc ngày có hiệu lực. Bổ sung đủ các mục này.", cmd.Code)
	}
	return []Event{CommuneEstablished{
		Commune: cmd.ID(), Code: cmd.Code, Kind: cmd.Kind, Name: cmd.Name, NameEN: cmd.NameEN,
		Province: cmd.Province, Boundary: cmd.Boundary, ValidFrom: cmd.ValidFrom,
	}}, nil
}

func openSheet(c *Commune, cmd OpenSheet) ([]Event, error) {
	wish := Sheet{cmd.Sheet, cmd.Number, cmd.Scale, cmd.SRID, cmd.EffectiveDate}
	if known, opened := c.byID[cmd.Sheet]; opened {
		return nil, sameSheet(known, wish)
	}
	findings := append(checkSheet(c, cmd), checkFree(c, cmd.Scale, cmd.Number, cmd.EffectiveDate)...)
	if err := rules.Refused(findings); err != nil {
		return nil, err
	}
	return []Event{SheetOpened{
		Commune: c.ID, Sheet: cmd.Sheet, Number: cmd.Number, Scale: cmd.Scale,
		SRID: cmd.SRID, EffectiveDate: cmd.EffectiveDate,
	}}, nil
}

// sameSheet lets a sheet be opened again as it is, and refuses anything else.
func sameSheet(known, wish Sheet) error {
	if known == wish {
		return nil
	}
	return refuse("SHEET_ALREADY_OPEN", "sheet",
		"Tờ bản đồ này đã được mở với số %d, tỷ lệ 1:%d, hệ tọa độ EPSG:%d, từ ngày %s; không thể mở lại với nội dung khác.",
		known.Number, known.Scale, known.SRID, known.EffectiveDate)
}

// checkSheet holds a new sheet against its commune and against what is known of
// sheets in general.
func checkSheet(c *Commune, cmd OpenSheet) []rules.Finding {
	var findings []rules.Finding
	switch day := cmd.EffectiveDate; {
	case !c.Established():
		findings = append(findings, finding("COMMUNE_UNKNOWN", "commune", landLaw,
			"Đơn vị hành chính cấp xã chưa được ghi nhận. Kiểm tra lại mã xã."))
	case !day.IsZero() && day.Before(c.ValidFrom):
		findings = append(findings, finding("EFFECTIVE_DATE_BEFORE_COMMUNE", "effectiveDate", landLaw,
			"Ngày hiệu lực %s của tờ bản đồ %d trước ngày %s thành lập %s. Ghi ngày không sớm hơn ngày đó.", day, cmd.Number, c.ValidFrom, c.Name))
	}
	return append(findings, Check(cmd)...)
}

// Check returns what speaks against a new sheet in any commune: about its
// number, scale, zone and day.
func Check(cmd OpenSheet) []rules.Finding {
	findings := checkNumber(cmd.Number, cmd.Scale)
	if _, known := gis.ZoneBySRID(cmd.SRID); !known {
		findings = append(findings, finding("ZONE_UNKNOWN", "srid", mapCircular,
			"EPSG:%d không phải múi chiếu 3° của VN-2000. Dùng một trong 5896–5899 hoặc 9205–9218.", cmd.SRID))
	}
	return append(findings, checkDay(cmd.Number, cmd.EffectiveDate, cmd.Today)...)
}

func checkNumber(number, scale int) []rules.Finding {
	var findings []rules.Finding
	if number <= 0 || number > maxNumber {
		findings = append(findings, finding("SHEET_NUMBER_INVALID", "sheet", mapCircular,
			"Số tờ bản đồ %d không hợp lệ. Ghi số từ 1 đến %d.", number, maxNumber))
	}
	if _, known := ladm.ScaleOf(scale); !known {
		findings = append(findings, finding("SCALE_UNKNOWN", "scale", mapCircular,
			"Tỷ lệ 1:%d không phải tỷ lệ bản đồ địa chính. Dùng 1:200, 1:500, 1:1000, 1:2000, 1:5000 hoặc 1:10000.", scale))
	}
	return findings
}

func checkDay(number int, day, today ladm.Date) []rules.Finding {
	switch {
	case day.IsZero():
		return []rules.Finding{finding("EFFECTIVE_DATE_MISSING", "effectiveDate", landLaw,
			"Tờ bản đồ %d chưa có ngày hiệu lực. Ghi ngày hiệu lực.", number)}
	case day.After(today):
		return []rules.Finding{finding("EFFECTIVE_DATE_FUTURE", "effectiveDate", landLaw,
			"Ngày hiệu lực %s của tờ bản đồ %d ở tương lai. Chờ đến ngày đó hoặc ghi ngày không muộn hơn %s.", day, number, today)}
	}
	return nil
}

func finding(code, field, source, message string, args ...any) rules.Finding {
	return rules.Finding{
		Code: code, Severity: rules.Refuse, Field: field, Source: source, Message: fmt.Sprintf(message, args...),
	}
}

func refuse(code, field, message string, args ...any) error {
	return rules.Refused([]rules.Finding{finding(code, field, "", message, args...)})
}
