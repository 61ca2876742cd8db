package cadastre

import (
	"fmt"

	"github.com/diachinh/diachinh/domain/rules"
)

func decide(sheet *Sheet, command Command) ([]Event, error) {
	switch cmd := command.(type) {
	case OpenSheet:
		return open(sheet, cmd)
	case RegisterParcels:
		return register(sheet, measured(cmd))
	case Subdivide:
		return subdivide(sheet, cmd)
	case Merge:
		return merge(sheet, cmd)
	case Readjust:
		return readjust(sheet, cmd)
	case ChangePurposes:
		return changePurposes(sheet, cmd)
	case ChangeLegalArea:
		return changeLegalArea(sheet, cmd)
	case Recover:
		return recoverWhole(sheet, cmd)
	case End:
		return endParcel(sheet, cmd)
	case Reinstate:
		return reinstate(sheet, cmd)
	case Correct:
		return correct(sheet, cmd)
	case Resurvey:
		return resurvey(sheet, cmd)
	case CorrectBoundary:
		return correctBoundary(sheet, cmd)
	case ChangeNaturally:
		return changeNaturally(sheet, cmd)
	case InsertPoints:
		return insertPoints(sheet, cmd)
	case RenumberSheet:
		return renumber(sheet, cmd)
	}
	return nil, fmt.Errorf("cadastre decides no %T", command)
}

// open begins the sheet. Whether its number is free was decided in the
// commune's stream. The same opening again does nothing, whatever number the sheet
// has by now.
func open(sheet *Sheet, cmd OpenSheet) ([]Event, error) {
	opened := SheetOpened(cmd)
	if !sheet.Open() {
		return []Event{opened}, nil
	}
	if opened == sheet.opened {
		return nil, nil
	}
	return nil, rules.Refused([]rules.Finding{find(rulesOn(nil, cmd.EffectiveDate), "SHEET_ALREADY_OPEN", WholeCommand, rules.Values{
		"sheet": sheet.Number, "scale": sheet.Scale, "srid": sheet.SRID, "since": sheet.OpenedOn,
	})})
}

// register registers measured parcels.
func register(sheet *Sheet, cmd RegisterParcels) ([]Event, error) {
	if err := rules.Refused(check(sheet, cmd)); err != nil {
		return nil, err
	}
	next := numbersOf(sheet, cmd.Parcels).next
	events := make([]Event, len(cmd.Parcels))
	for i, p := range cmd.Parcels {
		number := p.Number
		if number == 0 {
			number, next = next, next+1
		}
		events[i] = ParcelRegistered{
			Parcel: p.ID, Sheet: sheet.ID, Number: number, Code: p.survey.code,
			LegalArea: p.LegalArea, MeasuredArea: p.survey.area, Purposes: p.Purposes,
			Boundary: p.survey.boundary, Surveyed: p.survey.points(p.Surveyed),
			EffectiveDate: cmd.EffectiveDate,
		}
	}
	return events, nil
}
