package read

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/samber/lo"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/gis"
)

// candidate is a parcel whose box meets that of another.
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

// candidates finds, for each parcel asked for, the parcels of the same time whose
// boxes come within some centimetres of its own. It takes what makes a version one
// of that time, and the sheets.
const candidates = `, o.parcel_id, o.geom
  from (select p.parcel_id, p.geom, p.geom_wgs84
          from registry.parcel_version p
         where p.parcel_id = any($1) and %[1]s) o
  join lateral (
        select *
          from registry.parcel_version p
         where p.geom_wgs84 && st_expand(o.geom_wgs84, 0.0000005)
           and %[1]s
           and p.parcel_id <> o.parcel_id) p on true%[2]s
  join registry.commune c on c.id = s.commune_id
 order by o.parcel_id, s.number, p.number, p.key`

// Neighbours returns, for each of several parcels, the first of the parcels that
// share a stretch of boundary with it at a time, not only a point; whichever
// sheet they are on, in the order of sheet and parcel number. A parcel that does
// not exist then has none. A parcel of another zone is brought to the first's:
// rounding may put a side that both have beyond the millimetre within which sides
// count as shared.
func (db *DB) Neighbours(ctx context.Context, ids []ladm.ParcelID, first int, at At, fields Fields) (map[ladm.ParcelID]List[Parcel], error) {
	wanted := fields.knownAt(at)
	wanted.Geometry = true
	where := conditions{args: []any{uuids(ids)}}
	where.activeAt(at)
	sheets := fmt.Sprintf(sheetOfParcel, where.sheetsOf(at))
	found, err := collect(ctx, db, func(row pgx.CollectableRow) (c candidate, err error) {
		c.parcel, err = wanted.scan(row, &c.of.UUID, boundary{&c.boundary})
		return c, err
	}, `select `+wanted.columns()+fmt.Sprintf(candidates, strings.Join(where.rows, " and "), sheets), where.args...)
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
