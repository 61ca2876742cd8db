package cadastre

import (
	"maps"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/gis"
)

// claim is ground within a boundary that somebody else has, or had after the day
// from which on the boundary is to stand.
type claim struct {
	with  rules.Words
	at    gis.Intrusion
	until ladm.Date // when it was given up; zero if it was not
}

// overlaps is the finding that a parcel would stand on claimed ground.
func (c claim) overlaps(set *rules.Set, item int, p ParcelInput) rules.Finding {
	if c.until.IsZero() {
		return Overlaps(set, item, p, c.with, c.at)
	}
	return placed(find(set, "PARCEL_OVERLAP:then", item, rules.Values{
		"parcel": label(p), "with": c.with, "place": where(c.at.At), "area": c.at.Area, "until": c.until,
	}), p.Boundary.SRID, c.at.At)
}

// checkGround refuses a sound boundary that reaches, from a day on, into a parcel
// of the sheet, but for changed ones, or into one of another sheet.
func checkGround(sheet *Sheet, g Grounds, changed map[ladm.ParcelID]bool, item int, p ParcelInput) []rules.Finding {
	var findings []rules.Finding
	for _, c := range claims(sheet, g.Neighbours, changed, p.survey.boundary, g.EffectiveDate) {
		findings = append(findings, c.overlaps(rulesOf(g), item, p))
	}
	return findings
}

// claims finds who else claims ground within a boundary from a day on: of the
// parcels of the sheet those that stand and then those that stood, but for changed
// ones, and of other sheets those that stand.
func claims(sheet *Sheet, neighbours []Neighbour, changed map[ladm.ParcelID]bool, boundary gis.Polygon, day ladm.Date) []claim {
	var found []claim
	known := maps.Clone(changed)
	for _, other := range around(sheet, changed, []gis.Polygon{boundary}) {
		if at, overlaps := Overlap(boundary, other.Boundary); overlaps {
			found = append(found, claim{with: asRegistered(other.Number, sheet.Number), at: at})
			known[other.ID] = true
		}
	}
	found = append(found, sheet.formerly(boundary, day, known)...)
	for _, n := range neighbours {
		if n.Sheet == sheet.ID || !n.Boundary.Bounds().Intersects(boundary.Bounds()) {
			continue
		}
		if at, overlaps := Overlap(boundary, n.Boundary); overlaps {
			found = append(found, claim{with: n.name(), at: at})
		}
	}
	return found
}
