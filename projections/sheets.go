package projections

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/samber/lo"

	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/territory"
	"github.com/diachinh/diachinh/projections/engine"
)

// sheets answers: which map sheets does a commune have, and under which number
// and scale, today and on a day? Table sheet: one row a sheet, with its present
// number. Table sheet_number: one row a span over which it had a number and a
// scale. The commune's stream says it first; the sheet's own only repeats it.
type sheets struct{}

func (sheets) Name() string { return "sheets" }
func (sheets) Shape() int   { return 2 }
func (sheets) Tables() []engine.Table {
	return []engine.Table{
		{Name: "sheet", Lookup: []string{"sheet_pkey"}},
		{Name: "sheet_number", Lookup: []string{"sheet_number_current"}},
	}
}

// Prepare implements engine.Model.
func (m sheets) Prepare(e engine.Event) (any, error) { return prepare(m, e) }

// sheetNumber is a span over which a sheet has a number and a scale. The first
// begins the sheet.
type sheetNumber struct {
	key   int64
	first bool
	srid  int // of the first
	territory.SheetRenumbered
	to ladm.Date // zero while it lasts
}

func (sheets) territory(e engine.Event, event territory.Event) (any, error) {
	switch event := event.(type) {
	case territory.SheetOpened:
		return sheetNumber{key: e.Key(0), first: true, srid: event.SRID, SheetRenumbered: territory.SheetRenumbered{
			Commune: event.Commune, Sheet: event.Sheet, Number: event.Number, Scale: event.Scale, EffectiveDate: event.EffectiveDate,
		}}, nil
	case territory.SheetRenumbered:
		return sheetNumber{key: e.Key(0), SheetRenumbered: event}, nil
	case territory.CommuneEstablished: // see communes
		return nil, nil
	}
	return nil, unnamed(e)
}

func (sheets) cadastre(e engine.Event, event cadastre.Event) (any, error) {
	switch event.(type) {
	case cadastre.SheetOpened, cadastre.SheetRenumbered: // known from the commune's stream
		return nil, nil
	case cadastre.ParcelRegistered, cadastre.ParcelSubdivided, cadastre.ParcelsMerged, cadastre.ParcelsReadjusted,
		cadastre.ParcelPartlyRecovered, cadastre.ParcelRecovered, cadastre.ParcelsResurveyed, cadastre.BoundaryCorrected,
		cadastre.ParcelNaturallyChanged, cadastre.PointsInserted, cadastre.PurposesChanged, cadastre.LegalAreaChanged,
		cadastre.ParcelEnded, cadastre.ParcelsReinstated, cadastre.ParcelCorrected: // see parcels
		return nil, nil
	}
	return nil, unnamed(e)
}

const (
	insertSheets = `
	insert into sheet (key, id, commune_id, number, scale, srid, opened)
	select *
	  from unnest($1::bigint[], $2::uuid[], $3::uuid[], $4::integer[], $5::integer[], $6::integer[], $7::text[]::date[])`
	renumberSheets = `
	update sheet s
	   set number = n.number, scale = n.scale
	  from unnest($1::uuid[], $2::integer[], $3::integer[]) as n (id, number, scale)
	 where s.id = n.id`
	endSheetNumbers = `
	update sheet_number s
	   set valid_to = n.valid_from
	  from unnest($1::uuid[], $2::text[]::date[]) as n (sheet_id, valid_from)
	 where s.sheet_id = n.sheet_id and s.valid_to = 'infinity'`
	insertSheetNumbers = `
	insert into sheet_number (key, sheet_id, commune_id, number, scale, valid_from, valid_to)
	select *
	  from unnest($1::bigint[], $2::uuid[], $3::uuid[], $4::integer[], $5::integer[], $6::text[]::date[], $7::text[]::date[])`
)

// Apply implements engine.Model. Of the sheets that were there before, the first
// new number of a batch ends the one of before, and the last is the present one.
func (sheets) Apply(ctx context.Context, tx pgx.Tx, changes []any) error {
	numbers := lo.Map(changes, func(change any, _ int) *sheetNumber { n := change.(sheetNumber); return &n })
	latest := map[ladm.SheetID]*sheetNumber{}
	var opened, ending []*sheetNumber
	for _, n := range numbers {
		before, there := latest[n.Sheet]
		switch {
		case there:
			before.to = n.EffectiveDate
		case n.first:
			opened = append(opened, n)
		default:
			ending = append(ending, n)
		}
		latest[n.Sheet] = n
	}
	if err := insertSheetRows(ctx, tx, opened); err != nil {
		return err
	}
	renumbered := lo.UniqBy(lo.FilterMap(numbers, func(n *sheetNumber, _ int) (*sheetNumber, bool) {
		return latest[n.Sheet], !n.first
	}), func(n *sheetNumber) ladm.SheetID { return n.Sheet })
	if err := update(ctx, tx, "renumber sheets", len(renumbered), renumberSheets, sheetIDs(renumbered), column(renumbered, (*sheetNumber).number), column(renumbered, (*sheetNumber).scale)); err != nil {
		return err
	}
	if err := update(ctx, tx, "end sheet numbers", len(ending), endSheetNumbers, sheetIDs(ending), column(ending, (*sheetNumber).from)); err != nil {
		return err
	}
	return update(ctx, tx, "insert sheet numbers", len(numbers), insertSheetNumbers, column(numbers, (*sheetNumber).row), sheetIDs(numbers), column(numbers, (*sheetNumber).commune),
		column(numbers, (*sheetNumber).number), column(numbers, (*sheetNumber).scale), column(numbers, (*sheetNumber).from),
		column(numbers, func(n *sheetNumber) string { return dateText(n.to) }))
}

func insertSheetRows(ctx context.Context, tx pgx.Tx, opened []*sheetNumber) error {
	return update(ctx, tx, "insert sheets", len(opened), insertSheets, column(opened, (*sheetNumber).row), sheetIDs(opened), column(opened, (*sheetNumber).commune),
		column(opened, (*sheetNumber).number), column(opened, (*sheetNumber).scale),
		column(opened, func(n *sheetNumber) int { return n.srid }), column(opened, (*sheetNumber).from))
}

func (n *sheetNumber) row() int64         { return n.key }
func (n *sheetNumber) commune() uuid.UUID { return n.Commune.UUID }
func (n *sheetNumber) number() int        { return n.Number }
func (n *sheetNumber) scale() int         { return n.Scale }
func (n *sheetNumber) from() string       { return n.EffectiveDate.String() }

func sheetIDs(of []*sheetNumber) []uuid.UUID {
	return column(of, func(n *sheetNumber) uuid.UUID { return n.Sheet.UUID })
}

// column takes one value of each row, as unnest wants them.
func column[Row, Value any](rows []Row, value func(Row) Value) []Value {
	return lo.Map(rows, func(row Row, _ int) Value { return value(row) })
}
