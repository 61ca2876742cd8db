package graph

import (
	"context"

	"github.com/samber/lo"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/graph/view"
	"github.com/diachinh/diachinh/projections/read"
)

// loading reads what is asked below parcels and sheets, as of when they themselves
// were asked for.
type loading struct {
	*resolver
	at read.At
}

// asOf loads as of a time; the zero time is now.
func (r *resolver) asOf(at read.At) loading { return loading{r, at} }

// complete gives the parcels of one level what is asked below them, one
// statement a level.
func (l loading) complete(ctx context.Context, parcels []*view.Parcel, plan *parcelPlan) error {
	if len(parcels) == 0 {
		return nil
	}
	if plan.neighbours != nil && plan.neighbours.first > 0 {
		if err := l.adjoin(ctx, parcels, plan.neighbours); err != nil {
			return err
		}
	}
	if plan.history != nil {
		if err := l.remember(ctx, parcels, *plan.history); err != nil {
			return err
		}
	}
	if err := l.trace(ctx, parcels, plan); err != nil {
		return err
	}
	if plan.sheet != nil {
		sheets := lo.Map(parcels, func(p *view.Parcel, _ int) *view.MapSheet { return p.Sheet() })
		return l.fill(ctx, sheets, plan.sheet)
	}
	return nil
}

func (l loading) adjoin(ctx context.Context, parcels []*view.Parcel, plan *neighbourPlan) error {
	found, err := l.reader.Neighbours(ctx, ids(parcels), plan.first, l.at, plan.parcel.fields)
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
	return l.complete(ctx, level, &plan.parcel)
}

func (l loading) remember(ctx context.Context, parcels []*view.Parcel, fields read.Fields) error {
	found, err := l.reader.History(ctx, ids(parcels), l.at, fields)
	if err != nil {
		return err
	}
	affecting, err := l.reader.Affecting(ctx, lo.Flatten(lo.Values(found)))
	if err != nil {
		return err
	}
	for _, parcel := range parcels {
		parcel.Remember(view.NewParcelVersions(found[parcel.Key()], affecting))
	}
	return nil
}

// fill gives sheets their pages of parcels: one statement a sheet and page, one
// a level below.
func (l loading) fill(ctx context.Context, sheets []*view.MapSheet, plan *sheetPlan) error {
	if plan.numbers {
		if err := l.number(ctx, sheets); err != nil {
			return err
		}
	}
	bySheet := lo.GroupBy(sheets, func(s *view.MapSheet) ladm.SheetID { return s.Row().ID })
	pages := map[ladm.SheetID]map[view.Page]view.ParcelPage{}
	for page, wanted := range plan.pages {
		var level []*view.Parcel
		for id := range bySheet {
			connection, err := l.page(ctx, read.ParcelFilter{OnSheet: id}, page, wanted)
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
		if err := l.complete(ctx, level, &wanted.parcel); err != nil {
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

func (l loading) number(ctx context.Context, sheets []*view.MapSheet) error {
	ids := lo.Uniq(lo.Map(sheets, func(s *view.MapSheet, _ int) ladm.SheetID { return s.Row().ID }))
	found, err := l.reader.SheetNumbers(ctx, ids)
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
