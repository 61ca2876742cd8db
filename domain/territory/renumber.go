package territory

import (
	"cmp"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
)

func renumberSheet(c *Commune, cmd RenumberSheet) ([]Event, error) {
	sheet, exists := c.SheetByID(cmd.Sheet)
	if !exists {
		return nil, refuse("SHEET_UNKNOWN", cmd.EffectiveDate, rules.Values{"commune": c.Name})
	}
	scale := cmp.Or(cmd.Scale, sheet.Scale)
	if cmd.Number == sheet.Number && scale == sheet.Scale {
		return nil, refuse("NOTHING_CHANGES:sheet", cmd.EffectiveDate, rules.Values{"sheet": sheet.Number, "scale": sheet.Scale})
	}
	day := cmd.EffectiveDate
	findings := append(checkNumber(cmd.Number, scale, day), checkDay(sheet.Number, day, cmd.Today)...)
	if since := c.given[sheet.ID]; !day.IsZero() && day.Before(since) {
		findings = append(findings, find("EFFECTIVE_DATE_BEFORE_CHANGE:sheet", day, rules.Values{
			"day": day, "since": since, "sheet": sheet.Number,
		}))
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
		return []rules.Finding{find("SHEET_NUMBER_TAKEN", day, rules.Values{
			"sheet": number, "scale": scale, "commune": c.Name, "since": c.given[taken.ID],
		})}
	}
	if until := c.until[series{scale, number}]; day.Before(until) {
		return []rules.Finding{find("SHEET_NUMBER_TAKEN:until", day, rules.Values{
			"sheet": number, "scale": scale, "commune": c.Name, "until": until,
		})}
	}
	return nil
}
