package graph

import (
	"context"

	"github.com/samber/lo"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/graph/view"
	"github.com/diachinh/diachinh/projections/read"
)

// complete gives the parcels of one level what is asked below them, one
// statement a level.
func (r *resolver) complete(ctx context.Context, parcels []*view.Parcel, plan *parcelPlan) error {
	if len(parcels) == 0 {
		return nil
	}
	if plan.neighbours != nil && plan.neighbours.first > 0 {
		if err := r.adjoin(ctx, parcels, plan.neighbours); err != nil {
			return err
		}
	}
	if plan.history != nil {
		if err := r.remember(ctx, parcels, *plan.history); err != nil {
			return err
		}
	}
	if err := r.trace(ctx, parcels, plan); err != nil {
		return err
	}
	if plan.sheet != nil {
		sheets := lo.Map(parcels, func(p *view.Parcel, _ int) *view.MapSheet { return p.Sheet() })
		return r.fill(ctx, sheets, plan.sheet)
	}
	return nil
}

func (r *resolver) adjoin(ctx context.Context, parcels []*view.Parcel, plan *neighbourPlan) error {
	found, err := r.reader.Neighbours(ctx, ids(parcels), plan.first, plan.parcel.fields)
	if err != nil {
		return err
	}
	var level []*view.Parcel
	for _, parcel := range parcels {
		list := found[parcel.Key()]
		neighbours := view.Shown(list.Rows, view.NewParcel)
		parcel.Adjoin(read.List[*view.Parcel]{Rows: neighbours, HasNext: list.HasNext})
		level = append(level, neighbours...)
	}
	return r.complete(ctx, level, &plan.parcel)
}

func (r *resolver) remember(ctx context.Context, parcels []*view.Parcel, fields read.Fields) error {
	found, err := r.reader.History(ctx, ids(parcels), fields)
	if err != nil {
		return err
	}
	for _, parcel := range parcels {
		parcel.Remember(view.NewParcelVersions(found[parcel.Key()]))
	}
	return nil
}

// fill gives sheets their pages of parcels: one statement a sheet and page, one
// a level below.
func (r *resolver) fill(ctx context.Context, sheets []*view.MapSheet, plan *sheetPlan) error {
	if plan.numbers {
		if err := r.number(ctx, sheets); err != nil {
			return err
		}
	}
	bySheet := lo.GroupBy(sheets, func(s *view.MapSheet) ladm.SheetID { return s.Row().ID })
	pages := map[ladm.SheetID]map[view.Page]view.ParcelPage{}
	for page, wanted := range plan.pages {
		var level []*view.Parcel
		for id := range bySheet {
			connection, err := r.page(ctx, read.ParcelFilter{OnSheet: id}, page, wanted)
			if err != nil && !visible(err) {
				return err
			}
			if pages[id] == nil {
				pages[id] = map[view.Page]view.ParcelPage{}
			}
			pages[id][page] = view.ParcelPage{Connection: connection, Err: err}
			if err == nil {
				level = append(level, connection.Nodes...)
			}
		}
		if err := r.complete(ctx, level, &wanted.parcel); err != nil {
			return err
		}
	}
	for id, same := range bySheet {
		for _, sheet := range same {
			sheet.Keep(pages[id])
		}
	}
	return nil
}

func (r *resolver) number(ctx context.Context, sheets []*view.MapSheet) error {
	ids := lo.Uniq(lo.Map(sheets, func(s *view.MapSheet, _ int) ladm.SheetID { return s.Row().ID }))
	found, err := r.reader.SheetNumbers(ctx, ids)
	if err != nil {
		return err
	}
	for _, sheet := range sheets {
		sheet.Remember(view.Shown(found[sheet.Row().ID], view.NewSheetNumber))
	}
	return nil
}

func ids(parcels []*view.Parcel) []ladm.ParcelID {
	return lo.Uniq(lo.Map(parcels, func(p *view.Parcel, _ int) ladm.ParcelID { return p.Key() }))
}
