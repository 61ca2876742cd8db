package cadastre

import (
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/gis"
)

// checkGround refuses a sound boundary that reaches into a parcel of the sheet,
// but for changed ones, or into one of another sheet.
func checkGround(set *rules.Set, sheet *Sheet, neighbours []Neighbour, changed map[ladm.ParcelID]bool, item int, p ParcelInput) []rules.Finding {
	var findings []rules.Finding
	claims(sheet, neighbours, changed, p.survey.boundary, func(with rules.Words, at gis.Intrusion) {
		findings = append(findings, Overlaps(set, item, p, with, at))
	})
	return findings
}

// claims reports who else claims ground within a boundary.
func claims(sheet *Sheet, neighbours []Neighbour, changed map[ladm.ParcelID]bool, boundary gis.Polygon, report func(with rules.Words, at gis.Intrusion)) {
	for _, other := range around(sheet, changed, []gis.Polygon{boundary}) {
		if at, overlaps := Overlap(boundary, other.Boundary); overlaps {
			report(asRegistered(other.Number, sheet.Number), at)
		}
	}
	for _, n := range neighbours {
		if n.Sheet == sheet.ID || !n.Boundary.Bounds().Intersects(boundary.Bounds()) {
			continue
		}
		if at, overlaps := Overlap(boundary, n.Boundary); overlaps {
			report(n.name(), at)
		}
	}
}
