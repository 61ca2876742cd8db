package cadastre

import (
	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/gis"
)

// traffic is the land type of roads (Circular 08/2024).
const traffic = "DGT"

// leastFrontage is, in metres, what a part must have along a road to have any: less
// comes of the accuracy of boundary points.
const leastFrontage = 0.1

// checkFrontage warns of a part without access to a road, and refuses one whose
// frontage is shorter than the province allows (Land Law 31/2024, Art. 220). Roads
// themselves need none, and what the State recovers may leave any.
func (r *replacing) checkFrontage(item int) {
	p := r.parts[item]
	if r.lineage == nil || mainType(p.Purposes) == traffic || p.Recovered {
		return
	}
	length := r.frontage(item)
	least := r.minimum("FRONTAGE_TOO_SHORT", "length_m", p)
	switch {
	case length < leastFrontage:
		r.find("NO_FRONTAGE", item, rules.Values{"parcel": label(p)})
	case length < least && !r.recovery:
		r.find("FRONTAGE_TOO_SHORT", item, rules.Values{
			"parcel": label(p), "length": length, "minimum": least, "type": mainType(p.Purposes),
		})
	}
}

// frontage is along how many metres a part runs beside roads. Ground of no parcel
// counts as road, since few roads are registered, unless the rules say otherwise.
func (r *replacing) frontage(item int) float64 {
	part := r.parts[item].survey.boundary
	var parcels, roads []gis.Polygon
	add := func(boundary gis.Polygon, landType string) {
		parcels = append(parcels, boundary)
		if landType == traffic {
			roads = append(roads, boundary)
		}
	}
	for _, p := range around(r.sheet, r.changed, []gis.Polygon{part}) {
		add(p.Boundary, mainType(p.Purposes))
	}
	for _, n := range r.grounds.Neighbours {
		add(n.Boundary, n.LandType)
	}
	for i, p := range r.parts {
		if i != item {
			add(p.survey.boundary, mainType(p.Purposes))
		}
	}
	length := gis.SharedLength(part, roads)
	if r.set.Params("NO_FRONTAGE")["unregistered_counts"] != 0 {
		length += part.Perimeter() - gis.SharedLength(part, parcels)
	}
	return length
}
