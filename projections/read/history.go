package read

import (
	"context"

	"github.com/samber/lo"

	"github.com/diachinh/diachinh/domain/ladm"
)

// History returns all versions of parcels that were known at the instant asked
// for, of whatever day, the oldest first.
func (db *DB) History(ctx context.Context, ids []ladm.ParcelID, at At, fields Fields) (map[ladm.ParcelID][]Parcel, error) {
	fields = fields.knownAt(at)
	versions, err := collect(ctx, db, fields.scanParcel, `select `+fields.columns()+fromParcels+`
		 where p.parcel_id = any($1) and p.recorded_from <= $2
		 order by p.parcel_id, p.version`, uuids(ids), at.known())
	return lo.GroupBy(versions, func(p Parcel) ladm.ParcelID { return p.ID }), err
}
