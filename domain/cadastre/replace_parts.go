package cadastre

import (
	"slices"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/gis"
)

// divide holds parts that are to begin on the ground against the rules.
func (r *replacing) divide(parts []ParcelInput) {
	if len(parts) == 0 || len(r.ended) == 0 {
		return
	}
	r.parts = numbersOf(r.sheet, parts).given(parts)
	if r.checkBoundaries() {
		r.cover()
	}
	r.checkRecords(parts, nil)
	for i := range r.parts {
		r.checkMinimum(i)
	}
	for i := range r.parts {
		r.checkFrontage(i)
	}
}

// checkBoundaries outlines the parts and reports whether all of them are surfaces
// in the sheet's zone.
func (r *replacing) checkBoundaries() bool {
	before := len(r.findings)
	for i, p := range r.parts {
		r.parts[i] = p.outlined()
		r.findings = append(r.findings, checkBoundary(r.set, r.sheet, i, r.parts[i])...)
	}
	return len(r.findings) == before
}

// checkRecords looks at areas, purposes and numbers; the latter as they were asked
// for. Purposes in standing are not given anew.
func (r *replacing) checkRecords(asked []ParcelInput, standing []Purpose) {
	r.checkAreas()
	for i, p := range r.parts {
		r.findings = append(r.findings, checkPurposes(r.set, i, p, standing, r.grounds.EffectiveDate)...)
	}
	r.checkLandUse()
	ids, numbers := idsOf(r.sheet, asked), numbersOf(r.sheet, asked)
	for i, p := range asked {
		r.findings = append(r.findings, ids.check(r.set, i, p)...)
		r.findings = append(r.findings, numbers.check(r.set, i, p)...)
	}
}

// checkAreas looks at legal areas, each and together. A part that says nothing of
// its own has the area that is measured, if its boundary can be.
func (r *replacing) checkAreas() {
	known := true
	for i, p := range r.parts {
		switch {
		case p.LegalArea != 0:
		case p.survey.sound(r.sheet.SRID):
			p.LegalArea = p.survey.area
		default:
			known = false
			continue
		}
		r.parts[i] = p
		r.findings = append(r.findings, checkLegalArea(r.set, i, p)...)
	}
	if known {
		r.checkAreasSum()
	}
}

// checkAreasSum holds the legal areas of what begins against those of what ends.
func (r *replacing) checkAreasSum() {
	sum, legal := ladm.Area(0), ladm.Area(0)
	for _, p := range r.parts {
		sum += p.LegalArea
	}
	for _, p := range r.ended {
		legal += p.LegalArea
	}
	if grade, deviates := deviation(r.set, "AREAS_SUM", legal, sum); deviates {
		r.find(grade, WholeCommand, rules.Values{"sum": sum, "legal": legal, "apart": apart(sum, legal)})
	}
}

// given returns the parts with the numbers that they get: the next ones of the
// sheet in the order of the parts, where none is asked for.
func (n numbering) given(parts []ParcelInput) []ParcelInput {
	numbered := slices.Clone(parts)
	next := n.next
	for i, p := range numbered {
		if p.Number == 0 && next <= maxNumber {
			numbered[i].Number, next = next, next+1
		}
	}
	return numbered
}

// settle gives a part the boundary that it has in the register: with the points
// that others put on its sides, and those within 1 mm of an older one moved there.
func (p ParcelInput) settle(boundary gis.Polygon) ParcelInput {
	p.Surveyed = surveyedAs(p.Surveyed, p.Boundary, boundary)
	p.Boundary = boundary
	if same(boundary, p.survey.boundary) {
		known := *p.survey
		known.of = boundary
		p.survey = &known
	}
	return p.outlined()
}

func same(a, b gis.Polygon) bool {
	return a.SRID == b.SRID && slices.EqualFunc(a.Rings, b.Rings, slices.Equal[gis.Ring])
}
