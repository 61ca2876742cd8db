package cadastre

import (
	"slices"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
)

// correct puts right what had been recorded wrongly, and leaves alone what is
// right already.
func correct(sheet *Sheet, cmd Correct) ([]Event, error) {
	set := rulesOf(cmd.Grounds)
	parcels, err := refer(sheet, set, cmd.Parcel)
	if err != nil {
		return nil, err
	}
	p := parcels[0]
	event := correction(sheet, p, cmd)
	if event.Number == 0 && event.LegalArea == 0 && event.Purposes == nil {
		return nil, nothingChanges(set, p)
	}
	findings := checkCorrection(sheet, set, p, cmd, event)
	if err := rules.Refused(findings); err != nil {
		return nil, err
	}
	event.Warnings = findings
	return []Event{event}, nil
}

// correction says what of the command differs from what is recorded.
func correction(sheet *Sheet, p *Parcel, cmd Correct) ParcelCorrected {
	event := ParcelCorrected{Parcel: p.ID, Sheet: sheet.ID, EffectiveDate: cmd.EffectiveDate}
	if cmd.Number != p.Number {
		event.Number = cmd.Number
	}
	if cmd.LegalArea != p.LegalArea {
		event.LegalArea = cmd.LegalArea
	}
	if len(cmd.Purposes) > 0 && !slices.Equal(cmd.Purposes, p.Purposes) {
		event.Purposes = cmd.Purposes
	}
	return event
}

func checkCorrection(sheet *Sheet, set *rules.Set, p *Parcel, cmd Correct, event ParcelCorrected) []rules.Finding {
	day := cmd.EffectiveDate
	findings := checkDate(set, sheet, day, cmd.Today)
	input := p.with(event.LegalArea, event.Purposes)
	if event.Number != 0 {
		input.Number = event.Number
		findings = append(findings, checkSince(set, 0, p, "number", p.Since.Number, day)...)
		findings = append(findings, numbersOf(sheet, []ParcelInput{input}).check(set, 0, input)...)
	}
	if event.LegalArea != 0 {
		findings = append(findings, checkSince(set, 0, p, "legalArea", p.Since.LegalArea, day)...)
	}
	if event.Purposes != nil {
		findings = append(findings, checkSince(set, 0, p, "purposes", p.Since.Purposes, day)...)
	}
	if event.LegalArea != 0 || event.Purposes != nil {
		findings = append(findings, checkAreas(set, 0, p, input, day)...)
	}
	return findings
}

// recorded names the parts of a parcel that a correction may put right.
var recorded = map[string]rules.Words{
	"number":    {VI: "số thửa", EN: "number"},
	"legalArea": {VI: "diện tích pháp lý", EN: "legal area"},
	"purposes":  {VI: "mục đích sử dụng", EN: "land purposes"},
	"boundary":  {VI: "ranh giới", EN: "boundary"},
}

// checkSince keeps a correction from reaching back beyond the wrong value: before
// the day since which it stands, another value stood, which nobody called wrong.
func checkSince(set *rules.Set, item int, p *Parcel, part string, since, day ladm.Date) []rules.Finding {
	if !day.Before(since) {
		return nil
	}
	return []rules.Finding{find(set, "EFFECTIVE_DATE_BEFORE_VALUE", item, rules.Values{
		"number": p.Number, "value": recorded[part], "day": day, "since": since,
	})}
}
