package projections

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/territory"
	"github.com/diachinh/diachinh/projections/engine"
)

// lineage answers: what did a parcel descend from, and what descends from it?
// Table parcel_lineage: one row for each parent of a child. A reinstatement
// undoes the rows of the children that it annuls.
type lineage struct{}

func (lineage) Name() string { return "lineage" }
func (lineage) Shape() int   { return 1 }
func (lineage) Tables() []engine.Table {
	return []engine.Table{{Name: "parcel_lineage", Lookup: []string{"parcel_lineage_child"}}}
}

// Prepare implements engine.Model.
func (m lineage) Prepare(e engine.Event) (any, error) { return prepare(m, e) }

// descent is a row of parcel_lineage.
type descent struct {
	key           int64
	parent, child uuid.UUID
	event         uuid.UUID
	kind, cause   string
	area          ladm.Area
	effective     ladm.Date
	recordedAt    time.Time
	correctedAt   time.Time // zero while it stands
}

// annulment says since when it is known that children never were.
type annulment struct {
	children []ladm.ParcelID
	at       time.Time
}

func (lineage) cadastre(e engine.Event, event cadastre.Event) (any, error) {
	switch event := event.(type) {
	case cadastre.ParcelSubdivided, cadastre.ParcelsMerged, cadastre.ParcelsReadjusted, cadastre.ParcelPartlyRecovered:
		r, cause, _ := replacement(event)
		return descents(e, r, cause), nil
	case cadastre.ParcelsReinstated:
		if len(event.Annulled) == 0 {
			return nil, nil
		}
		return annulment{event.Annulled, e.Meta.RecordedAt}, nil
	case cadastre.SheetOpened, cadastre.SheetRenumbered, cadastre.ParcelRegistered, cadastre.ParcelRecovered,
		cadastre.ParcelsResurveyed, cadastre.BoundaryCorrected, cadastre.ParcelNaturallyChanged, cadastre.PointsInserted,
		cadastre.PurposesChanged, cadastre.LegalAreaChanged, cadastre.ParcelEnded, cadastre.ParcelCorrected:
		return nil, nil
	}
	return nil, unnamed(e)
}

func (lineage) territory(e engine.Event, event territory.Event) (any, error) {
	switch event.(type) {
	case territory.CommuneEstablished, territory.SheetOpened, territory.SheetRenumbered:
		return nil, nil
	}
	return nil, unnamed(e)
}

func descents(e engine.Event, r cadastre.Replacement, cause string) []descent {
	var rows []descent
	for _, child := range r.Begun {
		for _, parent := range child.From {
			rows = append(rows, descent{
				key: e.Key(len(rows)), parent: parent.Parcel.UUID, child: child.Parcel.UUID,
				event: e.ID, kind: e.Type, cause: cause, area: parent.Area,
				effective: r.EffectiveDate, recordedAt: e.Meta.RecordedAt,
			})
		}
	}
	return rows
}

const (
	annulDescents = `
	update parcel_lineage l
	   set corrected_at = a.corrected_at
	  from unnest($1::uuid[], $2::text[]::timestamptz[]) as a (child_id, corrected_at)
	 where l.child_id = a.child_id and l.corrected_at = 'infinity'`
	insertDescents = `
	insert into parcel_lineage (key, parent_id, child_id, event_id, event, cause, area, effective, recorded_at, corrected_at)
	select *
	  from unnest($1::bigint[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[]::numeric[],
	              $8::text[]::date[], $9::text[]::timestamptz[], $10::text[]::timestamptz[])`
)

// Apply implements engine.Model.
func (lineage) Apply(ctx context.Context, tx pgx.Tx, changes []any) error {
	var rows []*descent
	var annulled []uuid.UUID
	var annulledAt []string
	for _, change := range changes {
		switch change := change.(type) {
		case []descent:
			for _, row := range change {
				rows = append(rows, &row)
			}
		case annulment:
			for _, child := range change.children {
				annulled, annulledAt = append(annulled, child.UUID), append(annulledAt, instantText(change.at))
				for _, row := range rows {
					if row.child == child.UUID {
						row.correctedAt = change.at
					}
				}
			}
		}
	}
	if _, err := tx.Exec(ctx, annulDescents, annulled, annulledAt); err != nil {
		return err
	}
	return update(ctx, tx, "insert descents", len(rows), insertDescents,
		column(rows, func(d *descent) int64 { return d.key }),
		column(rows, func(d *descent) uuid.UUID { return d.parent }),
		column(rows, func(d *descent) uuid.UUID { return d.child }),
		column(rows, func(d *descent) uuid.UUID { return d.event }),
		column(rows, func(d *descent) string { return d.kind }),
		column(rows, func(d *descent) string { return d.cause }),
		column(rows, func(d *descent) string { return d.area.String() }),
		column(rows, func(d *descent) string { return d.effective.String() }),
		column(rows, func(d *descent) string { return instantText(d.recordedAt) }),
		column(rows, func(d *descent) string { return instantText(d.correctedAt) }))
}
