package cadastre

import (
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
)

// checkPurposes demands at least one purpose, each with a land type in force on
// the day (Circular 08/2024), and areas that sum to the legal area.
func checkPurposes(set *rules.Set, item int, name rules.Words, legal ladm.Area, purposes []Purpose, day ladm.Date) []rules.Finding {
	if len(purposes) == 0 {
		return []rules.Finding{find(set, "PURPOSE_MISSING", item, rules.Values{"parcel": name})}
	}
	var findings []rules.Finding
	sum := ladm.Area(0)
	for _, purpose := range purposes {
		findings = append(findings, checkPurpose(set, item, name, purpose, day)...)
		sum += purpose.Area
	}
	tolerance := ladm.SquareMetres(set.Params("PURPOSES_SUM")["tolerance_m2"])
	if legal > 0 && apart(sum, legal) > tolerance {
		findings = append(findings, find(set, "PURPOSES_SUM", item, rules.Values{
			"parcel": name, "sum": sum, "legal": legal, "tolerance": tolerance,
		}))
	}
	return findings
}

func checkPurpose(set *rules.Set, item int, name rules.Words, purpose Purpose, day ladm.Date) []rules.Finding {
	values := rules.Values{
		"parcel": name, "type": purpose.Type, "area": purpose.Area,
		"until": purpose.Until, "origin": purpose.Origin, "day": day,
	}
	var findings []rules.Finding
	if purpose.Type == "" {
		findings = append(findings, find(set, "LAND_TYPE_MISSING", item, values))
	} else if _, known := ladm.LandTypes.On(purpose.Type, day); !known {
		findings = append(findings, find(set, "LAND_TYPE_UNKNOWN", item, values))
	}
	if purpose.Area <= 0 {
		findings = append(findings, find(set, "PURPOSE_AREA_INVALID", item, values))
	}
	if !purpose.Until.IsZero() && purpose.Until.Before(day) {
		findings = append(findings, find(set, "PURPOSE_TERM_ENDED", item, values))
	}
	if purpose.Origin == "" {
		return findings
	}
	if _, known := ladm.Origins.On(purpose.Origin, day); !known {
		findings = append(findings, find(set, "ORIGIN_UNKNOWN", item, values))
	}
	return findings
}
