package read

import (
	"context"
	"errors"
	"math"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/gis"
)

// shapesPatience is how long the shapes of a commune may take: some have 90,000
// parcels, and whoever reads them works meanwhile.
const shapesPatience = `set local statement_timeout = '10min'`

// ownShapes are the parcels of a commune, sheet by sheet. The offset keeps the
// planner from reading the parcels of all communes.
const ownShapes = shapeColumns + `
	  from registry.commune c
	  join registry.sheet s on s.commune_id = c.id
	  join lateral (select *
	                  from registry.parcel_version
	                 where sheet_id = s.id and recorded_to = 'infinity' and status = 'active'
	                offset 0) p on true
	 where c.code = $1 and c.valid_to = 'infinity'
	 order by s.number, s.scale, p.number, p.key`

// foreignShapes are the parcels in the boxes of sheets that are on other sheets
// than these, and whose own boxes come within some centimetres of a parcel of these.
const foreignShapes = shapeColumns + `
	  from (select distinct on (f.key) f.*
	          from unnest($2::float8[], $3::float8[], $4::float8[], $5::float8[]) as box (west, south, east, north)
	          join lateral (select *
	                          from registry.parcel_version
	                         where geom_wgs84 && st_makeenvelope(box.west, box.south, box.east, box.north, 4326)
	                           and recorded_to = 'infinity' and status = 'active' and sheet_id <> all($1)
	                        offset 0) f on true
	         order by f.key) p
	  join registry.sheet s on s.id = p.sheet_id
	  join registry.commune c on c.id = s.commune_id
	 where exists (select
	                 from registry.parcel_version o
	                where o.geom_wgs84 && st_expand(p.geom_wgs84, 0.0000005)
	                  and o.recorded_to = 'infinity' and o.status = 'active' and o.sheet_id = any($1))
	 order by p.key`

// ShapesOfCommune gives the current parcels of a commune, each in the zone of its
// sheet, in the order of sheets and numbers; then those of other communes that
// touch it, marked as foreign. All are of the same moment. It ends with the first
// error that do returns.
func (db *DB) ShapesOfCommune(ctx context.Context, communeCode string, do func(ParcelShape) error) error {
	var refused error
	give := func(s ParcelShape) error {
		refused = do(s)
		return refused
	}
	err := pgx.BeginTxFunc(ctx, db.pool, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, shapesPatience); err != nil {
			return err
		}
		var sheets boxes
		err := eachShape(ctx, tx, func(s ParcelShape) error {
			sheets.add(s)
			return give(s)
		}, ownShapes, communeCode)
		if err != nil {
			return err
		}
		return eachShape(ctx, tx, func(s ParcelShape) error {
			s.Foreign = true
			return give(s)
		}, foreignShapes, sheets.ids, sheets.west, sheets.south, sheets.east, sheets.north)
	})
	if refused != nil && errors.Is(err, refused) {
		return refused
	}
	return asked(err)
}

func eachShape(ctx context.Context, tx pgx.Tx, do func(ParcelShape) error, sql string, args ...any) error {
	rows, err := tx.Query(ctx, sql, args...)
	if err != nil {
		return err
	}
	var s ParcelShape
	_, err = pgx.ForEachRow(rows, s.targets(), func() error { return do(s) })
	return err
}

// boxes are those of sheets in WGS84, a column each, as unnest wants them. Shapes
// come sheet by sheet.
type boxes struct {
	last                     ladm.SheetID
	ids                      []uuid.UUID
	west, south, east, north []float64
}

func (b *boxes) add(s ParcelShape) {
	if s.Sheet != b.last {
		b.last, b.ids = s.Sheet, append(b.ids, s.Sheet.UUID)
		b.west, b.south = append(b.west, math.Inf(1)), append(b.south, math.Inf(1))
		b.east, b.north = append(b.east, math.Inf(-1)), append(b.north, math.Inf(-1))
	}
	zone, known := gis.ZoneBySRID(s.Boundary.SRID)
	if !known {
		return
	}
	low, high := around(zone, s.Boundary.Bounds())
	i := len(b.ids) - 1
	b.west[i], b.south[i] = min(b.west[i], low.Lon), min(b.south[i], low.Lat)
	b.east[i], b.north[i] = max(b.east[i], high.Lon), max(b.north[i], high.Lat)
}
