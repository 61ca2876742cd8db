package read

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/samber/lo"

	"github.com/diachinh/diachinh/domain/ladm"
)

// ParcelByID returns a parcel as it was at a time, or ErrNotFound if it had not
// begun by then. An ended parcel is found, with its status.
func (db *DB) ParcelByID(ctx context.Context, id ladm.ParcelID, at At, fields Fields) (Parcel, error) {
	fields = fields.knownAt(at)
	var where conditions
	from := where.parcelsAt(at)
	where.add(`p.parcel_id = ?`, id.UUID)
	where.versionAt(at)
	return one(ctx, db, fields.scanParcel, `select `+fields.columns()+from+where.where()+`
		 order by p.version desc
		 limit 1`, where.args...)
}

// ParcelByCode returns the parcel that carried a parcel code at a time: one that
// existed then, else the one that had ended last. Errors: ErrNotFound,
// *AmbiguousCodeError.
func (db *DB) ParcelByCode(ctx context.Context, code string, at At, fields Fields) (Parcel, error) {
	fields = fields.knownAt(at)
	var where conditions
	from := where.parcelsAt(at)
	where.add(`p.code = ?`, code)
	where.versionAt(at)
	found, err := collect(ctx, db, fields.scanParcel, `select `+fields.columns()+from+where.where()+`
		 order by p.status = 'active' desc, p.annulled, p.valid_from desc, p.key desc`, where.args...)
	switch {
	case err != nil:
		return Parcel{}, err
	case len(found) == 0:
		return Parcel{}, ErrNotFound
	case len(found) > 1 && found[1].Status == Active:
		active := lo.Filter(found, func(p Parcel, _ int) bool { return p.Status == Active })
		return Parcel{}, &AmbiguousCodeError{Code: code, Parcels: lo.Map(active, func(p Parcel, _ int) ladm.ParcelID { return p.ID })}
	}
	return found[0], nil
}

// numbered is a parcel that an address led to.
type numbered struct {
	parcel Parcel
	scale  int  // of the sheet, under the number asked for
	exact  bool // the address was right at the time asked for: not an old one
}

// likely reports whether two parcels answer to an address equally well.
func (n numbered) likely(other numbered) bool {
	return n.exact == other.exact && n.parcel.Status == other.parcel.Status
}

// byAddress finds the parcels that ever had an address: those whose span under the
// number meets one over which their sheet had its own. A wrong number was in use
// until the day on which it was corrected. It demands more of the versions looked
// at, and of the spans.
const byAddress = `
  join (select p.parcel_id, n.scale, n.valid_from <= $5 and $5 < n.valid_to as sheet_so, n.valid_to as until
          from registry.sheet_number n
          join registry.parcel_version p on p.sheet_id = n.sheet_id and p.number = $2 and not p.annulled%s
         where n.number = $1 and $3 in (0, n.scale)
           and n.commune_id = (select id
                                 from registry.commune
                                where code = $4 and valid_from <= $5 and $5 < valid_to
                                order by valid_from desc
                                limit 1)
         group by p.parcel_id, n.key
        having min(p.valid_from) < n.valid_to
           and n.valid_from < max(least(p.valid_to, (p.corrected_at at time zone 'Asia/Ho_Chi_Minh')::date + 1))%s) a on a.parcel_id = p.parcel_id`

// addressAt is byAddress for a time: what is asked of a day has begun by then, and
// was known at the instant asked for.
func (c *conditions) addressAt(at At) string {
	var known, begun string
	if !at.Known.IsZero() {
		known = c.parameters(` and p.recorded_from <= ?`, []any{at.Known})
	}
	if !at.current() {
		begun = ` and greatest(min(p.valid_from), n.valid_from) <= $5`
	}
	return fmt.Sprintf(byAddress, known, begun)
}

// ParcelByNumber returns the parcel that a commune's code, a sheet number and a
// parcel number meant at a time: one that existed then and had that address, else
// one that had ended, else one that had the address before. Scale is the
// denominator of the sheet's scale, 0 where it is not known: then several parcels
// that answer equally well are an *AmbiguousScaleError. Where none had the address
// by then it is ErrNotFound.
func (db *DB) ParcelByNumber(ctx context.Context, communeCode string, sheet, number, scale int, at At, fields Fields) (Parcel, error) {
	fields = fields.knownAt(at)
	where := conditions{args: []any{sheet, number, scale, communeCode, at.day()}}
	from := where.parcelsAt(at) + where.addressAt(at)
	where.versionAt(at)
	found, err := collect(ctx, db, func(row pgx.CollectableRow) (n numbered, err error) {
		n.parcel, err = fields.scan(row, &n.scale, &n.exact)
		return n, err
	}, `select `+fields.columns()+`, a.scale, a.sheet_so and p.number = $2`+from+where.where()+`
		 order by a.sheet_so and p.number = $2 desc, p.status = 'active' desc, p.annulled, a.until desc, a.scale, p.key desc`, where.args...)
	if err != nil {
		return Parcel{}, err
	}
	if len(found) == 0 {
		return Parcel{}, ErrNotFound
	}
	likely := lo.Filter(found, func(n numbered, _ int) bool { return n.likely(found[0]) })
	scales := lo.Uniq(lo.Map(likely, func(n numbered, _ int) int { return n.scale }))
	parcels := lo.UniqBy(likely, func(n numbered) ladm.ParcelID { return n.parcel.ID })
	if len(scales) > 1 && len(parcels) > 1 {
		return Parcel{}, ambiguous(communeCode, sheet, scales)
	}
	return found[0].parcel, nil
}

// SheetOf returns the map sheet that a parcel is on for ever, or ErrNotFound.
func (db *DB) SheetOf(ctx context.Context, parcel ladm.ParcelID) (ladm.SheetID, error) {
	return one(ctx, db, func(row pgx.CollectableRow) (id ladm.SheetID, err error) {
		return id, row.Scan(&id.UUID)
	}, `select sheet_id from registry.parcel_version where parcel_id = $1 limit 1`, parcel.UUID)
}
