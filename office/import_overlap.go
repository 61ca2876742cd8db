package office

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/samber/lo"

	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/gis"
)

// checkAcrossSheets refuses both of two rows that overlap and belong to
// different sheets of the file; those of one sheet the sheet's own rules refuse.
// Rows that name no sheet count as sheets of their own. Only rows that reach
// into the box of another sheet are looked at.
func (m *importing) checkAcrossSheets() {
	sets := m.rulesOfSheets()
	border := m.border()
	index := gis.NewIndex[int]()
	for i, w := range border {
		surface, _ := w.parcel.Surface()
		for j, other := range index.Search(surface.Bounds()) {
			v := border[j]
			if w.placed() && v.placed() && w.sheet == v.sheet {
				continue
			}
			if at, overlaps := cadastre.Overlap(surface, other); overlaps {
				w.overlaps(sets(w), v, at)
				v.overlaps(sets(v), w, at)
			}
		}
		index.Insert(i, surface)
	}
}

// rulesOfSheets returns what finds the rules in force for a row: those of its
// sheet's province, the national ones for a row without a sheet.
func (m *importing) rulesOfSheets() func(*row) *rules.Set {
	day := m.options.EffectiveDate
	national := m.rulesOf(cadastre.Commune{}, day)
	sets := lo.SliceToMap(m.sheets, func(s *sheetRows) (sheetKey, *rules.Set) { return s.key, m.rulesOf(s.plan.commune, day) })
	return func(w *row) *rules.Set { return cmp.Or(sets[w.sheet], national) }
}

// border returns the rows with a valid boundary that reach into the box of
// another sheet. Rows that name no sheet reach into each other.
func (m *importing) border() []*row {
	homeless := &sheetRows{rows: lo.Reject(m.rows, func(w *row, _ int) bool { return w.placed() })}
	homeless.bounds = boundsOf(homeless.rows)
	sheets := append(slices.Clone(m.sheets), homeless)
	var border []*row
	for _, sheet := range sheets {
		near := lo.Filter(sheets, func(other *sheetRows, _ int) bool {
			return (other != sheet || sheet == homeless) && other.bounds.Intersects(sheet.bounds)
		})
		for _, w := range sheet.rows {
			surface, sound := w.parcel.Surface()
			if sound && slices.ContainsFunc(near, func(s *sheetRows) bool { return s.bounds.Intersects(surface.Bounds()) }) {
				border = append(border, w)
			}
		}
	}
	return border
}

// overlaps refuses a row for overlapping another, unless it is registered already.
func (w *row) overlaps(set *rules.Set, other *row, at gis.Intrusion) {
	if w.fate == already {
		return
	}
	with := rules.Words{
		VI: fmt.Sprintf("thửa %d của tờ %d (dòng %d của tệp)", other.parcel.Number, other.sheet.number, other.number),
		EN: fmt.Sprintf("parcel %d of sheet %d (row %d of the file)", other.parcel.Number, other.sheet.number, other.number),
	}
	w.fault(cadastre.Overlaps(set, int(w.number-1), w.parcel, with, at))
}
