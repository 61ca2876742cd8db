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
func (r *resolver) trace(ctx context.Context, parcels []*view.Parcel, plan *parcelPlan) error {
	if plan.replacedBy != nil {
		if err := r.replace(ctx, parcels, plan.replacedBy); err != nil {
			return err
		}
	}
	if plan.ancestors.wanted() {
		if err := r.descend(ctx, parcels, plan.ancestors, r.reader.Ancestors, (*view.Parcel).Descend); err != nil {
			return err
		}
	}
	if plan.descendants.wanted() {
		if err := r.descend(ctx, parcels, plan.descendants, r.reader.Descendants, (*view.Parcel).Beget); err != nil {
			return err
		}
	}
	if plan.aliases {
		if err := r.name(ctx, parcels); err != nil {
			return err
		}
	}
	if plan.family {
		return r.portray(ctx, parcels)
	}
	return nil
}

func (r *resolver) replace(ctx context.Context, parcels []*view.Parcel, plan *parcelPlan) error {
	found, err := r.reader.Replacements(ctx, ids(parcels), plan.fields)
	if err != nil {
		return err
	}
	var level []*view.Parcel
	for _, parcel := range parcels {
		by := view.Shown(found[parcel.Key()], view.NewParcel)
		parcel.Replace(by)
		level = append(level, by...)
	}
	return r.complete(ctx, level, plan)
}

// descend reads the edges of lineage in one direction and gives them to parcels.
func (r *resolver) descend(ctx context.Context, parcels []*view.Parcel, plan *lineagePlan,
	walk func(context.Context, []ladm.ParcelID, int, read.Fields) (map[ladm.ParcelID][]read.Descent, error),
	give func(*view.Parcel, []*view.LineageEdge),
) error {
	found, err := walk(ctx, ids(parcels), plan.generations(), plan.parcel.fields)
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
	return r.complete(ctx, level, &plan.parcel)
}

func (r *resolver) name(ctx context.Context, parcels []*view.Parcel) error {
	found, err := r.reader.Aliases(ctx, ids(parcels))
	if err != nil {
		return err
	}
	for _, parcel := range parcels {
		parcel.Name(view.Shown(found[parcel.Key()], view.NewParcelAlias))
	}
	return nil
}

func (r *resolver) portray(ctx context.Context, parcels []*view.Parcel) error {
	for _, parcel := range parcels {
		svg, err := family.SVG(ctx, r.reader, parcel.Key())
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
