package cadastre

import (
	"fmt"

	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/gis"
)

// overlapsOf finds where new parcels overlap, on the millimetre grid, with the
// sheet's parcels, with neighbours on other sheets and with each other: of two
// new parcels that overlap, both are refused. The result has one list a parcel.
func overlapsOf(sheet *Sheet, cmd RegisterParcels) [][]rules.Finding {
	found := make([][]rules.Finding, len(cmd.Parcels))
	report := func(item int, with string, at gis.Intrusion) {
		found[item] = append(found[item], Overlaps(item, cmd.Parcels[item], with, at))
	}
	neighbours := indexOf(cmd.Neighbours)
	own := gis.NewIndex[int]()
	for i, p := range cmd.Parcels {
		if !p.survey.sound(sheet.SRID) {
			continue
		}
		for other, boundary := range sheet.surfaces.Search(p.survey.box) {
			if at, overlaps := gis.Overlap(p.survey.boundary, boundary); overlaps {
				report(i, fmt.Sprintf("thửa %d đã đăng ký của tờ %d", other.Number, sheet.Number), at)
			}
		}
		for other, boundary := range neighbours.Search(p.survey.box) {
			if at, overlaps := gis.Overlap(p.survey.boundary, boundary); overlaps {
				n := cmd.Neighbours[other]
				report(i, fmt.Sprintf("thửa %d đã đăng ký của tờ %d", n.Number, n.SheetNumber), at)
			}
		}
		for j, boundary := range own.Search(p.survey.box) {
			if at, overlaps := gis.Overlap(p.survey.boundary, boundary); overlaps {
				report(i, lower(label(j, cmd.Parcels[j])), at)
				report(j, lower(label(i, p)), at)
			}
		}
		own.Insert(i, p.survey.boundary)
	}
	return found
}

// Overlaps is the finding that a parcel overlaps another one, which `with` names.
func Overlaps(item int, p ParcelInput, with string, at gis.Intrusion) rules.Finding {
	return placed(parcelOverlap.refuse(item,
		"%s: chồng lên %s tại %s (khoảng %.1f m²). Sửa ranh giới cho khớp với thửa liền kề.",
		label(item, p), with, where(at.At), at.Area), p.Boundary.SRID, at.At)
}

func indexOf(neighbours []Neighbour) *gis.Index[int] {
	index := gis.NewIndex[int]()
	for i, n := range neighbours {
		index.Insert(i, n.Boundary)
	}
	return index
}

// lower begins a label with a small letter, for use within a sentence.
func lower(label string) string { return "t" + label[1:] }
