package cadastre

import (
	"fmt"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
)

// checkPurposes demands at least one purpose, and areas that sum to the legal
// area. What an act gives must have a land type in force on the day (Circular
// 08/2024) and a term that runs; what stands already may have outlived its own.
func checkPurposes(set *rules.Set, item int, p ParcelInput, standing []Purpose, day ladm.Date) []rules.Finding {
	if len(p.Purposes) == 0 {
		return []rules.Finding{find(set, "PURPOSE_MISSING", item, rules.Values{"parcel": label(p)})}
	}
	stands := kindsOf(standing)
	var findings []rules.Finding
	sum := ladm.Area(0)
	for i, purpose := range p.Purposes {
		findings = append(findings, checkPurpose(set, item, p, i, stands[purpose.kind()], day)...)
		sum += purpose.Area
	}
	tolerance := ladm.SquareMetres(set.Params("PURPOSES_SUM")["tolerance_m2"])
	if p.LegalArea > 0 && apart(sum, p.LegalArea) > tolerance {
		findings = append(findings, find(set, "PURPOSES_SUM", item, rules.Values{
			"parcel": label(p), "sum": sum, "legal": p.LegalArea, "tolerance": tolerance,
		}))
	}
	return findings
}

// kind is the purpose but for how much land it takes.
func (p Purpose) kind() Purpose {
	p.Area = 0
	return p
}

func kindsOf(purposes []Purpose) map[Purpose]bool {
	kinds := make(map[Purpose]bool, len(purposes))
	for _, purpose := range purposes {
		kinds[purpose.kind()] = true
	}
	return kinds
}

// checkPurpose looks at one purpose; what it finds names the purpose's place and
// field, e.g. "purposes.1.type".
func checkPurpose(set *rules.Set, item int, p ParcelInput, at int, stands bool, day ladm.Date) []rules.Finding {
	purpose := p.Purposes[at]
	values := rules.Values{
		"parcel": label(p), "type": purpose.Type, "area": purpose.Area,
		"until": purpose.Until, "origin": purpose.Origin, "day": day,
	}
	var findings []rules.Finding
	add := func(field string, finding rules.Finding) {
		finding.Field = fmt.Sprintf("purposes.%d.%s", at, field)
		findings = append(findings, finding)
	}
	if purpose.Area <= 0 {
		add("area", find(set, "PURPOSE_AREA_INVALID", item, values))
	}
	if stands {
		return findings
	}
	if purpose.Type == "" {
		add("type", find(set, "LAND_TYPE_MISSING", item, values))
	} else if _, known := ladm.LandTypes.On(purpose.Type, day); !known {
		add("type", find(set, "LAND_TYPE_UNKNOWN", item, values))
	}
	if !purpose.Until.IsZero() && purpose.Until.Before(day) {
		add("until", find(set, "PURPOSE_TERM_ENDED", item, values))
	}
	if purpose.Origin == "" {
		return findings
	}
	if _, known := ladm.Origins.On(purpose.Origin, day); !known {
		add("origin", find(set, "ORIGIN_UNKNOWN", item, values))
	}
	return findings
}
