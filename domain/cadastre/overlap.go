package cadastre

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/gis"
)

// overlapsOf finds where new parcels overlap, on the millimetre grid, with the
// sheet's parcels, as they stand and as they stood on the day or later, with
// neighbours on other sheets and with each other: of two new parcels that overlap,
// both are refused. The result has one list a parcel.
func overlapsOf(set *rules.Set, sheet *Sheet, cmd RegisterParcels) [][]rules.Finding {
	found := make([][]rules.Finding, len(cmd.Parcels))
	report := func(item int, with rules.Words, at gis.Intrusion) {
		found[item] = append(found[item], Overlaps(set, item, cmd.Parcels[item], with, at))
	}
	day := cmp.Or(cmd.EffectiveDate, cmd.Today)
	neighbours := indexOf(cmd.Neighbours)
	own := gis.NewIndex[int]()
	for i, p := range cmd.Parcels {
		if !p.survey.sound(sheet.SRID) {
			continue
		}
		standing := map[ladm.ParcelID]bool{}
		for other, boundary := range sheet.surfaces.Search(p.survey.box) {
			if at, overlaps := Overlap(p.survey.boundary, boundary); overlaps {
				report(i, asRegistered(other.Number, sheet.Number), at)
				standing[other.ID] = true
			}
		}
		for _, former := range sheet.formerly(p.survey.boundary, day, standing) {
			found[i] = append(found[i], former.overlaps(set, i, p))
		}
		for other, boundary := range neighbours.Search(p.survey.box) {
			if at, overlaps := Overlap(p.survey.boundary, boundary); overlaps {
				n := cmd.Neighbours[other]
				report(i, n.name(), at)
			}
		}
		for j, boundary := range own.Search(p.survey.box) {
			if at, overlaps := Overlap(p.survey.boundary, boundary); overlaps {
				report(i, cmd.Parcels[j].name(), at)
				report(j, p.name(), at)
			}
		}
		own.Insert(i, p.survey.boundary)
	}
	return found
}

// Overlaps is the finding that a parcel overlaps another one, which `with` names.
// Without rules those of the country speak.
func Overlaps(set *rules.Set, item int, p ParcelInput, with rules.Words, at gis.Intrusion) rules.Finding {
	return placed(find(rulesOn(set, 0), "PARCEL_OVERLAP", item, rules.Values{
		"parcel": label(p), "with": with, "place": where(at.At), "area": at.Area,
	}), p.Boundary.SRID, at.At)
}

func indexOf(neighbours []Neighbour) *gis.Index[int] {
	index := gis.NewIndex[int]()
	for i, n := range neighbours {
		index.Insert(i, n.Boundary)
	}
	return index
}

// Overlap tells where two valid boundaries of one zone overlap: the same place and
// area whichever is given first.
func Overlap(a, b gis.Polygon) (gis.Intrusion, bool) {
	byPoints := func(p, q gis.Point) int { return cmp.Or(cmp.Compare(p.E, q.E), cmp.Compare(p.N, q.N)) }
	if slices.CompareFunc(a.Rings[0], b.Rings[0], byPoints) > 0 {
		a, b = b, a
	}
	return gis.Overlap(a, b)
}

// name names a neighbour within a sentence. One that is being registered may not
// have its number yet.
func (n Neighbour) name() rules.Words {
	if n.Number == 0 {
		return rules.Words{
			VI: fmt.Sprintf("một thửa vừa đăng ký của tờ %d", n.SheetNumber),
			EN: fmt.Sprintf("a parcel of sheet %d that was just registered", n.SheetNumber),
		}
	}
	return asRegistered(n.Number, n.SheetNumber)
}

// asRegistered names a registered parcel within a sentence.
func asRegistered(number, sheet int) rules.Words {
	return rules.Words{
		VI: fmt.Sprintf("thửa %d đã đăng ký của tờ %d", number, sheet),
		EN: fmt.Sprintf("parcel %d registered in sheet %d", number, sheet),
	}
}

// name names a new parcel within a sentence.
func (p ParcelInput) name() rules.Words {
	name := rules.Words{VI: "thửa chưa có số", EN: "a parcel without a number"}
	if p.Number != 0 {
		name = rules.Words{VI: fmt.Sprintf("thửa %d", p.Number), EN: fmt.Sprintf("parcel %d", p.Number)}
	}
	if p.Row != 0 {
		name.VI += fmt.Sprintf(" (dòng %d của tệp)", p.Row)
		name.EN += fmt.Sprintf(" (row %d of the file)", p.Row)
	}
	return name
}
