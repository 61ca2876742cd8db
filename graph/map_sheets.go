package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/graph/input"
	"github.com/diachinh/diachinh/graph/view"
	"github.com/diachinh/diachinh/office"
	"github.com/diachinh/diachinh/projections/read"
)

// What the rules call a sheet's number and scale, in the words of each input.
var (
	openedSheet     = view.Input{Named: map[string]string{"SHEET_NUMBER_TAKEN": "number", "SHEET_NUMBER_INVALID": "number", "SHEET_ALREADY_OPEN": "number"}}
	renumberedSheet = view.Input{Named: map[string]string{"SHEET_NUMBER_TAKEN": "newNumber", "SHEET_NUMBER_INVALID": "newNumber", "NOTHING_CHANGES": "newNumber"}}
	rescaledSheet   = view.Input{Named: map[string]string{"SHEET_NUMBER_TAKEN": "newScale", "SHEET_NUMBER_INVALID": "newNumber", "NOTHING_CHANGES": "newScale", "SCALE_UNKNOWN": "newScale"}}
)

// MapSheetOpen opens a map sheet.
func (m mutation) MapSheetOpen(ctx context.Context, in input.OpenSheet) (*view.MapSheetChangePayload, error) {
	r := m.reading(ctx, "")
	return changeSheet(ctx, m, in.Grounds, openedSheet, in.Commune, act[office.OpenSheet]{
		wish: office.OpenSheet{Grounds: r.grounds(in.Grounds), Commune: in.Commune, Number: in.Number, Scale: in.Scale, SRID: in.SRID},
		read: r, do: m.registry.OpenSheet,
	})
}

// MapSheetRenumber gives a map sheet another number.
func (m mutation) MapSheetRenumber(ctx context.Context, in input.RenumberSheet) (*view.MapSheetChangePayload, error) {
	return m.renumber(ctx, in.Grounds, renumberedSheet, office.RenumberSheet{
		Commune: in.Commune, Sheet: in.Sheet, Scale: orZero(in.Scale), NewNumber: in.NewNumber,
	})
}

// MapSheetRescale gives a map sheet another scale.
func (m mutation) MapSheetRescale(ctx context.Context, in input.RescaleSheet) (*view.MapSheetChangePayload, error) {
	return m.renumber(ctx, in.Grounds, rescaledSheet, office.RenumberSheet{
		Commune: in.Commune, Sheet: in.Sheet, Scale: orZero(in.Scale), NewNumber: orZero(in.NewNumber), NewScale: in.NewScale,
	})
}

func (m mutation) renumber(ctx context.Context, grounds input.Grounds, made view.Input, wish office.RenumberSheet) (*view.MapSheetChangePayload, error) {
	r := m.reading(ctx, "")
	wish.Grounds = r.grounds(grounds)
	return changeSheet(ctx, m, grounds, made, wish.Commune, act[office.RenumberSheet]{wish: wish, read: r, do: m.registry.RenumberSheet})
}

// changeSheet carries an act on a map sheet of a commune out and shows what became
// of it.
func changeSheet[Wish any](ctx context.Context, m mutation, grounds input.Grounds, made view.Input, commune string, a act[Wish]) (*view.MapSheetChangePayload, error) {
	a.key = grounds.IdempotencyKey
	done, err := carryOut(ctx, a)
	if err != nil {
		return nil, err
	}
	payload := &view.MapSheetChangePayload{
		Outcome:  view.NewMapSheetOutcome(done.changed.Event, done.changed.Formerly),
		Position: m.position(done.changed.Position),
		DryRun:   orZero(grounds.DryRun),
	}
	payload.UserErrors, payload.Warnings = split(done, made)
	if payload.Position == nil {
		return payload, nil
	}
	payload.MapSheet, err = m.affectedSheet(ctx, commune, done.changed.Event, done.changed.Position)
	if err != nil {
		// The act is done all the same, and the client has its position.
		graphql.AddError(ctx, err)
	}
	return payload, nil
}

// affectedSheet reads the sheet of an act as soon as it is visible, where it is
// asked for.
func (m mutation) affectedSheet(ctx context.Context, commune string, event cadastre.Event, position es.Position) (*view.MapSheet, error) {
	var plan *sheetPlan
	selected(ctx, func(s selection) {
		if s.field.Name == "mapSheet" {
			if plan == nil {
				plan = &sheetPlan{}
			}
			s.each(plan.add)
		}
	})
	number, scale := addressed(event)
	if plan == nil || number == 0 {
		return nil, nil
	}
	if err := m.see(ctx, parcelModels, position); err != nil {
		return nil, err
	}
	row, err := m.reader.Sheet(ctx, commune, number, scale)
	if err != nil {
		return nil, err
	}
	sheet := view.NewMapSheet(&row)
	return sheet, m.asOf(read.At{}).fill(ctx, []*view.MapSheet{sheet}, plan)
}

// addressed returns the number and scale that an act gave a sheet, 0 where it gave
// none.
func addressed(event cadastre.Event) (number, scale int) {
	switch e := event.(type) {
	case cadastre.SheetOpened:
		return e.Number, e.Scale
	case cadastre.SheetRenumbered:
		return e.Number, e.Scale
	}
	return 0, 0
}
