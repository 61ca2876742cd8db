package read

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/samber/lo"

	"github.com/diachinh/diachinh/domain/ladm"
)

// instead leads from a parcel to what began on its ground, and from an annulled one
// to its parents, which stand again; as far as was known at an instant.
const instead = `
        select l.parent_id as of, l.child_id as by, l.effective
          from registry.parcel_lineage l
         where l.recorded_at <= $2 and $2 < l.corrected_at
         union all
        select l.child_id, l.parent_id, l.effective
          from registry.parcel_lineage l
         where l.corrected_at <= $2`

// replacements takes the sheets, and what makes a version one of the time asked for.
const replacements = `, r.replaced
  from (select distinct i.of as replaced, i.by
          from (` + instead + `) i
         where i.of = any($1) and i.effective <= $3) r
  join registry.parcel_version p on p.parcel_id = r.by%s
  join registry.commune c on c.id = s.commune_id%s
 order by r.replaced, s.number, p.number`

// Replacements returns what replaced parcels that had ended at a time: their
// children, which may have ended in their turn, or the reinstated parents of
// annulled ones.
func (db *DB) Replacements(ctx context.Context, ids []ladm.ParcelID, at At, fields Fields) (map[ladm.ParcelID][]Parcel, error) {
	where := conditions{args: []any{uuids(ids), at.known(), at.day()}}
	where.versionAt(at)
	sheets := fmt.Sprintf(sheetOfParcel, where.sheetsOf(at))
	return db.replacing(ctx, fields.knownAt(at), fmt.Sprintf(replacements, sheets, where.where()), where.args)
}

// successors takes what makes a version the latest.
const successors = `, r.replaced
  from (with recursive walk (replaced, by) as (
            select id, id
              from unnest($1::uuid[]) as asked (id)
             union
            select w.replaced, i.by
              from walk w
              join (` + instead + `) i on i.of = w.by
        )
        select replaced, by from walk where replaced <> by) r
  join registry.parcel_version p on p.parcel_id = r.by
  join registry.sheet s on s.id = p.sheet_id
  join registry.commune c on c.id = s.commune_id%s
 order by r.replaced, s.number, p.number`

// Successors returns the parcels that exist today on the ground of parcels that have
// ended, however many acts lie between, as far as was known at the instant asked
// for. One statement.
func (db *DB) Successors(ctx context.Context, ids []ladm.ParcelID, at At, fields Fields) (map[ladm.ParcelID][]Parcel, error) {
	where := conditions{args: []any{uuids(ids), at.known()}}
	where.latestAt(at)
	where.add(`p.status = 'active'`)
	return db.replacing(ctx, fields.knownAt(at), fmt.Sprintf(successors, where.where()), where.args)
}

// replacing reads parcels, each with the one that it replaces.
func (db *DB) replacing(ctx context.Context, fields Fields, from string, args []any) (map[ladm.ParcelID][]Parcel, error) {
	type replacement struct {
		of     uuid.UUID
		parcel Parcel
	}
	found, err := collect(ctx, db, func(row pgx.CollectableRow) (r replacement, err error) {
		r.parcel, err = fields.scan(row, &r.of)
		return r, err
	}, `select `+fields.columns()+from, args...)
	return lo.GroupByMap(found, func(r replacement) (ladm.ParcelID, Parcel) { return ladm.ParcelID{UUID: r.of}, r.parcel }), err
}
