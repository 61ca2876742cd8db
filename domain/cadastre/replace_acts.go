package cadastre

import (
	"slices"

	"github.com/diachinh/diachinh/domain/rules"
)

func subdivide(sheet *Sheet, cmd Subdivide) ([]Event, error) {
	r, err := replace(sheet, cmd.Grounds, cmd.Parcel)
	if err != nil {
		return nil, err
	}
	r.demand("PARTS_TOO_FEW", len(cmd.Parts))
	r.recovery = cmd.Recovery
	r.divide(r.held(cmd.Parts))
	replacement, err := r.replacement()
	switch {
	case err != nil:
		return nil, err
	case cmd.Recovery:
		return []Event{ParcelPartlyRecovered{replacement}}, nil
	}
	return []Event{ParcelSubdivided{replacement}}, nil
}

func readjust(sheet *Sheet, cmd Readjust) ([]Event, error) {
	r, err := replace(sheet, cmd.Grounds, cmd.Parcels...)
	if err != nil {
		return nil, err
	}
	r.demand("PARCELS_TOO_FEW", len(cmd.Parcels))
	r.demand("PARTS_TOO_FEW", len(cmd.Parts))
	r.checkTogether()
	r.divide(r.held(cmd.Parts))
	replacement, err := r.replacement()
	if err != nil {
		return nil, err
	}
	return []Event{ParcelsReadjusted{replacement}}, nil
}

func merge(sheet *Sheet, cmd Merge) ([]Event, error) {
	r, err := replace(sheet, cmd.Grounds, cmd.Parcels...)
	if err != nil {
		return nil, err
	}
	r.demand("PARCELS_TOO_FEW", len(cmd.Parcels))
	if !r.checkTogether() {
		return nil, rules.Refused(r.findings)
	}
	r.unite(ParcelInput{ID: cmd.ID, Number: cmd.Number, LegalArea: cmd.LegalArea, Purposes: cmd.Purposes})
	replacement, err := r.replacement()
	if err != nil {
		return nil, err
	}
	return []Event{ParcelsMerged{replacement}}, nil
}

// demand refuses fewer than two.
func (r *replacing) demand(code string, count int) {
	if count < 2 {
		r.find(code, WholeCommand, nil)
	}
}

// checkTogether demands that the parcels adjoin each other, directly or by others
// of them, and that the State recovered all of them or none (Decree 101/2024). It
// reports whether there are several that adjoin.
func (r *replacing) checkTogether() bool {
	one := len(r.ended) > 1
	for i, reached := range adjoining(r.ground) {
		if !reached {
			one = false
			r.find("PARCELS_NOT_ADJOINING", i, rules.Values{"number": r.ended[i].Number})
		}
	}
	if slices.ContainsFunc(r.ended, func(p *Parcel) bool { return p.Recovered != r.ended[0].Recovered }) {
		r.find("RECOVERED_MIXED", WholeCommand, nil)
	}
	return one
}
