package cadastre

import (
	"slices"

	"github.com/diachinh/diachinh/domain/rules"
)

// held returns parts with what the act makes of them: those that a recovery takes
// are recovered, and without one all are as the parcels were on whose ground they
// begin (Decree 101/2024).
func (r *replacing) held(parts []ParcelInput) []ParcelInput {
	if len(r.ended) == 0 {
		return nil
	}
	r.checkMarked(parts)
	held := slices.Clone(parts)
	for i, p := range held {
		held[i].Recovered = r.ended[0].Recovered || r.recovery && p.Recovered
	}
	return held
}

// checkMarked holds which parts are marked as recovered against the act: a recovery
// takes some of a parcel and leaves some, any other act takes none.
func (r *replacing) checkMarked(parts []ParcelInput) {
	marked := 0
	for i, p := range parts {
		if !p.Recovered {
			continue
		}
		marked++
		if !r.recovery {
			r.find("RECOVERED_NOT_HERE", i, nil)
		}
	}
	switch first := r.ended[0]; {
	case !r.recovery:
	case first.Recovered:
		r.find("ALREADY_RECOVERED", 0, rules.Values{"number": first.Number})
	case len(parts) < 2: // too few to say more
	case marked == 0:
		r.find("NOTHING_RECOVERED", WholeCommand, nil)
	case marked == len(parts):
		r.find("ALL_RECOVERED", WholeCommand, rules.Values{"number": first.Number})
	}
}
