package office

import (
	"context"
	"encoding/binary"
	"slices"

	"github.com/samber/lo"

	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/gis"
)

// checkSheet holds the rows of a sheet against the sheet, as it is or would be
// opened.
func (m *importing) checkSheet(ctx context.Context, sheet *sheetRows) error {
	defer m.count.add(len(sheet.rows))
	id := ladm.Derive[ladm.SheetKind](m.act(sheet.key.String(), "").id, "sheet")
	plan, err := m.plan(ctx, sheet.key, id, m.source.SRID(), m.options.EffectiveDate)
	if err != nil {
		return m.refuseSheet(sheet, withMore(err, cadastre.CheckParcels(m.registration(plan, sheet.rows))))
	}
	sheet.plan = plan
	err = m.look(ctx, plan, func(state *cadastre.Sheet) error {
		for _, w := range sheet.rows {
			if w.isRegistered(state) {
				w.fate = already
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	fresh := lo.Reject(sheet.rows, func(w *row, _ int) bool { return w.fate == already })
	sheet.bounds = boundsOf(sheet.rows)
	if len(fresh) == 0 {
		return nil
	}
	return m.checkRows(ctx, sheet, fresh)
}

// checkRows lets the rules of the sheet speak about rows.
func (m *importing) checkRows(ctx context.Context, sheet *sheetRows, rows []*row) error {
	neighbours, err := m.neighboursOf(ctx, sheet.plan.facts.Sheet, m.source.SRID(), boundsOf(rows))
	if err != nil {
		return err
	}
	wish := m.registration(sheet.plan, rows)
	wish.Neighbours = neighbours
	return m.look(ctx, sheet.plan, func(state *cadastre.Sheet) error {
		note(rows, cadastre.Check(state, wish))
		return nil
	})
}

// note gives each finding to its row, and one about the whole to every row.
func note(rows []*row, findings []rules.Finding) {
	for _, f := range findings {
		to := rows
		if f.Item != cadastre.WholeCommand {
			to = rows[f.Item : f.Item+1]
		}
		for _, w := range to {
			if w.unread&fieldBits[f.Field] == 0 {
				w.fault(f)
			}
		}
	}
}

// registration is the command that registers rows in a sheet.
func (m *importing) registration(plan sheetPlan, rows []*row) cadastre.RegisterParcels {
	return cadastre.RegisterParcels{
		Commune:       plan.commune,
		Parcels:       lo.Map(rows, func(w *row, _ int) cadastre.ParcelInput { return w.parcel }),
		EffectiveDate: m.options.EffectiveDate, Today: m.today(), Rules: m.rulesOf(plan.commune, m.options.EffectiveDate),
	}
}

// isRegistered reports whether the sheet has the row's parcel just as it is.
func (w *row) isRegistered(sheet *cadastre.Sheet) bool {
	parcel, exists := sheet.Numbered(w.parcel.Number)
	boundary, sound := w.parcel.Surface()
	return exists && sound && w.unread == 0 &&
		parcel.LegalArea == w.parcel.LegalArea &&
		slices.Equal(parcel.Purposes, w.parcel.Purposes) &&
		parcel.Boundary.SRID == boundary.SRID &&
		slices.EqualFunc(parcel.Boundary.Rings, boundary.Rings, slices.Equal[gis.Ring])
}

// provisional is the id of a row's parcel until it is known with which others it
// is registered.
func provisional(row int64) (id ladm.ParcelID) {
	id.UUID[0] = 1
	binary.BigEndian.PutUint64(id.UUID[8:], uint64(row))
	return id
}

// boundsOf returns the box around the valid boundaries of rows.
func boundsOf(rows []*row) gis.Box {
	var bounds gis.Box
	empty := true
	for _, w := range rows {
		surface, sound := w.parcel.Surface()
		if !sound {
			continue
		}
		box := surface.Bounds()
		if empty {
			bounds, empty = box, false
			continue
		}
		bounds.Min.E, bounds.Min.N = min(bounds.Min.E, box.Min.E), min(bounds.Min.N, box.Min.N)
		bounds.Max.E, bounds.Max.N = max(bounds.Max.E, box.Max.E), max(bounds.Max.N, box.Max.N)
	}
	return bounds
}
