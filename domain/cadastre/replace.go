package cadastre

import (
	"maps"
	"slices"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/gis"
)

// replacing is the decision on a replacement: which parcels end, which begin in
// their place, and what the rules have found so far.
type replacing struct {
	sheet    *Sheet
	grounds  Grounds
	set      *rules.Set
	ended    []*Parcel
	changed  map[ladm.ParcelID]bool // the ended ones
	recovery bool                   // by the State, of a part
	findings []rules.Finding

	ground  []gis.Polygon // of the ended parcels
	parts   []ParcelInput // numbered and measured
	lineage [][]Descent   // of each part; nil as long as the parts do not cover the ground
}

// replace begins to decide on a replacement of the parcels that refs name.
func replace(sheet *Sheet, grounds Grounds, refs ...Ref) (*replacing, error) {
	r := &replacing{sheet: sheet, grounds: grounds, set: rulesOf(grounds)}
	var err error
	if r.ended, err = refer(sheet, r.set, refs...); err != nil {
		return nil, err
	}
	r.changed = idsOfParcels(r.ended)
	r.findings = checkGrounds(sheet, grounds, r.ended)
	boundaries := make([]gis.Polygon, len(r.ended))
	for i, p := range r.ended {
		boundaries[i] = p.Boundary
	}
	r.ground = matched(sheet, grounds.Neighbours, r.changed, boundaries)
	return r, nil
}

func (r *replacing) find(code string, item int, values rules.Values) {
	r.findings = append(r.findings, find(r.set, code, item, values))
}

// replacement answers with what takes place, or with all that stands against it.
func (r *replacing) replacement() (Replacement, error) {
	if err := rules.Refused(r.findings); err != nil {
		return Replacement{}, err
	}
	e := Replacement{Sheet: r.sheet.ID, EffectiveDate: r.grounds.EffectiveDate}
	for _, p := range r.ended {
		e.Ended = append(e.Ended, EndedParcel{Parcel: p.ID, Number: p.Number})
	}
	e.Begun = r.begun()
	boundaries := make([]gis.Polygon, len(e.Begun))
	for i, b := range e.Begun {
		boundaries[i] = b.Boundary
	}
	e.Effects = effects(r.sheet, r.grounds.Neighbours, r.changed, boundaries)
	e.Warnings = slices.Clone(r.findings)
	return e, checkSize(r.set, e.size())
}

// begun returns the parts as the parcels that they become. Vertices of the ended
// parcels that were surveyed stay so.
func (r *replacing) begun() []BegunParcel {
	inherited := marks{}
	for _, p := range r.ended {
		inherited.add(p.Boundary, p.Surveyed)
	}
	begun := make([]BegunParcel, len(r.parts))
	for i, p := range r.parts {
		p = p.Measure()
		surveyed := maps.Clone(inherited)
		surveyed.add(p.Boundary, p.Surveyed)
		begun[i] = BegunParcel{
			Parcel: p.ID, Number: p.Number, Code: p.survey.code,
			LegalArea: p.LegalArea, MeasuredArea: p.survey.area, Purposes: p.Purposes,
			Recovered: p.Recovered, Boundary: p.survey.boundary,
			Surveyed: surveyed.on(p.survey.boundary), From: r.lineage[i],
		}
	}
	return begun
}
