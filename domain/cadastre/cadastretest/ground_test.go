package cadastretest

import (
	"fmt"
	"math"

	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/gis"
)

// boundaries are those of the parcels that an event touches and that stand now.
func (t *telling) boundaries(event cadastre.Event) map[ladm.ParcelID]gis.Polygon {
	found := map[ladm.ParcelID]gis.Polygon{}
	for _, id := range touchedBy(event) {
		if p, known := t.sheet.Parcel(id); known && !p.Ended {
			found[id] = p.Boundary
		}
	}
	return found
}

// touchedBy lists the parcels whose boundaries an event may concern.
func touchedBy(event cadastre.Event) []ladm.ParcelID {
	var ids []ladm.ParcelID
	r := replacementOf(event)
	for _, p := range r.Ended {
		ids = append(ids, p.Parcel)
	}
	for _, p := range r.Begun {
		ids = append(ids, p.Parcel)
	}
	for _, p := range reshapingOf(event).Parcels {
		ids = append(ids, p.Parcel)
	}
	for _, in := range effectsOf(event).Inserted {
		ids = append(ids, in.Parcel)
	}
	switch e := event.(type) {
	case cadastre.ParcelRegistered:
		ids = append(ids, e.Parcel)
	case cadastre.ParcelEnded:
		ids = append(ids, e.Parcel)
	case cadastre.ParcelsReinstated:
		ids = append(ids, e.Annulled...)
		for _, p := range e.Reinstated {
			ids = append(ids, p.Parcel)
		}
	}
	return ids
}

// keepsGround demands that an event leaves the parcels that it touches the ground
// they had, unless it is of a kind that adds or takes some.
func (t *telling) keepsGround(event cadastre.Event, before map[ladm.ParcelID]gis.Polygon) error {
	after := t.boundaries(event)
	was, is := valuesOf(before), valuesOf(after)
	grown := areaOf(is) - areaOf(was)
	doubt := 0.0
	for _, boundary := range append(was, is...) {
		doubt += 0.001 * boundary.Perimeter()
	}
	keeps, reach := true, 1.0
	switch e := event.(type) {
	case cadastre.ParcelRegistered, cadastre.ParcelEnded:
		t.ground += grown
		return nil
	case cadastre.ParcelNaturallyChanged:
		t.ground += grown
		return natural(e, before)
	case cadastre.ParcelsReinstated:
		// A side of the parts may have bent twice, by points on either half of it.
		keeps, reach = len(e.Annulled) > 0, 2
	case cadastre.ParcelsResurveyed, cadastre.BoundaryCorrected:
		t.ground += grown
		return tilesAs(was, is, reshapingOf(event).Moved, reach)
	}
	if !keeps {
		t.ground += grown
		return nil
	}
	if t.doubt += doubt; math.Abs(grown) > doubt {
		return fmt.Errorf("%f m² became %f", areaOf(was), areaOf(is))
	}
	return tilesAs(was, is, nil, reach)
}

// natural demands that erosion leaves a part of the parcel and accretion adds to it.
func natural(e cadastre.ParcelNaturallyChanged, before map[ladm.ParcelID]gis.Polygon) error {
	old, now := before[e.Parcels[0].Parcel], e.Parcels[0].Boundary
	smaller, larger := now, old
	if e.Kind == cadastre.Accretion {
		smaller, larger = old, now
	}
	if lost := smaller.Area() - gis.CommonArea(smaller, larger); lost > 0.001*smaller.Perimeter() || smaller.Area() >= larger.Area() {
		return fmt.Errorf("%s of %f m² left %f, %f of them elsewhere", e.Kind, old.Area(), now.Area(), lost)
	}
	return nil
}

func areaOf(boundaries []gis.Polygon) float64 {
	sum := 0.0
	for _, boundary := range boundaries {
		sum += boundary.Area()
	}
	return sum
}

func valuesOf(boundaries map[ladm.ParcelID]gis.Polygon) []gis.Polygon {
	values := make([]gis.Polygon, 0, len(boundaries))
	for _, boundary := range boundaries {
		values = append(values, boundary)
	}
	return values
}

func replacementOf(event cadastre.Event) cadastre.Replacement {
	switch e := event.(type) {
	case cadastre.ParcelSubdivided:
		return e.Replacement
	case cadastre.ParcelsMerged:
		return e.Replacement
	case cadastre.ParcelsReadjusted:
		return e.Replacement
	case cadastre.ParcelPartlyRecovered:
		return e.Replacement
	}
	return cadastre.Replacement{}
}

func reshapingOf(event cadastre.Event) cadastre.Reshaping {
	switch e := event.(type) {
	case cadastre.ParcelsResurveyed:
		return e.Reshaping
	case cadastre.BoundaryCorrected:
		return e.Reshaping
	case cadastre.ParcelNaturallyChanged:
		return e.Reshaping
	}
	return cadastre.Reshaping{}
}
