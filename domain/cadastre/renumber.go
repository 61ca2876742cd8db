package cadastre

import "github.com/diachinh/diachinh/domain/rules"

// renumber follows the commune, where the number was found to be free.
func renumber(sheet *Sheet, cmd RenumberSheet) ([]Event, error) {
	if !sheet.Open() {
		return nil, rules.Refused([]rules.Finding{find(rulesOn(nil, cmd.EffectiveDate), "SHEET_NOT_OPEN", WholeCommand, nil)})
	}
	if cmd.Number == sheet.Number && cmd.Scale == sheet.Scale {
		return nil, nil
	}
	return []Event{SheetRenumbered{
		Sheet: sheet.ID, Number: cmd.Number, Scale: cmd.Scale, EffectiveDate: cmd.EffectiveDate,
	}}, nil
}
