package read

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/diachinh/diachinh/domain/ladm"
)

// overlappingVersions asks for the first instant and the first day at which both
// of two versions can answer: what is known later only ends them.
const overlappingVersions = `
select distinct a.parcel_id
  from registry.parcel_version a
  join registry.sheet s on s.id = a.sheet_id
  join registry.commune c on c.id = s.commune_id
  join registry.parcel_version b on b.parcel_id = a.parcel_id and b.version > a.version
 where c.code = $1 and c.valid_to = 'infinity'
   and greatest(a.recorded_from, b.recorded_from) < least(a.corrected_at, b.corrected_at)
   and (greatest(a.recorded_from, b.recorded_from) < a.recorded_to or greatest(a.valid_from, b.valid_from) < a.valid_to)
   and (greatest(a.recorded_from, b.recorded_from) < b.recorded_to or greatest(a.valid_from, b.valid_from) < b.valid_to)
 order by 1`

// VersionsOverlapping returns the parcels of a commune of which two versions
// answer for one day, as known at one instant. There are none, unless the read
// models are wrong: the projection keeps versions apart.
func (db *DB) VersionsOverlapping(ctx context.Context, communeCode string) ([]ladm.ParcelID, error) {
	return collect(ctx, db, func(row pgx.CollectableRow) (id ladm.ParcelID, err error) {
		return id, row.Scan(&id.UUID)
	}, overlappingVersions, communeCode)
}
