package cadastre

import (
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/gis"
)

// changeNaturally takes the boundary as surveyed, gives it the points of the old
// one and of all parcels around, and holds what water took or added against the
// kind of change. Vertices that were surveyed before and stay are surveyed still.
func changeNaturally(sheet *Sheet, cmd ChangeNaturally) ([]Event, error) {
	set := rulesOf(cmd.Grounds)
	parcels, err := refer(sheet, set, cmd.Parcel)
	if err != nil {
		return nil, err
	}
	p := parcels[0]
	input := p.with(cmd.LegalArea, cmd.Purposes).redrawn(cmd.Boundary, cmd.Surveyed)
	findings := append(checkGrounds(sheet, cmd.Grounds, parcels), checkBoundary(set, sheet, 0, input)...)
	if err := rules.Refused(findings); err != nil {
		return nil, err
	}
	changed := map[ladm.ParcelID]bool{p.ID: true}
	covering := gis.Cover([]gis.Polygon{p.Boundary}, []gis.Polygon{input.survey.boundary})
	boundary := matched(sheet, cmd.Neighbours, changed, covering.Parts)[0]
	surveyed := marks{}
	surveyed.add(p.Boundary, p.Surveyed)
	surveyed.add(boundary, surveyedAs(input.Surveyed, input.Boundary, boundary))
	input = input.redrawn(boundary, surveyed.on(boundary))
	findings = append(findings, checkNature(sheet, set, cmd.Kind, p, covering)...)
	findings = append(findings, checkBoundary(set, sheet, 0, input)...)
	if err := rules.Refused(findings); err != nil {
		return nil, err
	}
	findings = append(findings, checkGround(sheet, cmd.Grounds, changed, 0, input)...)
	findings = append(findings, checkPlace(set, sheet, cmd.Commune, 0, input)...)
	findings = append(findings, checkAreas(set, 0, p, input, cmd.EffectiveDate)...)
	findings = append(findings, checkLandUse(set, 0, p.Purposes, input.Purposes)...)
	if err := rules.Refused(findings); err != nil {
		return nil, err
	}
	event := ParcelNaturallyChanged{Kind: cmd.Kind, Reshaping: Reshaping{
		Sheet: sheet.ID, Parcels: []ReshapedParcel{input.reshaped()}, EffectiveDate: cmd.EffectiveDate,
		Effects: effects(sheet, cmd.Neighbours, changed, []gis.Polygon{boundary}),
	}}
	event.Warnings = findings
	if err := checkSize(set, event.size()); err != nil {
		return nil, err
	}
	return []Event{event}, nil
}

// wrongWay says what a kind of natural change does not do.
var wrongWay = map[NaturalChangeKind]gis.CoverFaultKind{Erosion: gis.CoverOutside, Accretion: gis.CoverGap}

// checkNature refuses erosion that adds ground and accretion that takes some. The
// covering is that of the old boundary by the new one.
func checkNature(sheet *Sheet, set *rules.Set, kind NaturalChangeKind, p *Parcel, covering gis.Covering) []rules.Finding {
	never, known := wrongWay[kind]
	if !known {
		return []rules.Finding{find(set, "NATURAL_KIND_UNKNOWN", WholeCommand, rules.Values{"kind": kind})}
	}
	if len(covering.Faults) == 0 {
		return []rules.Finding{find(set, "NOTHING_CHANGES", 0, nil)}
	}
	var findings []rules.Finding
	for _, fault := range covering.Faults {
		if fault.Kind == never {
			findings = append(findings, placed(find(set, "NATURAL_WRONG_WAY", 0, rules.Values{
				"number": p.Number, "area": fault.Area, "place": where(fault.At),
			}), sheet.SRID, fault.At))
		}
	}
	return findings
}
