package territory

import (
	"cmp"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
)

func renumberSheet(c *Commune, cmd RenumberSheet) ([]Event, error) {
	sheet, exists := c.SheetByID(cmd.Sheet)
	if !exists {
		return nil, refuse("SHEET_UNKNOWN", "sheet",
			"Không có tờ bản đồ này trong %s. Kiểm tra lại số tờ và tỷ lệ.", c.Name)
	}
	scale := cmp.Or(cmd.Scale, sheet.Scale)
	if cmd.Number == sheet.Number && scale == sheet.Scale {
		return nil, refuse("NOTHING_CHANGES", "sheet",
			"Tờ bản đồ đã mang số %d, tỷ lệ 1:%d. Ghi số hoặc tỷ lệ khác.", sheet.Number, sheet.Scale)
	}
	day := cmd.EffectiveDate
	findings := append(checkNumber(cmd.Number, scale), checkDay(cmd.Number, day, cmd.Today)...)
	if since := c.given[sheet.ID]; !day.IsZero() && day.Before(since) {
		findings = append(findings, finding("EFFECTIVE_DATE_BEFORE_CHANGE", "effectiveDate", landLaw,
			"Ngày hiệu lực %s trước ngày %s, ngày tờ bản đồ nhận số %d. Ghi ngày không sớm hơn ngày đó.", day, since, sheet.Number))
	}
	findings = append(findings, checkFree(c, scale, cmd.Number, day)...)
	if err := rules.Refused(findings); err != nil {
		return nil, err
	}
	return []Event{SheetRenumbered{
		Commune: c.ID, Sheet: sheet.ID, Number: cmd.Number, Scale: scale, EffectiveDate: day,
	}}, nil
}

// checkFree keeps sheets of a scale apart on every day: a number that a sheet gave
// up may go to another one from that day on.
func checkFree(c *Commune, scale, number int, day ladm.Date) []rules.Finding {
	if taken, exists := c.Sheet(scale, number); exists {
		return []rules.Finding{finding("SHEET_NUMBER_TAKEN", "sheet", mapCircular,
			"Tờ bản đồ số %d tỷ lệ 1:%d đã có trong %s từ ngày %s. Dùng tờ đã có hoặc chọn số tờ khác.",
			number, scale, c.Name, c.given[taken.ID])}
	}
	if until := c.until[series{scale, number}]; day.Before(until) {
		return []rules.Finding{finding("SHEET_NUMBER_TAKEN", "sheet", mapCircular,
			"Tờ khác trong %s mang số %d tỷ lệ 1:%d đến ngày %s. Ghi ngày không sớm hơn ngày đó hoặc chọn số tờ khác.",
			c.Name, number, scale, until)}
	}
	return nil
}
