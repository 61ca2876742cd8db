package read

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/gis"
)

// Pending says that parcels of a sheet have yet to gain points that an act on
// another sheet put on their boundaries.
type Pending struct {
	// Command is that of the act, which the insertion has to answer; Correlation
	// is the act's, and Event its event.
	Command, Correlation, Event uuid.UUID
	// From is the sheet that the act was on.
	From ladm.SheetID
	// Sheet is the one that has yet to gain the points.
	Sheet   Sheet
	Parcels []ladm.ParcelID
	// Points are in the zone of the sheet that the act was on, which SRID names.
	Points    []gis.Point
	SRID      int
	Effective ladm.Date
	// RecordedAt is when the act was recorded.
	RecordedAt time.Time
	// Actor and Office are who acted; Dossier and Procedure are "" where none led
	// to the act.
	Actor, Office, Dossier, Procedure string
}

const pending = `
select i.command_id, i.correlation_id, i.event_id, i.from_sheet_id, f.srid, i.parcels, i.points, i.effective, i.recorded_at,
       i.actor, i.office, coalesce(i.dossier, ''), coalesce(i.procedure, ''), ` + sheetColumns + `
  from registry.pending_insertion i
  join registry.sheet f on f.id = i.from_sheet_id
  join registry.sheet s on s.id = i.sheet_id
  join registry.commune c on c.id = s.commune_id
  join registry.commune fc on fc.id = f.commune_id
 where $1 in ('', c.code, fc.code)
 order by i.key`

// PendingInsertions returns the insertions that sheets of a commune have yet to
// carry out, or that acts on its sheets left to others, or those of all communes
// for "", in the order of the acts.
func (db *DB) PendingInsertions(ctx context.Context, communeCode string) ([]Pending, error) {
	return collect(ctx, db, func(row pgx.CollectableRow) (p Pending, err error) {
		var parcels []uuid.UUID
		targets := []any{
			&p.Command, &p.Correlation, &p.Event, &p.From.UUID, &p.SRID, &parcels, document{&p.Points}, day{&p.Effective}, instant{&p.RecordedAt},
			&p.Actor, &p.Office, &p.Dossier, &p.Procedure,
		}
		err = row.Scan(append(targets, p.Sheet.targets()...)...)
		for _, id := range parcels {
			p.Parcels = append(p.Parcels, ladm.ParcelID{UUID: id})
		}
		return p, err
	}, pending, communeCode)
}
