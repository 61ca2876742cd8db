package view

import (
	"slices"

	"github.com/samber/lo"

	"github.com/diachinh/diachinh/gis"
	"github.com/diachinh/diachinh/graph/scalar"
	"github.com/diachinh/diachinh/projections/read"
)

// ParcelDifference is how a version differs from the one that it follows or takes
// the place of.
type ParcelDifference struct {
	Number          *NumberDifference
	LegalArea       *AreaDifference
	MeasuredArea    *AreaDifference
	PurposesAdded   []*LandPurpose
	PurposesRemoved []*LandPurpose
	PurposesChanged []*PurposeDifference
	VerticesAdded   []scalar.GeoJSON
	VerticesRemoved []scalar.GeoJSON
	before, after   *read.Parcel
	affecting       []read.Parcel
}

// NumberDifference is a number before and after.
type NumberDifference struct{ From, To int }

// AreaDifference is an area before and after, in m².
type AreaDifference struct{ From, To float64 }

// PurposeDifference is a purpose before and after.
type PurposeDifference struct{ From, To *LandPurpose }

// newParcelDifference compares two versions of a parcel.
func newParcelDifference(before, after *read.Parcel, affecting []read.Parcel) *ParcelDifference {
	d := &ParcelDifference{PurposesChanged: []*PurposeDifference{}, before: before, after: after, affecting: affecting}
	if before.Number != after.Number {
		d.Number = &NumberDifference{before.Number, after.Number}
	}
	if before.LegalArea != after.LegalArea {
		d.LegalArea = &AreaDifference{before.LegalArea.Float(), after.LegalArea.Float()}
	}
	if before.MeasuredArea != after.MeasuredArea {
		d.MeasuredArea = &AreaDifference{before.MeasuredArea.Float(), after.MeasuredArea.Float()}
	}
	d.comparePurposes()
	d.VerticesAdded = points(after.Boundary, missing(after.Boundary, before.Boundary))
	d.VerticesRemoved = points(before.Boundary, missing(before.Boundary, after.Boundary))
	return d
}

// comparePurposes pairs those purposes of one land type that differ, in their order.
func (d *ParcelDifference) comparePurposes() {
	gone := lo.Reject(d.before.Purposes, func(p read.Purpose, _ int) bool { return slices.Contains(d.after.Purposes, p) })
	come := lo.Reject(d.after.Purposes, func(p read.Purpose, _ int) bool { return slices.Contains(d.before.Purposes, p) })
	gone = slices.DeleteFunc(gone, func(old read.Purpose) bool {
		i := slices.IndexFunc(come, func(p read.Purpose) bool { return p.Type == old.Type })
		if i < 0 {
			return false
		}
		d.PurposesChanged = append(d.PurposesChanged, &PurposeDifference{
			purpose(old, d.before.ValidFrom), purpose(come[i], d.after.ValidFrom),
		})
		come = slices.Delete(come, i, i+1)
		return true
	})
	d.PurposesRemoved = lo.Map(gone, func(p read.Purpose, _ int) *LandPurpose { return purpose(p, d.before.ValidFrom) })
	d.PurposesAdded = lo.Map(come, func(p read.Purpose, _ int) *LandPurpose { return purpose(p, d.after.ValidFrom) })
}

// missing returns the vertices of a boundary that another has not, in order.
func missing(of, other gis.Polygon) []gis.Point {
	known := map[gis.Point]bool{}
	for _, ring := range other.Rings {
		for _, point := range ring {
			known[point] = true
		}
	}
	var found []gis.Point
	for _, ring := range of.Rings {
		for _, point := range ring[:len(ring)-1] {
			if !known[point] {
				found = append(found, point)
			}
		}
	}
	return found
}

func points(of gis.Polygon, places []gis.Point) []scalar.GeoJSON {
	zone := space{of.SRID, 3, gis.Point.Metres}
	return lo.Map(places, func(p gis.Point, _ int) scalar.GeoJSON { return zone.point(p.Metres()) })
}
