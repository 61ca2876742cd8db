package cadastre

import (
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/gis"
)

// descents tells how much of the ground of each ended parcel went to a new one, in
// tenths of a square metre that sum to the new one's measured area: what rounding
// leaves goes to the largest. Parcels of which it got nothing are left out.
func descents(ended []*Parcel, ground []gis.Polygon, begun *survey) []Descent {
	if len(ended) == 1 {
		return []Descent{{Parcel: ended[0].ID, Area: begun.area}}
	}
	var from []Descent
	largest, rest := 0, begun.area
	for i, p := range ended {
		area := ladm.SquareMetres(gis.CommonArea(ground[i], begun.boundary))
		if area == 0 {
			continue
		}
		from = append(from, Descent{Parcel: p.ID, Area: area})
		rest -= area
		if area > from[largest].Area {
			largest = len(from) - 1
		}
	}
	if len(from) > 0 {
		from[largest].Area += rest
	}
	return from
}
