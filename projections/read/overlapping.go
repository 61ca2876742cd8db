package read

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/diachinh/diachinh/domain/ladm"
)

// overlappingVersions asks for the first instant and the first day at which both
// of two versions can answer: what is known later only ends them. The offset keeps
// it to one sheet after the other, whose versions an index has together.
const overlappingVersions = `
select distinct o.parcel_id
  from registry.commune c
  join registry.sheet s on s.commune_id = c.id
  join lateral (
        select a.parcel_id
          from registry.parcel_version a
          join registry.parcel_version b on b.sheet_id = s.id and b.parcel_id = a.parcel_id and b.version > a.version
         where a.sheet_id = s.id
           and greatest(a.recorded_from, b.recorded_from) < least(a.corrected_at, b.corrected_at)
           and (greatest(a.recorded_from, b.recorded_from) < a.recorded_to or greatest(a.valid_from, b.valid_from) < a.valid_to)
           and (greatest(a.recorded_from, b.recorded_from) < b.recorded_to or greatest(a.valid_from, b.valid_from) < b.valid_to)
        offset 0) o on true
 where c.code = $1 and c.valid_to = 'infinity'
 order by o.parcel_id`

// VersionsOverlapping returns the parcels of a commune of which two versions
// answer for one day, as known at one instant. There are none, unless the read
// models are wrong: the projection keeps versions apart.
func (db *DB) VersionsOverlapping(ctx context.Context, communeCode string) ([]ladm.ParcelID, error) {
	return collect(ctx, db, func(row pgx.CollectableRow) (id ladm.ParcelID, err error) {
		return id, row.Scan(&id.UUID)
	}, overlappingVersions, communeCode)
}
