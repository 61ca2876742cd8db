package cadastre

import (
	"github.com/diachinh/diachinh/gis"
)

// unite holds the parcel that several make together against the rules. Where it
// says nothing of its legal area and purposes, they are those of all.
func (r *replacing) unite(p ParcelInput) {
	whole, err := gis.Dissolve(r.ground)
	if err != nil {
		r.find("MERGED_NOT_ONE_PIECE", WholeCommand, nil)
		return
	}
	p.Boundary, p.Recovered = whole, r.ended[0].Recovered
	if p.LegalArea == 0 {
		for _, ended := range r.ended {
			p.LegalArea += ended.LegalArea
		}
	}
	standing := together(r.ended)
	if len(p.Purposes) == 0 {
		p.Purposes = standing
	}
	asked := []ParcelInput{p}
	r.parts = numbersOf(r.sheet, asked).given(asked)
	if r.checkBoundaries() {
		r.lineage = [][]Descent{descents(r.ended, r.ground, r.parts[0].survey)}
	}
	r.checkRecords(asked, standing)
}

// together are the purposes of parcels, those of one type, term and origin summed,
// in the order in which they come.
func together(parcels []*Parcel) []Purpose {
	var all []Purpose
	places := map[Purpose]int{} // by the purpose without its area
	for _, p := range parcels {
		for _, purpose := range p.Purposes {
			kind := purpose.kind()
			at, known := places[kind]
			if !known {
				at = len(all)
				places[kind] = at
				all = append(all, kind)
			}
			all[at].Area += purpose.Area
		}
	}
	return all
}

// adjoining tells which surfaces can be reached from the first by going from one to
// another that shares a stretch of boundary with it.
func adjoining(surfaces []gis.Polygon) []bool {
	reached := make([]bool, len(surfaces))
	if len(surfaces) == 0 {
		return reached
	}
	reached[0] = true
	for queue := []int{0}; len(queue) > 0; queue = queue[1:] {
		for i, surface := range surfaces {
			if !reached[i] && gis.Adjoins(surfaces[queue[0]], surface) {
				reached[i] = true
				queue = append(queue, i)
			}
		}
	}
	return reached
}
