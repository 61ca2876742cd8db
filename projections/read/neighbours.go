package read

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/samber/lo"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/gis"
)

// candidate is a current parcel whose box meets that of another.
type candidate struct {
	of       ladm.ParcelID
	boundary gis.Polygon // of the other
	parcel   Parcel
}

// adjoins compares the two in the zone of the parcel asked for.
func (c candidate) adjoins() bool {
	zone, known := gis.ZoneBySRID(c.boundary.SRID)
	return known && gis.Adjoins(c.boundary, c.parcel.Boundary.In(zone))
}

// candidates finds, for each parcel asked for, the current parcels whose boxes come within some centimetres of its own.
const candidates = `, o.parcel_id, o.geom
  from (select parcel_id, geom, geom_wgs84
          from registry.parcel_version
         where parcel_id = any($1) and recorded_to = 'infinity' and status = 'active') o
  join lateral (
        select *
          from registry.parcel_version p
         where p.geom_wgs84 && st_expand(o.geom_wgs84, 0.0000005)
           and p.recorded_to = 'infinity' and p.status = 'active'
           and p.parcel_id <> o.parcel_id) p on true
  join registry.sheet s on s.id = p.sheet_id
  join registry.commune c on c.id = s.commune_id
 order by o.parcel_id, s.number, p.number, p.key`

// Neighbours returns, for each of several parcels, the first of the current
// parcels that share a stretch of boundary with it, not only a point; whichever
// sheet they are on, in the order of sheet and parcel number. A parcel of another
// zone is brought to the first's: rounding may put a side that both have beyond
// the millimetre within which sides count as shared.
func (db *DB) Neighbours(ctx context.Context, ids []ladm.ParcelID, first int, fields Fields) (map[ladm.ParcelID]List[Parcel], error) {
	wanted := fields
	wanted.Geometry = true
	found, err := collect(ctx, db, func(row pgx.CollectableRow) (c candidate, err error) {
		c.parcel, err = wanted.scan(row, &c.of.UUID, boundary{&c.boundary})
		return c, err
	}, `select `+wanted.columns()+candidates, uuids(ids))
	if err != nil {
		return nil, err
	}
	adjoining := lo.Filter(found, func(c candidate, _ int) bool { return c.adjoins() })
	neighbours := map[ladm.ParcelID]List[Parcel]{}
	for _, c := range adjoining {
		of := neighbours[c.of]
		if len(of.Rows) < first {
			if !fields.Geometry {
				c.parcel.Boundary, c.parcel.Surveyed = gis.Polygon{}, nil
			}
			of.Rows = append(of.Rows, c.parcel)
		} else {
			of.HasNext = true
		}
		neighbours[c.of] = of
	}
	return neighbours, nil
}
