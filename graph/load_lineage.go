package graph

import (
	"context"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/gis/figure/family"
	"github.com/diachinh/diachinh/graph/view"
	"github.com/diachinh/diachinh/projections/read"
)

// trace gives the parcels of one level what came before and after them, and the
// names that they had. A family's picture is drawn for each parcel by itself.
func (l loading) trace(ctx context.Context, parcels []*view.Parcel, plan *parcelPlan) error {
	if plan.replacedBy != nil {
		if err := l.replace(ctx, parcels, plan.replacedBy, l.reader.Replacements, (*view.Parcel).Replace); err != nil {
			return err
		}
	}
	if plan.standsInstead != nil {
		if err := l.replace(ctx, parcels, plan.standsInstead, l.reader.Successors, (*view.Parcel).Succeed); err != nil {
			return err
		}
	}
	if plan.ancestors.wanted() {
		if err := l.descend(ctx, parcels, plan.ancestors, l.reader.Ancestors, (*view.Parcel).Descend); err != nil {
			return err
		}
	}
	if plan.descendants.wanted() {
		if err := l.descend(ctx, parcels, plan.descendants, l.reader.Descendants, (*view.Parcel).Beget); err != nil {
			return err
		}
	}
	if plan.aliases {
		if err := l.name(ctx, parcels); err != nil {
			return err
		}
	}
	if plan.family {
		return l.portray(ctx, parcels)
	}
	return nil
}

// replace reads what came after parcels, and gives it to them.
func (l loading) replace(ctx context.Context, parcels []*view.Parcel, plan *parcelPlan,
	find func(context.Context, []ladm.ParcelID, read.At, read.Fields) (map[ladm.ParcelID][]read.Parcel, error),
	give func(*view.Parcel, []*view.Parcel),
) error {
	found, err := find(ctx, ids(parcels), l.at, plan.fields)
	if err != nil {
		return err
	}
	var level []*view.Parcel
	for _, parcel := range parcels {
		by := view.Shown(found[parcel.Key()], view.NewParcel)
		give(parcel, by)
		level = append(level, by...)
	}
	return l.complete(ctx, level, plan)
}

// descend reads the edges of lineage in one direction and gives them to parcels.
func (l loading) descend(ctx context.Context, parcels []*view.Parcel, plan *lineagePlan,
	walk func(context.Context, []ladm.ParcelID, int, read.At, read.Fields) (map[ladm.ParcelID][]read.Descent, error),
	give func(*view.Parcel, []*view.LineageEdge),
) error {
	found, err := walk(ctx, ids(parcels), plan.generations(), l.at, plan.parcel.fields)
	if err != nil {
		return err
	}
	var level []*view.Parcel
	for _, parcel := range parcels {
		edges := view.Shown(found[parcel.Key()], view.NewLineageEdge)
		give(parcel, edges)
		for _, edge := range edges {
			level = append(level, edge.Parent, edge.Child)
		}
	}
	return l.complete(ctx, level, &plan.parcel)
}

func (l loading) name(ctx context.Context, parcels []*view.Parcel) error {
	found, err := l.reader.Aliases(ctx, ids(parcels), l.at)
	if err != nil {
		return err
	}
	for _, parcel := range parcels {
		parcel.Name(view.Shown(found[parcel.Key()], view.NewParcelAlias))
	}
	return nil
}

func (l loading) portray(ctx context.Context, parcels []*view.Parcel) error {
	for _, parcel := range parcels {
		svg, err := family.SVG(ctx, l.reader, parcel.Key(), l.at)
		if err != nil {
			return err
		}
		parcel.Portray(svg)
	}
	return nil
}

// wanted tells a plan that asks for anything; one whose depths are all malformed
// is refused when the field is written.
func (p *lineagePlan) wanted() bool { return p != nil && (p.all || p.depth > 0) }

// generations is how far back or on to go, 0 for all the way.
func (p *lineagePlan) generations() int {
	if p.all {
		return 0
	}
	return p.depth
}
