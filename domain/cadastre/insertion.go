package cadastre

import (
	"cmp"
	"slices"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/gis"
)

// effects finds what boundaries that stand from now on put on others: the points
// that parcels of the sheet gain, and those that neighbours on other sheets lack.
// Parcels in changed, which the act ends, begins or reshapes itself, are left alone.
func effects(sheet *Sheet, neighbours []Neighbour, changed map[ladm.ParcelID]bool, boundaries []gis.Polygon) Effects {
	points := verticesOf(boundaries)
	var found Effects
	for _, p := range around(sheet, changed, boundaries) {
		if insertion, gains := inserted(p, points); gains {
			found.Inserted = append(found.Inserted, insertion)
		}
	}
	for _, n := range neighbours {
		if n.Sheet == sheet.ID {
			continue
		}
		if _, lacking := insert(n.Boundary, points); len(lacking) > 0 {
			found.Pending = append(found.Pending, PendingInsertion{Sheet: n.Sheet, Parcel: n.Parcel, Points: lacking})
		}
	}
	return found
}

// inserted is a parcel's boundary with those of the points that lie on it, to
// 1 mm, and are no vertices of it yet; false if there are none.
func inserted(p *Parcel, points []gis.Point) (Insertion, bool) {
	boundary, gained := insert(p.Boundary, points)
	if len(gained) == 0 {
		return Insertion{}, false
	}
	return Insertion{
		Parcel: p.ID, Points: gained, Boundary: boundary, MeasuredArea: ladm.SquareMetres(boundary.Area()),
		Surveyed: surveyedAs(p.Surveyed, p.Boundary, boundary),
	}, true
}

// insert gives a valid boundary the points that lie on it, and returns which it
// gained. One that would make it invalid, as in the tip of a needle, is left out:
// the check of a commune's data finds it.
func insert(boundary gis.Polygon, points []gis.Point) (gis.Polygon, []gis.Point) {
	with, gained := boundary.Insert(points)
	if len(gained) == 0 || len(with.Validate()) == 0 {
		return with, gained
	}
	var fitting []gis.Point
	for _, point := range gained {
		if with, _ := boundary.Insert([]gis.Point{point}); len(with.Validate()) == 0 {
			boundary, fitting = with, append(fitting, point)
		}
	}
	return boundary, fitting
}

// matched returns boundaries with the points that parcels around them have on
// their sides: those of the sheet but for changed ones, and neighbours.
func matched(sheet *Sheet, neighbours []Neighbour, changed map[ladm.ParcelID]bool, boundaries []gis.Polygon) []gis.Polygon {
	var others []gis.Polygon
	for _, p := range around(sheet, changed, boundaries) {
		others = append(others, p.Boundary)
	}
	for _, n := range neighbours {
		others = append(others, n.Boundary)
	}
	points := verticesOf(others)
	with := make([]gis.Polygon, len(boundaries))
	for i, boundary := range boundaries {
		with[i], _ = insert(boundary, points)
	}
	return with
}

// around finds the sheet's parcels whose boxes come within 1 mm of boundaries, in
// the order of their numbers, but for changed ones.
func around(sheet *Sheet, changed map[ladm.ParcelID]bool, boundaries []gis.Polygon) []*Parcel {
	var found []*Parcel
	for _, boundary := range boundaries {
		for p := range sheet.surfaces.Search(boundary.Bounds().Grow(1)) {
			if !changed[p.ID] {
				found = append(found, p)
			}
		}
	}
	slices.SortFunc(found, func(a, b *Parcel) int { return cmp.Compare(a.Number, b.Number) })
	return slices.Compact(found)
}

// verticesOf returns each vertex of the boundaries once, in their order.
func verticesOf(boundaries []gis.Polygon) []gis.Point {
	var points []gis.Point
	known := map[gis.Point]bool{}
	for _, boundary := range boundaries {
		for _, ring := range boundary.Rings {
			for _, vertex := range ring {
				if !known[vertex] {
					known[vertex] = true
					points = append(points, vertex)
				}
			}
		}
	}
	return points
}
