package read

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/samber/lo"

	"github.com/diachinh/diachinh/domain/ladm"
)

// fromParcels joins what every parcel is shown with: two look-ups by key a row.
const fromParcels = `
  from registry.parcel_version p
  join registry.sheet s on s.id = p.sheet_id
  join registry.commune c on c.id = s.commune_id`

// parcelsAt is fromParcels with the numbers and scales that sheets had at a time.
func (c *conditions) parcelsAt(at At) string {
	return strings.Replace(fromParcels, currentSheets, c.sheetsOf(at), 1)
}

// sheetOfParcel joins the sheets of parcels that are found by place or in the
// order of keys. The limit keeps the planner from going through all sheets
// instead: it guesses few rows of a day in a box, and takes the two ways for
// equally long.
const sheetOfParcel = `
  join lateral (select * from %s as any_sheet where id = p.sheet_id limit 1) s on true`

// inOrder reports whether a list is in the order of sheets and numbers.
func (f ParcelFilter) inOrder() bool { return f.CommuneCode != "" || f.OnSheet != (ladm.SheetID{}) }

// bySheet reports whether parcels are looked for through their sheets.
func (f ParcelFilter) bySheet() bool { return f.inOrder() && len(f.Within) == 0 && f.Near == nil }

// Parcels returns a part of the list of parcels that a filter lets through, with
// their sheets and communes, by one statement.
func (db *DB) Parcels(ctx context.Context, filter ParcelFilter, page Page[ParcelPlace], fields Fields) (List[Parcel], error) {
	fields = fields.knownAt(filter.At)
	sql, args := filter.list(page, fields)
	parcels, err := collect(ctx, db, fields.scanParcel, sql, args...)
	if err != nil {
		return List[Parcel]{}, err
	}
	return list(parcels, page), nil
}

func (f ParcelFilter) list(page Page[ParcelPlace], fields Fields) (sql string, args []any) {
	wanted := f.conditions()
	sheets := wanted.sheetsOf(f.At)
	order := "p.key " + page.direction()
	if f.inOrder() {
		order = fmt.Sprintf("s.number %[1]s, p.number %[1]s, p.key %[1]s", page.direction())
	}
	wanted.between(f, page)
	var from string
	if f.bySheet() {
		from = fmt.Sprintf(fromSheetBySheet, sheets, strings.Join(wanted.rows, `
           and `), page.direction(), page.limit(), where(wanted.sheets))
	} else {
		from = `
  from registry.parcel_version p` + fmt.Sprintf(sheetOfParcel, sheets) + `
  join registry.commune c on c.id = s.commune_id` + wanted.where()
	}
	return fmt.Sprintf(`select %s%s
		 order by %s
		 limit %d`, fields.columns(), from, order, page.limit()), wanted.args
}

// fromSheetBySheet walks through sheets and takes of each no more rows than the
// page has, in the order of an index: the first page of a commune costs the same
// whether its sheets have ten parcels or three thousand.
const fromSheetBySheet = `
  from %s s
  join lateral (
        select *
          from registry.parcel_version p
         where p.sheet_id = s.id
           and %s
         order by p.number %s
         limit %d) p on true
  join registry.commune c on c.id = s.commune_id%s`

// between demands rows after one place and before another. Bounds on single
// numbers follow from the comparison; said apart, an index can begin there.
func (c *conditions) between(filter ParcelFilter, page Page[ParcelPlace]) {
	inOrder := filter.inOrder()
	if a := page.After; a != nil && inOrder {
		c.addSheet(`s.number >= ?`, a.Sheet)
		c.add(`p.number >= case s.number when ? then ? else 0 end`, a.Sheet, a.Number)
		c.add(`(s.number, p.number, p.key) > (?, ?, ?)`, a.Sheet, a.Number, a.Row)
	} else if a != nil {
		c.add(`p.key > ?`, a.Row)
	}
	if b := page.Before; b != nil && inOrder {
		c.addSheet(`s.number <= ?`, b.Sheet)
		c.add(`p.number <= case s.number when ? then ? else 2147483647 end`, b.Sheet, b.Number)
		c.add(`(s.number, p.number, p.key) < (?, ?, ?)`, b.Sheet, b.Number, b.Row)
	} else if b != nil {
		c.add(`p.key < ?`, b.Row)
	}
}

// CountParcels returns how many parcels a filter lets through.
func (db *DB) CountParcels(ctx context.Context, filter ParcelFilter) (int, error) {
	where := filter.conditions()
	var sheets string // asked for by no other filter than those of a commune
	switch {
	case filter.bySheet():
		sheets = `
  join ` + where.sheetsOf(filter.At) + ` s on s.id = p.sheet_id`
	case filter.inOrder():
		sheets = fmt.Sprintf(sheetOfParcel, where.sheetsOf(filter.At))
	}
	return one(ctx, db, scanCount, `
select count(*)
  from registry.parcel_version p`+sheets+where.where(), where.args...)
}

// uuids takes typed ids to the database's type.
func uuids[Kind any](ids []ladm.ID[Kind]) []uuid.UUID {
	return lo.Map(ids, func(id ladm.ID[Kind], _ int) uuid.UUID { return id.UUID })
}
