package cadastre

import (
	"slices"

	"github.com/diachinh/diachinh/domain/rules"
)

// changePurposes leaves a parcel alone that has the purposes already.
func changePurposes(sheet *Sheet, cmd ChangePurposes) ([]Event, error) {
	set := rulesOf(cmd.Grounds)
	parcels, err := refer(sheet, set, cmd.Parcel)
	if err != nil {
		return nil, err
	}
	p := parcels[0]
	if slices.Equal(p.Purposes, cmd.Purposes) {
		return nil, nil
	}
	input := p.input()
	input.Purposes = cmd.Purposes
	findings := checkGrounds(sheet, cmd.Grounds, parcels)
	findings = append(findings, checkPurposes(set, 0, input, p.Purposes, cmd.EffectiveDate)...)
	if err := rules.Refused(findings); err != nil {
		return nil, err
	}
	return []Event{PurposesChanged{
		Parcel: p.ID, Sheet: sheet.ID, Purposes: cmd.Purposes, EffectiveDate: cmd.EffectiveDate,
	}}, nil
}

func changeLegalArea(sheet *Sheet, cmd ChangeLegalArea) ([]Event, error) {
	set := rulesOf(cmd.Grounds)
	parcels, err := refer(sheet, set, cmd.Parcel)
	if err != nil {
		return nil, err
	}
	p := parcels[0]
	if cmd.LegalArea == p.LegalArea {
		return nil, nothingChanges(set, p)
	}
	input := p.with(cmd.LegalArea, cmd.Purposes)
	if cmd.LegalArea == 0 {
		input.LegalArea = 0 // missing, which the rules refuse
	}
	findings := checkGrounds(sheet, cmd.Grounds, parcels)
	findings = append(findings, checkAreas(set, 0, p, input, cmd.EffectiveDate)...)
	findings = append(findings, checkLandUse(set, 0, p.Purposes, input.Purposes)...)
	if err := rules.Refused(findings); err != nil {
		return nil, err
	}
	return []Event{LegalAreaChanged{
		Parcel: p.ID, Sheet: sheet.ID, LegalArea: input.LegalArea, Purposes: input.Purposes,
		Warnings: findings, EffectiveDate: cmd.EffectiveDate,
	}}, nil
}

// recoverWhole leaves the parcel where it is: only who holds it changes.
func recoverWhole(sheet *Sheet, cmd Recover) ([]Event, error) {
	set := rulesOf(cmd.Grounds)
	parcels, err := refer(sheet, set, cmd.Parcel)
	if err != nil {
		return nil, err
	}
	p := parcels[0]
	if p.Recovered {
		return nil, rules.Refused([]rules.Finding{find(set, "ALREADY_RECOVERED", 0, rules.Values{"number": p.Number})})
	}
	if err := rules.Refused(checkGrounds(sheet, cmd.Grounds, parcels)); err != nil {
		return nil, err
	}
	return []Event{ParcelRecovered{Parcel: p.ID, Sheet: sheet.ID, EffectiveDate: cmd.EffectiveDate}}, nil
}

// endingCauses are the kinds of change that may end a parcel which nothing
// replaces: erosion (SA), the correction of an error (SN), and a change of the
// administrative unit (DH).
var endingCauses = []string{"SA", "SN", "DH"}

func endParcel(sheet *Sheet, cmd End) ([]Event, error) {
	set := rulesOf(cmd.Grounds)
	parcels, err := refer(sheet, set, cmd.Parcel)
	if err != nil {
		return nil, err
	}
	p := parcels[0]
	findings := checkGrounds(sheet, cmd.Grounds, parcels)
	if !slices.Contains(endingCauses, cmd.Cause) {
		findings = append(findings, find(set, "CAUSE_UNKNOWN", WholeCommand, rules.Values{"cause": cmd.Cause}))
	}
	if err := rules.Refused(findings); err != nil {
		return nil, err
	}
	return []Event{ParcelEnded{Parcel: p.ID, Sheet: sheet.ID, Cause: cmd.Cause, EffectiveDate: cmd.EffectiveDate}}, nil
}
