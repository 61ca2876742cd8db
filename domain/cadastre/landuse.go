package cadastre

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
)

// checkLandUse warns of an act that is no change of purpose and yet puts land to
// another use (Land Law 31/2024, Art. 121): a land type that was not there, or one
// that grows or shrinks by more than the areas differ and the accuracy allows.
func checkLandUse(set *rules.Set, item int, before, after []Purpose) []rules.Finding {
	was, is := areasByType(before), areasByType(after)
	grown := sumOf(is) - sumOf(was)
	limit := set.Params("LAND_USE_CHANGES")
	var changed []string
	for _, landType := range typesOf(was, is) {
		change := is[landType] - was[landType]
		by := change - max(grown, 0)
		if change < 0 {
			by = -change - max(-grown, 0)
		}
		allowed := max(limit["above_m2"], was[landType].Float()*limit["above_percent"]/100)
		if was[landType] == 0 || by.Float() > allowed {
			changed = append(changed, fmt.Sprintf("%s %v → %v m²", landType, was[landType], is[landType]))
		}
	}
	if len(changed) == 0 || len(before) == 0 || len(after) == 0 {
		return nil
	}
	return []rules.Finding{find(set, "LAND_USE_CHANGES", item, rules.Values{"types": strings.Join(changed, "; ")})}
}

func areasByType(purposes []Purpose) map[string]ladm.Area {
	areas := map[string]ladm.Area{}
	for _, purpose := range purposes {
		areas[purpose.Type] += purpose.Area
	}
	return areas
}

func sumOf(areas map[string]ladm.Area) ladm.Area {
	sum := ladm.Area(0)
	for _, area := range areas {
		sum += area
	}
	return sum
}

// typesOf returns the land types that either has, by their codes.
func typesOf(was, is map[string]ladm.Area) []string {
	types := maps.Clone(was)
	maps.Copy(types, is)
	return slices.Sorted(maps.Keys(types))
}

// checkLandUse holds the purposes of the parts against those of the ended parcels.
func (r *replacing) checkLandUse() {
	var before, after []Purpose
	for _, p := range r.ended {
		before = append(before, p.Purposes...)
	}
	for _, p := range r.parts {
		after = append(after, p.Purposes...)
	}
	r.findings = append(r.findings, checkLandUse(r.set, WholeCommand, before, after)...)
}
