package read

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/diachinh/diachinh/domain/ladm"
)

// Alias is an address that a parcel had before.
type Alias struct {
	CommuneCode          string
	Sheet, Scale, Number int
	Code                 string
	// From is the first day on which the parcel went by the address, To the day
	// after the last.
	From, To ladm.Date
}

// aliases joins the spans over which a parcel had a number with those over which
// its sheet had one. A wrong number was in use until it was corrected. Spans of one
// address that meet are one, and those of no day are none.
const aliases = `
select parcel_id, commune, sheet, scale, number, code, lower(span), upper(span)
  from (select p.parcel_id, c.code as commune, n.number as sheet, n.scale, p.number, p.code,
               unnest(range_agg(daterange(greatest(p.since, n.valid_from), least(p.until, n.valid_to)))) as span
          from (select parcel_id, sheet_id, number, code, min(valid_from) as since,
                       max(least(case when recorded_to <= $2 then valid_to else 'infinity' end,
                                 case when corrected_at <= $2 then (corrected_at at time zone 'Asia/Ho_Chi_Minh')::date else 'infinity' end)) as until
                  from registry.parcel_version
                 where parcel_id = any($1) and not annulled and recorded_from <= $2
                 group by parcel_id, sheet_id, number, code) p
          join registry.sheet_number n on n.sheet_id = p.sheet_id and greatest(p.since, n.valid_from) < least(p.until, n.valid_to)
          join registry.commune c on c.id = n.commune_id
         group by p.parcel_id, c.code, n.number, n.scale, p.number, p.code) a
 where upper(span) < 'infinity'
 order by parcel_id, span, sheet, scale, number`

// Aliases returns the addresses that parcels had before and have no longer, as far
// as was known at the instant asked for, of whatever day; the oldest first. When a
// sheet's number became known is not kept: it counts as known from its day on.
func (db *DB) Aliases(ctx context.Context, ids []ladm.ParcelID, at At) (map[ladm.ParcelID][]Alias, error) {
	type alias struct {
		of uuid.UUID
		Alias
	}
	found, err := collect(ctx, db, func(row pgx.CollectableRow) (a alias, err error) {
		return a, row.Scan(&a.of, &a.CommuneCode, &a.Sheet, &a.Scale, &a.Number, &a.Code, day{&a.From}, day{&a.To})
	}, aliases, uuids(ids), at.known())
	by := map[ladm.ParcelID][]Alias{}
	for _, a := range found {
		of := ladm.ParcelID{UUID: a.of}
		by[of] = append(by[of], a.Alias)
	}
	return by, err
}
