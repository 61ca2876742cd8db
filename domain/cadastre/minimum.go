package cadastre

import (
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
)

// checkMinimum refuses a part that is smaller than the province allows for its
// main land type (Land Law 31/2024, Art. 220). What the State recovers, and what
// it leaves, may be of any size; of so little land that it may be a slip of the pen
// the rules warn wherever it is.
func (r *replacing) checkMinimum(item int) {
	p := r.parts[item]
	if p.LegalArea <= 0 {
		return
	}
	least, tiny := r.minimum("PART_TOO_SMALL", "area_m2", p), r.set.Params("PART_TINY")["area_m2"]
	below := ladm.SquareMetres(least)
	switch {
	case p.LegalArea < below && !r.recovery && !r.smallBefore(item, below):
		r.find("PART_TOO_SMALL", item, rules.Values{
			"parcel": label(p), "area": p.LegalArea, "minimum": least, "type": mainType(p.Purposes),
		})
	case p.LegalArea < ladm.SquareMetres(tiny):
		r.find("PART_TINY", item, rules.Values{"parcel": label(p), "area": p.LegalArea, "least": tiny})
	}
}

// smallBefore reports whether all parcels that a part descends from were below the
// minimum, and none of them was larger than it: land readjusted among small parcels
// makes none smaller. A part split off a large one does not pass so. As long as the
// parts do not cover the ground, nobody knows what they descend from.
func (r *replacing) smallBefore(item int, least ladm.Area) bool {
	switch {
	case len(r.ended) == 1:
		return false
	case r.lineage == nil:
		return true
	}
	for _, from := range r.lineage[item] {
		before := r.sheet.parcels[from.Parcel].LegalArea
		if before >= least || before > r.parts[item].LegalArea {
			return false
		}
	}
	return true
}

// minimum is a figure that a province sets for the main land type of a part in its
// kind of commune; 0 where it sets none.
func (r *replacing) minimum(code, figure string, p ParcelInput) float64 {
	params, _ := r.set.Case(code, rules.Facts{
		"land_type": mainType(p.Purposes), "commune_kind": r.grounds.Commune.Kind,
	})
	return params[figure]
}

// mainType is the land type of the largest purpose, the first of equals.
func mainType(purposes []Purpose) string {
	main := Purpose{}
	for _, purpose := range purposes {
		if purpose.Area > main.Area {
			main = purpose
		}
	}
	return main.Type
}
