package cadastretest

import (
	"fmt"

	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/ladm"
)

// beside is, in metres, how far boundaries that were drawn on different days may
// lie beside each other, as both gained points within 1 mm.
const beside = 0.003

// stretch is a state of a parcel, and the days from one to before another on which
// it held as far as is known now.
type stretch struct {
	*State
	from, to int
}

// stretches are those of all parcels that stood.
func (m *Model) stretches() []stretch {
	var all []stretch
	for _, l := range m.order {
		days := &l.known[len(l.known)-1].days
		for from := 0; from < Days; {
			to := from + 1
			for to < Days && days[to] == days[from] {
				to++
			}
			if state := days[from]; state != nil && !state.Ended {
				all = append(all, stretch{state, from, to})
			}
			from = to
		}
	}
	return all
}

// apart demands that, as known after all events, no two parcels hold the same
// ground on any day.
func (t *telling) apart() error {
	all := t.model.stretches()
	for i, a := range all {
		for _, b := range all[:i] {
			day := max(a.from, b.from)
			if day >= min(a.to, b.to) || !a.Boundary.Bounds().Intersects(b.Boundary.Bounds()) {
				continue
			}
			at, overlap := cadastre.Overlap(a.Boundary, b.Boundary)
			if overlap && at.Area > beside*min(a.Boundary.Perimeter(), b.Boundary.Perimeter()) {
				return fmt.Errorf("parcels %d and %d have the same %f m² on %v", a.Number, b.Number, at.Area, FirstDay+ladm.Date(day))
			}
		}
	}
	return nil
}
