package read

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/samber/lo"

	"github.com/diachinh/diachinh/domain/ladm"
)

// ParcelsByID returns several parcels as they are now, ended ones included; those
// that there are not are left out.
func (db *DB) ParcelsByID(ctx context.Context, ids []ladm.ParcelID, fields Fields) (map[ladm.ParcelID]Parcel, error) {
	found, err := collect(ctx, db, fields.scanParcel, `select `+fields.columns()+fromParcels+`
		 where p.parcel_id = any($1) and p.recorded_to = 'infinity'`, uuids(ids))
	return lo.KeyBy(found, func(p Parcel) ladm.ParcelID { return p.ID }), err
}

// SheetNumber is a number and scale that a sheet had over a span of time.
type SheetNumber struct {
	Number, Scale int
	// From is the first day, To the day after the last; zero while it has them.
	From, To ladm.Date
}

// SheetNumbers returns the numbers and scales that sheets have and had, the
// oldest first.
func (db *DB) SheetNumbers(ctx context.Context, ids []ladm.SheetID) (map[ladm.SheetID][]SheetNumber, error) {
	type numbered struct {
		of uuid.UUID
		SheetNumber
	}
	found, err := collect(ctx, db, func(row pgx.CollectableRow) (n numbered, err error) {
		return n, row.Scan(&n.of, &n.Number, &n.Scale, day{&n.From}, day{&n.To})
	}, `select sheet_id, number, scale, valid_from, valid_to
  from registry.sheet_number
 where sheet_id = any($1)
 order by sheet_id, valid_from, key`, uuids(ids))
	by := map[ladm.SheetID][]SheetNumber{}
	for _, n := range found {
		of := ladm.SheetID{UUID: n.of}
		by[of] = append(by[of], n.SheetNumber)
	}
	return by, err
}
