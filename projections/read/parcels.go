package read

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/samber/lo"

	"github.com/diachinh/diachinh/domain/ladm"
)

// fromParcels joins what every parcel is shown with: two look-ups by key a row.
const fromParcels = `
  from registry.parcel_version p
  join registry.sheet s on s.id = p.sheet_id
  join registry.commune c on c.id = s.commune_id`

// ParcelByID returns a parcel's latest version, or ErrNotFound. An ended parcel
// is found, with its status.
func (db *DB) ParcelByID(ctx context.Context, id ladm.ParcelID, fields Fields) (Parcel, error) {
	return one(ctx, db, fields.scanParcel, `select `+fields.columns()+fromParcels+`
		 where p.parcel_id = $1
		 order by p.version desc
		 limit 1`, id.UUID)
}

// ParcelsByID returns the latest versions of those of the parcels that there are.
func (db *DB) ParcelsByID(ctx context.Context, ids []ladm.ParcelID, fields Fields) (map[ladm.ParcelID]Parcel, error) {
	parcels, err := collect(ctx, db, fields.scanParcel, `select distinct on (p.parcel_id) `+fields.columns()+fromParcels+`
		 where p.parcel_id = any($1)
		 order by p.parcel_id, p.version desc`, uuids(ids))
	return lo.KeyBy(parcels, func(p Parcel) ladm.ParcelID { return p.ID }), err
}

// ParcelByCode returns the parcel that carries a parcel code on a day, or
// ErrNotFound, or *AmbiguousCodeError.
func (db *DB) ParcelByCode(ctx context.Context, code string, validAt ladm.Date, fields Fields) (Parcel, error) {
	var where conditions
	where.add(`p.code = ?`, code)
	where.versionAt(validAt)
	parcels, err := collect(ctx, db, fields.scanParcel, `select `+fields.columns()+fromParcels+where.where()+`
		 order by p.key`, where.args...)
	switch {
	case err != nil:
		return Parcel{}, err
	case len(parcels) == 0:
		return Parcel{}, ErrNotFound
	case len(parcels) > 1:
		return Parcel{}, &AmbiguousCodeError{Code: code, Parcels: lo.Map(parcels, func(p Parcel, _ int) ladm.ParcelID { return p.ID })}
	}
	return parcels[0], nil
}

// ParcelByNumber returns the parcel that a commune's code, a sheet number and a
// parcel number mean on a day. Scale is the denominator of the sheet's scale, 0
// where it is not known: then several sheets of the number that all have the
// parcel number are an *AmbiguousScaleError.
func (db *DB) ParcelByNumber(ctx context.Context, communeCode string, sheet, number, scale int, validAt ladm.Date, fields Fields) (Parcel, error) {
	var where conditions
	where.communeAt(communeCode, validAt)
	where.add(`s.number = ? and p.number = ?`, sheet, number)
	if scale != 0 {
		where.add(`s.scale = ?`, scale)
	}
	where.versionAt(validAt)
	parcels, err := collect(ctx, db, fields.scanParcel, `select `+fields.columns()+fromParcels+where.where()+`
		 order by s.scale`, where.args...)
	switch {
	case err != nil:
		return Parcel{}, err
	case len(parcels) == 0:
		return Parcel{}, ErrNotFound
	case len(parcels) > 1:
		return Parcel{}, ambiguous(communeCode, sheet, lo.Map(parcels, func(p Parcel, _ int) Sheet { return p.Sheet }))
	}
	return parcels[0], nil
}

// Parcels returns a part of the list of parcels that a filter lets through, with
// their sheets and communes, by one statement.
func (db *DB) Parcels(ctx context.Context, filter ParcelFilter, page Page[ParcelPlace], fields Fields) (List[Parcel], error) {
	where := filter.conditions()
	order := "p.key " + page.direction()
	if filter.CommuneCode != "" {
		order = fmt.Sprintf("s.number %[1]s, p.number %[1]s, p.key %[1]s", page.direction())
	}
	where.between(filter, page)
	parcels, err := collect(ctx, db, fields.scanParcel, `select `+fields.columns()+fromParcels+where.where()+`
		 order by `+order+fmt.Sprintf(`
		 limit %d`, page.limit()), where.args...)
	if err != nil {
		return List[Parcel]{}, err
	}
	return list(parcels, page), nil
}

// between demands rows after one place and before another. That the sheet's
// number cannot be smaller is said apart: an index can begin there.
func (c *conditions) between(filter ParcelFilter, page Page[ParcelPlace]) {
	if a := page.After; a != nil {
		if filter.CommuneCode != "" {
			c.add(`s.number >= ? and (s.number, p.number, p.key) > (?, ?, ?)`, a.Sheet, a.Sheet, a.Number, a.Row)
		} else {
			c.add(`p.key > ?`, a.Row)
		}
	}
	if b := page.Before; b != nil {
		if filter.CommuneCode != "" {
			c.add(`s.number <= ? and (s.number, p.number, p.key) < (?, ?, ?)`, b.Sheet, b.Sheet, b.Number, b.Row)
		} else {
			c.add(`p.key < ?`, b.Row)
		}
	}
}

// CountParcels returns how many parcels a filter lets through.
func (db *DB) CountParcels(ctx context.Context, filter ParcelFilter) (int, error) {
	where := filter.conditions()
	return one(ctx, db, scanCount, `
		select count(*)
		  from registry.parcel_version p
		  join registry.sheet s on s.id = p.sheet_id`+where.where(), where.args...)
}

// History returns all versions of parcels, the oldest first.
func (db *DB) History(ctx context.Context, ids []ladm.ParcelID, fields Fields) (map[ladm.ParcelID][]Parcel, error) {
	versions, err := collect(ctx, db, fields.scanParcel, `select `+fields.columns()+fromParcels+`
		 where p.parcel_id = any($1)
		 order by p.parcel_id, p.version`, uuids(ids))
	return lo.GroupBy(versions, func(p Parcel) ladm.ParcelID { return p.ID }), err
}

// uuids takes typed ids to the database's type.
func uuids[Kind any](ids []ladm.ID[Kind]) []uuid.UUID {
	return lo.Map(ids, func(id ladm.ID[Kind], _ int) uuid.UUID { return id.UUID })
}
