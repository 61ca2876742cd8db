package read

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/diachinh/diachinh/domain/ladm"
)

const versionsOverlapping = `
select distinct parcel_id
  from (select parcel_id, until, lead(valid_from) over (partition by parcel_id order by valid_from, version) as next
          from (select p.parcel_id, p.version, p.valid_from,
                       case when p.recorded_to = 'infinity' then 'infinity' else p.valid_to end as until
                  from registry.parcel_version p
                  join registry.sheet s on s.id = p.sheet_id
                  join registry.commune c on c.id = s.commune_id
                 where c.code = $1 and c.valid_to = 'infinity'
                   and p.corrected_at = 'infinity' and not p.annulled) v
         where valid_from < until) w
 where next < until
 order by parcel_id`

// VersionsOverlapping returns the parcels of a commune of which two versions hold
// on one day, as known now. There are none unless the read models are broken.
func (db *DB) VersionsOverlapping(ctx context.Context, communeCode string) ([]ladm.ParcelID, error) {
	return collect(ctx, db, func(row pgx.CollectableRow) (id ladm.ParcelID, err error) {
		return id, row.Scan(&id.UUID)
	}, versionsOverlapping, communeCode)
}
