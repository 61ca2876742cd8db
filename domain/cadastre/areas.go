package cadastre

import (
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
)

// checkLegalArea holds the legal area against the area that the boundary
// encloses. Both stand in the register as they are.
func checkLegalArea(set *rules.Set, item int, p ParcelInput) []rules.Finding {
	legal, area := p.LegalArea, p.survey.area
	if legal <= 0 {
		return []rules.Finding{find(set, "LEGAL_AREA_INVALID", item, rules.Values{"parcel": label(p), "legal": legal})}
	}
	if p.survey.boundary.SRID == 0 {
		return nil // there is no valid boundary to measure
	}
	var findings []rules.Finding
	if area == 0 {
		findings = append(findings, find(set, "ZERO_AREA:rounded", item, rules.Values{"parcel": label(p)}))
	}
	if grade, deviates := deviation(set, "AREA_DEVIATION", legal, area); deviates {
		findings = append(findings, find(set, grade, item, rules.Values{
			"parcel": label(p), "legal": legal, "measured": area, "apart": apart(legal, area),
		}))
	}
	return findings
}

// deviation tells which grade of a rule of two grades an area meets that lies
// apart from a legal one: by more than an area and by more than a share of it.
func deviation(set *rules.Set, code string, legal, area ladm.Area) (grade string, deviates bool) {
	for _, grade := range []string{code, code + ":warn"} {
		limit := set.Params(grade)
		by := apart(legal, area)
		if by > ladm.SquareMetres(limit["above_m2"]) && float64(by)*100 > float64(legal)*limit["above_percent"] {
			return grade, true
		}
	}
	return "", false
}

func apart(a, b ladm.Area) ladm.Area { return max(a-b, b-a) }
