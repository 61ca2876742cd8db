package projections

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/samber/lo"

	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/territory"
	"github.com/diachinh/diachinh/gis"
	"github.com/diachinh/diachinh/projections/engine"
)

// insertions answers: which parcels lack points that an act on another sheet put
// on their boundaries? Table pending_insertion: one row an act and sheet, until
// that sheet answers the act.
type insertions struct{}

func (insertions) Name() string { return "insertions" }
func (insertions) Shape() int   { return 1 }
func (insertions) Tables() []engine.Table {
	return []engine.Table{{Name: "pending_insertion", Lookup: []string{"pending_insertion_pkey"}}}
}

// Prepare implements engine.Model.
func (m insertions) Prepare(e engine.Event) (any, error) { return prepare(m, e) }

// wanting is a row of pending_insertion.
type wanting struct {
	answer
	key       int64
	from      ladm.SheetID
	event     uuid.UUID
	meta      es.Metadata
	parcels   []uuid.UUID
	points    []gis.Point
	effective ladm.Date
}

// answer names a row, by the act's command and the sheet that had to answer it.
type answer struct {
	command uuid.UUID
	sheet   ladm.SheetID
}

func (insertions) cadastre(e engine.Event, event cadastre.Event) (any, error) {
	switch event := event.(type) {
	case cadastre.ParcelSubdivided, cadastre.ParcelsMerged, cadastre.ParcelsReadjusted, cadastre.ParcelPartlyRecovered:
		r, _, _ := replacement(event)
		return wants(e, r.Sheet, r.Effects, r.EffectiveDate)
	case cadastre.ParcelsResurveyed:
		return wants(e, event.Sheet, event.Effects, event.EffectiveDate)
	case cadastre.BoundaryCorrected:
		return wants(e, event.Sheet, event.Effects, event.EffectiveDate)
	case cadastre.ParcelNaturallyChanged:
		return wants(e, event.Sheet, event.Effects, event.EffectiveDate)
	case cadastre.ParcelsReinstated:
		return wants(e, event.Sheet, event.Effects, event.EffectiveDate)
	case cadastre.PointsInserted:
		return answer{event.Answers, event.Sheet}, nil
	case cadastre.SheetOpened, cadastre.SheetRenumbered, cadastre.ParcelRegistered, cadastre.PurposesChanged,
		cadastre.LegalAreaChanged, cadastre.ParcelRecovered, cadastre.ParcelEnded, cadastre.ParcelCorrected:
		return nil, nil
	}
	return nil, unnamed(e)
}

func (insertions) territory(e engine.Event, event territory.Event) (any, error) {
	switch event.(type) {
	case territory.CommuneEstablished, territory.SheetOpened, territory.SheetRenumbered:
		return nil, nil
	}
	return nil, unnamed(e)
}

// wants makes a row for each sheet that lacks points, in the order in which the
// event names them.
func wants(e engine.Event, from ladm.SheetID, effects cadastre.Effects, day ladm.Date) (any, error) {
	var rows []*wanting
	for _, p := range effects.Pending {
		row, there := lo.Find(rows, func(w *wanting) bool { return w.sheet == p.Sheet })
		if !there {
			row = &wanting{
				answer: answer{e.Meta.Command, p.Sheet}, key: e.Key(len(rows)), from: from,
				event: e.ID, meta: e.Meta, effective: day,
			}
			rows = append(rows, row)
		}
		row.parcels = append(row.parcels, p.Parcel.UUID)
		row.points = append(row.points, p.Points...)
	}
	for _, row := range rows {
		row.parcels, row.points = lo.Uniq(row.parcels), lo.Uniq(row.points)
	}
	if len(rows) == 0 {
		return nil, nil
	}
	return rows, nil
}

const (
	deleteAnswered = `
	delete from pending_insertion p
	 using unnest($1::uuid[], $2::uuid[]) as a (command_id, sheet_id)
	 where p.command_id = a.command_id and p.sheet_id = a.sheet_id`
	insertWanting = `
	insert into pending_insertion (key, command_id, sheet_id, from_sheet_id, correlation_id, event_id,
	                               actor, office, dossier, procedure, parcels, points, effective, recorded_at)
	values ($1, $2, $3, $4, $5, $6, $7, $8, nullif($9, ''), nullif($10, ''), $11, $12, $13::text::date, $14::text::timestamptz)`
)

// Apply implements engine.Model. What is answered in the batch in which it was
// wanted is never written.
func (insertions) Apply(ctx context.Context, tx pgx.Tx, changes []any) error {
	var open []*wanting
	var answered []answer
	for _, change := range changes {
		switch change := change.(type) {
		case []*wanting:
			open = append(open, change...)
		case answer:
			answered = append(answered, change)
			open = slices.DeleteFunc(open, func(w *wanting) bool { return w.answer == change })
		}
	}
	batch := &pgx.Batch{}
	batch.Queue(deleteAnswered,
		column(answered, func(a answer) uuid.UUID { return a.command }),
		column(answered, func(a answer) uuid.UUID { return a.sheet.UUID }))
	for _, w := range open {
		points, err := json.Marshal(w.points)
		if err != nil {
			return err
		}
		batch.Queue(insertWanting, w.key, w.command, w.sheet.UUID, w.from.UUID, w.meta.Correlation, w.event,
			w.meta.Actor, w.meta.Office, w.meta.Dossier, w.meta.Procedure, w.parcels, points,
			w.effective.String(), instantText(w.meta.RecordedAt))
	}
	return tx.SendBatch(ctx, batch).Close()
}
