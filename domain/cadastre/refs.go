package cadastre

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/gis"
)

// refer finds the parcels that an act is about, in the order of the references.
// Whoever knew a parcel otherwise than it stands is refused before anything else
// is looked at, and told its revision.
func refer(sheet *Sheet, set *rules.Set, refs ...Ref) ([]*Parcel, error) {
	parcels := make([]*Parcel, len(refs))
	seen := map[ladm.ParcelID]bool{}
	var findings []rules.Finding
	for i, ref := range refs {
		p, finding := lookUp(sheet, set, i, ref)
		switch {
		case finding != nil:
			findings = append(findings, *finding)
		case p.Ended:
			findings = append(findings, hasEnded(set, i, p))
		case seen[p.ID]:
			findings = append(findings, find(set, "PARCELS_REPEATED", i, rules.Values{"number": p.Number}))
		}
		seen[ref.Parcel] = true
		parcels[i] = p
	}
	return parcels, rules.Refused(findings)
}

// hasEnded says of an ended parcel what came after it.
func hasEnded(set *rules.Set, item int, p *Parcel) rules.Finding {
	values := rules.Values{"number": p.Number, "day": p.endedBy.day, "successors": numbersIn(p.endedBy.begun)}
	switch {
	case p.endedBy.annuls:
		return annulled(set, item, p)
	case len(p.endedBy.begun) == 0:
		return find(set, "PARCEL_ENDED:alone", item, values)
	}
	return find(set, "PARCEL_ENDED", item, values)
}

// annulled says of a parcel that it never should have begun, and what stood before
// it and stood again.
func annulled(set *rules.Set, item int, p *Parcel) rules.Finding {
	return find(set, "PARCEL_ANNULLED", item, rules.Values{"number": p.Number, "instead": numbersIn(p.begunBy.ended)})
}

// numbersIn lists parcels by their numbers, not all of very many.
func numbersIn(parcels []*Parcel) string {
	const most = 20
	var numbers []string
	for _, p := range parcels[:min(len(parcels), most)] {
		numbers = append(numbers, strconv.Itoa(p.Number))
	}
	if len(parcels) > most {
		numbers = append(numbers, "…")
	}
	return strings.Join(numbers, ", ")
}

// lookUp finds a parcel, ended or not, that stands as the reference knows it.
func lookUp(sheet *Sheet, set *rules.Set, item int, ref Ref) (*Parcel, *rules.Finding) {
	p, exists := sheet.parcels[ref.Parcel]
	if !exists {
		unknown := find(set, "PARCEL_UNKNOWN", item, rules.Values{"parcel": ref.Parcel})
		return nil, &unknown
	}
	if revision := p.Revision; revision != ref.Revision {
		conflict := find(set, "REVISION_CONFLICT", item, rules.Values{"number": p.Number, "revision": revision})
		conflict.Revision = &revision
		return nil, &conflict
	}
	return p, nil
}

// checkGrounds holds the day of an act against the calendar, the sheet's beginning
// and the last change of every parcel that the act touches.
func checkGrounds(sheet *Sheet, g Grounds, parcels []*Parcel) []rules.Finding {
	set := rulesOf(g)
	findings := checkDate(set, sheet, g.EffectiveDate, g.Today)
	for i, p := range parcels {
		findings = append(findings, checkOrder(set, i, *p, g.EffectiveDate)...)
	}
	return findings
}

// input is the parcel as it stands, as the rules of a registration look at it.
func (p *Parcel) input() ParcelInput {
	return ParcelInput{
		ID: p.ID, Number: p.Number, LegalArea: p.LegalArea, Purposes: p.Purposes,
		Boundary: p.Boundary, Surveyed: p.Surveyed, Recovered: p.Recovered,
	}
}

// nothingChanges refuses an act after which the parcel would be as it is.
func nothingChanges(set *rules.Set, p *Parcel) error {
	return rules.Refused([]rules.Finding{find(set, "NOTHING_CHANGES", 0, rules.Values{"number": p.Number})})
}

// with is the parcel, outlined, with another legal area and purposes; what is
// empty stands.
func (p *Parcel) with(legal ladm.Area, purposes []Purpose) ParcelInput {
	input := p.input()
	input.LegalArea = cmp.Or(legal, p.LegalArea)
	if len(purposes) > 0 {
		input.Purposes = purposes
	}
	return input.outlined()
}

// checkAreas holds the legal area that a parcel would have against the measured
// one, and the purposes against the legal area.
func checkAreas(set *rules.Set, item int, p *Parcel, then ParcelInput, day ladm.Date) []rules.Finding {
	return append(checkLegalArea(set, item, then), checkPurposes(set, item, then, p.Purposes, day)...)
}

// redrawn is the parcel, outlined, with another boundary and its survey points: it
// has its code.
func (p ParcelInput) redrawn(boundary gis.Polygon, surveyed []SurveyedPoint) ParcelInput {
	p.Boundary, p.Surveyed = boundary, surveyed
	return p.outlined()
}

// idsOfParcels are the parcels that an act changes itself.
func idsOfParcels(parcels []*Parcel) map[ladm.ParcelID]bool {
	ids := map[ladm.ParcelID]bool{}
	for _, p := range parcels {
		ids[p.ID] = true
	}
	return ids
}
