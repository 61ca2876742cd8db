package read

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
)

// shapesPatience is how long the shapes of a commune may take: some have 90,000
// parcels, and whoever reads them works meanwhile.
const shapesPatience = `set local statement_timeout = '10min'`

// ownShapes and foreignShapes are the parcels of a commune, and those of others
// whose boxes come within some centimetres of one of its own.
const (
	ownShapes = shapeColumns + `, false` + fromParcels + `
	 where c.code = $1 and c.valid_to = 'infinity'
	   and p.recorded_to = 'infinity' and p.status = 'active'
	 order by s.number, p.number, p.key`
	foreignShapes = shapeColumns + `, true` + fromParcels + `
	 where c.code <> $1 and p.recorded_to = 'infinity' and p.status = 'active'
	   and p.parcel_id in (
	       select f.parcel_id
	         from registry.sheet s
	         join registry.commune c on c.id = s.commune_id and c.code = $1 and c.valid_to = 'infinity'
	         join registry.parcel_version o on o.sheet_id = s.id and o.recorded_to = 'infinity' and o.status = 'active'
	         join registry.parcel_version f on f.geom_wgs84 && st_expand(o.geom_wgs84, 0.0000005)
	          and f.recorded_to = 'infinity' and f.status = 'active' and f.sheet_id <> o.sheet_id)
	 order by p.key`
)

// ShapesOfCommune gives the current parcels of a commune, each in the zone of its
// sheet, in the order of sheets and numbers; then those of other communes that
// touch it, marked as foreign. All are of the same moment. It ends with the first
// error that do returns.
func (db *DB) ShapesOfCommune(ctx context.Context, communeCode string, do func(ParcelShape) error) error {
	var refused error
	err := pgx.BeginTxFunc(ctx, db.pool, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, shapesPatience); err != nil {
			return err
		}
		for _, sql := range []string{ownShapes, foreignShapes} {
			rows, err := tx.Query(ctx, sql, communeCode)
			if err != nil {
				return err
			}
			var s ParcelShape
			_, err = pgx.ForEachRow(rows, append(s.targets(), &s.Foreign), func() error {
				refused = do(s)
				return refused
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if refused != nil && errors.Is(err, refused) {
		return refused
	}
	return asked(err)
}
