package cadastre

import (
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/gis"
)

// reinstate undoes the whole act that ended a parcel: what it ended stands again,
// with the points that neighbours gained meanwhile, and what it began never was.
func reinstate(sheet *Sheet, cmd Reinstate) ([]Event, error) {
	set := rulesOf(cmd.Grounds)
	undone, err := actThatEnded(sheet, set, cmd.Parcel)
	if err != nil {
		return nil, err
	}
	event := ParcelsReinstated{Sheet: sheet.ID, EffectiveDate: undone.day}
	gone := idsOfParcels(undone.ended)
	for _, child := range undone.begun {
		gone[child.ID] = true
		event.Annulled = append(event.Annulled, child.ID)
	}
	boundaries := make([]gis.Polygon, len(undone.ended))
	for i, p := range undone.ended {
		boundaries[i] = p.Boundary
	}
	boundaries = matched(sheet, cmd.Neighbours, gone, boundaries)
	var findings []rules.Finding
	for i, p := range undone.ended {
		findings = append(findings, checkFree(sheet, set, p, claims(sheet, cmd.Neighbours, gone, boundaries[i], undone.day))...)
		event.Reinstated = append(event.Reinstated, ReinstatedParcel{
			Parcel: p.ID, Boundary: boundaries[i], MeasuredArea: ladm.SquareMetres(boundaries[i].Area()),
			Surveyed: surveyedAs(p.Surveyed, p.Boundary, boundaries[i]),
		})
	}
	if err := rules.Refused(findings); err != nil {
		return nil, err
	}
	event.Effects = effects(sheet, cmd.Neighbours, gone, boundaries)
	event.Warnings = findings
	if err := checkSize(set, event.size()); err != nil {
		return nil, err
	}
	return []Event{event}, nil
}

// actThatEnded finds the act that a reinstatement undoes, on which nothing was
// built that has not been undone itself.
func actThatEnded(sheet *Sheet, set *rules.Set, ref Ref) (*act, error) {
	p, finding := lookUp(sheet, set, 0, ref)
	switch {
	case finding != nil:
		return nil, rules.Refused([]rules.Finding{*finding})
	case !p.Ended:
		return nil, rules.Refused([]rules.Finding{find(set, "NOT_ENDED", 0, rules.Values{"number": p.Number})})
	case p.endedBy.annuls:
		return nil, rules.Refused([]rules.Finding{annulled(set, 0, p)})
	}
	var findings []rules.Finding
	for _, child := range p.endedBy.begun {
		if child.lasting != p.endedBy.revision {
			findings = append(findings, find(set, "CHILD_CHANGED", 0, rules.Values{"number": p.Number, "child": child.Number}))
		}
	}
	return p.endedBy, rules.Refused(findings)
}

// checkFree refuses to reinstate a parcel where others stand by now, or stood
// since it ended.
func checkFree(sheet *Sheet, set *rules.Set, p *Parcel, claims []claim) []rules.Finding {
	var findings []rules.Finding
	for _, c := range claims {
		values := rules.Values{"number": p.Number, "with": c.with, "place": where(c.at.At), "area": c.at.Area, "until": c.until}
		taken := find(set, "GROUND_TAKEN", 0, values)
		if !c.until.IsZero() {
			taken = find(set, "GROUND_TAKEN:then", 0, values)
		}
		findings = append(findings, placed(taken, sheet.SRID, c.at.At))
	}
	return findings
}
