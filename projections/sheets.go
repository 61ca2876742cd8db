package projections

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/territory"
	"github.com/diachinh/diachinh/projections/engine"
)

// sheets answers: which map sheets does a commune have, and under which number
// and scale? Table sheet: one row a sheet. The commune's stream says it first;
// the sheet's own stream only repeats it.
type sheets struct{}

func (sheets) Name() string           { return "sheets" }
func (sheets) Shape() int             { return 1 }
func (sheets) Tables() []engine.Table { return []engine.Table{{Name: "sheet"}} }

// Prepare implements engine.Model.
func (m sheets) Prepare(e engine.Event) (any, error) { return prepare(m, e) }

// sheetRow is a sheet that begins.
type sheetRow struct {
	key int64
	territory.SheetOpened
}

func (sheets) territory(e engine.Event, event territory.Event) (any, error) {
	switch event := event.(type) {
	case territory.SheetOpened:
		return sheetRow{key: e.Key(0), SheetOpened: event}, nil
	case territory.CommuneEstablished: // see communes
		return nil, nil
	}
	return nil, unnamed(e)
}

func (sheets) cadastre(e engine.Event, event cadastre.Event) (any, error) {
	switch event.(type) {
	case cadastre.SheetOpened: // known from the commune's stream
		return nil, nil
	case cadastre.ParcelRegistered, cadastre.PurposesChanged: // see parcels
		return nil, nil
	}
	return nil, unnamed(e)
}

const insertSheets = `
	insert into sheet (key, id, commune_id, number, scale, srid, opened)
	select *
	  from unnest($1::bigint[], $2::uuid[], $3::uuid[], $4::integer[], $5::integer[], $6::integer[], $7::text[]::date[])`

// Apply implements engine.Model.
func (sheets) Apply(ctx context.Context, tx pgx.Tx, changes []any) error {
	var (
		keys                   []int64
		ids, communes          []uuid.UUID
		numbers, scales, srids []int
		opened                 []string
	)
	for _, change := range changes {
		row := change.(sheetRow)
		keys = append(keys, row.key)
		ids = append(ids, row.Sheet.UUID)
		communes = append(communes, row.Commune.UUID)
		numbers = append(numbers, row.Number)
		scales = append(scales, row.Scale)
		srids = append(srids, row.SRID)
		opened = append(opened, row.EffectiveDate.String())
	}
	_, err := tx.Exec(ctx, insertSheets, keys, ids, communes, numbers, scales, srids, opened)
	return err
}
