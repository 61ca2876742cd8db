package cadastre

import (
	"slices"

	"github.com/diachinh/diachinh/domain/rules"
)

// checkPoints demands that every point moves once, from the boundary of a parcel
// that is meant, that every such parcel has one, and that no other sheet shares it.
func (r *reshaping) checkPoints() []rules.Finding {
	var findings []rules.Finding
	if len(r.moves) == 0 {
		findings = append(findings, find(r.set, "NOTHING_CHANGES", WholeCommand, nil))
	}
	for i, move := range r.given {
		if move.From != move.To {
			findings = append(findings, r.checkPoint(i)...)
		}
	}
	if len(findings) > 0 {
		return findings
	}
	for i, p := range r.parcels {
		moves := func(m Move) bool { return onBoundary(p.Boundary, m.From) }
		if len(r.moves) > 0 && !slices.ContainsFunc(r.moves, moves) {
			findings = append(findings, find(r.set, "NOTHING_CHANGES", i, rules.Values{"number": p.Number}))
		}
	}
	return findings
}

func (r *reshaping) checkPoint(i int) []rules.Finding {
	from := r.given[i].From
	var findings []rules.Finding
	has := func(p *Parcel) bool { return onBoundary(p.Boundary, from) }
	twice := func(m Move) bool { return m.From != m.To && near(m.From, from) }
	switch {
	case slices.ContainsFunc(r.given[:i], twice):
		return []rules.Finding{r.at(i, "POINT_GIVEN_TWICE", rules.Values{"place": where(from)})}
	case !slices.ContainsFunc(r.parcels, has):
		findings = append(findings, r.at(i, "POINT_NOT_ON_BOUNDARY", rules.Values{"place": where(from)}))
	}
	for _, n := range r.Neighbours {
		if n.Sheet != r.sheet.ID && onBoundary(n.Boundary, from) {
			findings = append(findings, r.at(i, "BOUNDARY_ACROSS_SHEETS", rules.Values{"place": where(from), "with": n.name()}))
		}
	}
	return findings
}

// at says what was found about a move that the command gives.
func (r *reshaping) at(move int, code string, values rules.Values) rules.Finding {
	return placed(find(r.set, code, move, values), r.sheet.SRID, r.given[move].From)
}

// checkOrder keeps the day after the last change of every parcel that is reshaped.
func (r *reshaping) checkOrder() []rules.Finding {
	findings := checkDate(r.set, r.sheet, r.EffectiveDate, r.Today)
	for i, p := range r.parcels {
		findings = append(findings, checkOrder(r.set, r.item(i), *p, r.EffectiveDate)...)
	}
	return findings
}

// checkReach keeps a correction within the days for which the wrong values stood,
// of every parcel that it reshapes.
func (r *reshaping) checkReach() []rules.Finding {
	day := r.EffectiveDate
	findings := checkDate(r.set, r.sheet, day, r.Today)
	for i, p := range r.parcels {
		findings = append(findings, checkSince(r.set, r.item(i), p, "boundary", p.Since.Boundary, day)...)
		if r.inputs[i].LegalArea != p.LegalArea {
			findings = append(findings, checkSince(r.set, r.item(i), p, "legalArea", p.Since.LegalArea, day)...)
		}
		if !slices.Equal(r.inputs[i].Purposes, p.Purposes) {
			findings = append(findings, checkSince(r.set, r.item(i), p, "purposes", p.Since.Purposes, day)...)
		}
	}
	return findings
}

// checkLandUse holds the purposes afterwards against those before. A correction puts
// them right where they were wrong.
func (r *reshaping) checkLandUse() []rules.Finding {
	var before, after []Purpose
	for i, p := range r.parcels {
		before, after = append(before, p.Purposes...), append(after, r.inputs[i].Purposes...)
	}
	return checkLandUse(r.set, WholeCommand, before, after)
}

// checkResult holds the boundaries against each other and their surroundings, as
// at a registration.
func (r *reshaping) checkResult() []rules.Finding {
	var findings []rules.Finding
	for i, input := range r.inputs {
		item := r.item(i)
		findings = append(findings, checkBoundary(r.set, r.sheet, item, input)...)
		if !input.survey.sound(r.sheet.SRID) {
			continue
		}
		findings = append(findings, checkGround(r.sheet, r.Grounds, r.changed, item, input)...)
		for j, other := range r.inputs[:i] {
			if !other.survey.sound(r.sheet.SRID) {
				continue
			}
			if at, overlaps := Overlap(input.survey.boundary, other.survey.boundary); overlaps {
				findings = append(findings, Overlaps(r.set, item, input, labelled(r.parcels[j].Number), at))
			}
		}
		findings = append(findings, checkPlace(r.set, r.sheet, r.Commune, item, input)...)
		findings = append(findings, checkAreas(r.set, item, r.parcels[i], input, r.EffectiveDate)...)
	}
	return findings
}

// item is the place of a parcel among those that the command names; it does not
// name those that only share a point, which findings name themselves.
func (r *reshaping) item(i int) int {
	if i < r.meant {
		return i
	}
	return WholeCommand
}
