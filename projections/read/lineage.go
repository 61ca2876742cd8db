package read

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/samber/lo"

	"github.com/diachinh/diachinh/domain/ladm"
)

// Descent says that a parcel began on the ground of another, which ended.
type Descent struct {
	// Parent and Child are as they are, or were last, as far as was known.
	Parent, Child Parcel
	// Kind is the wire name of the event, e.g. parcel.subdivided.v1; Cause the
	// code of the kind of change (mã biến động), e.g. TN.
	Kind, Cause string
	// Area is how much of the parent's ground went to the child.
	Area      ladm.Area
	Effective ladm.Date
	// RecordedAt is when the registry learnt of it; CorrectedAt when it learnt
	// that it had been an error, zero while it stands.
	RecordedAt, CorrectedAt time.Time
	// Depth is how many generations the descent lies from the parcel asked about,
	// from 1; 0 in a family, which has no middle.
	Depth int
}

// lineage walks from parcels through a column to the other; a generation that
// several ways lead to is met once, and what was recorded later is not known.
const lineage = `
with recursive walk (root, parcel, depth) as (
    select id, id, 0
      from unnest($1::uuid[]) as asked (id)
     union
    select w.root, l.%[2]s, w.depth + 1
      from walk w
      join registry.parcel_lineage l on l.%[1]s = w.parcel and l.recorded_at <= $3
     where $2 = 0 or w.depth + 1 < $2
), met (root, key, depth) as (
    select w.root, l.key, min(w.depth) + 1
      from walk w
      join registry.parcel_lineage l on l.%[1]s = w.parcel and l.recorded_at <= $3
     group by w.root, l.key
)`

// Ancestors returns what parcels descend from, directly and further back, up to
// a number of generations, 0 for all; the nearest first: what was known at the
// instant asked for, of whatever day. One statement.
func (db *DB) Ancestors(ctx context.Context, ids []ladm.ParcelID, depth int, at At, fields Fields) (map[ladm.ParcelID][]Descent, error) {
	return db.lineage(ctx, "child_id", "parent_id", ids, depth, at, fields)
}

// Descendants returns what descends from parcels, as Ancestors does.
func (db *DB) Descendants(ctx context.Context, ids []ladm.ParcelID, depth int, at At, fields Fields) (map[ladm.ParcelID][]Descent, error) {
	return db.lineage(ctx, "parent_id", "child_id", ids, depth, at, fields)
}

func (db *DB) lineage(ctx context.Context, from, to string, ids []ladm.ParcelID, depth int, at At, fields Fields) (map[ladm.ParcelID][]Descent, error) {
	fields = fields.knownAt(at)
	where := conditions{args: []any{uuids(ids), depth, at.known()}}
	where.latestAt(at)
	found, err := collect(ctx, db, fields.scanDescent, fmt.Sprintf(lineage, from, to)+fields.descents(where), where.args...)
	if err != nil {
		return nil, err
	}
	return lo.MapValues(lo.GroupBy(found, func(d rooted) ladm.ParcelID { return d.root }), func(of []rooted, _ ladm.ParcelID) []Descent {
		return lo.Map(of, func(d rooted, _ int) Descent { return d.Descent })
	}), nil
}

// rooted is a descent with the parcel that was asked about.
type rooted struct {
	root ladm.ParcelID
	Descent
}

// descents reads the edges of "met", each with both of its parcels, in the version
// that meets conditions.
func (f Fields) descents(version conditions) string {
	last := func(parcel, name string) string {
		return fmt.Sprintf(`
  join lateral (select %s%s%s and p.parcel_id = l.%s) %s on true`, f.columns(), fromParcels, version.where(), parcel, name)
	}
	return `
select parent.*, child.*, m.root, l.event, l.cause, (l.area * 10)::bigint, l.effective, l.recorded_at, l.corrected_at, m.depth
  from met m
  join registry.parcel_lineage l on l.key = m.key` + last("parent_id", "parent") + last("child_id", "child") + `
 order by m.root, m.depth, l.key`
}

func (f Fields) scanDescent(row pgx.CollectableRow) (d rooted, err error) {
	targets := append(f.targets(&d.Parent), f.targets(&d.Child)...)
	err = row.Scan(append(targets, &d.root.UUID, &d.Kind, &d.Cause, (*int64)(&d.Area), day{&d.Effective},
		instant{&d.RecordedAt}, instant{&d.CorrectedAt}, &d.Depth)...)
	d.Parent.settle(f)
	d.Child.settle(f)
	if !f.known.IsZero() {
		d.forget(f.known)
	}
	return d, err
}

// family walks both ways.
const family = `
with recursive member (id) as (
    select $1::uuid
     union
    select case l.parent_id when m.id then l.child_id else l.parent_id end
      from member m
      join registry.parcel_lineage l on (l.parent_id = m.id or l.child_id = m.id) and l.recorded_at <= $2
)`

// Family returns all parcels that a chain of descents joins to a parcel, itself
// included: each one's versions, the oldest first, and the descents; what was
// known at the instant asked for, of whatever day.
func (db *DB) Family(ctx context.Context, id ladm.ParcelID, at At, fields Fields) ([]Parcel, []Descent, error) {
	fields = fields.knownAt(at)
	where := conditions{args: []any{id.UUID, at.known()}}
	members, err := collect(ctx, db, fields.scanParcel, family+`
select `+fields.columns()+fromParcels+`
  join member m on m.id = p.parcel_id
 where p.recorded_from <= $2
 order by p.parcel_id, p.version`, where.args...)
	if err == nil && len(members) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return nil, nil, err
	}
	where.latestAt(at)
	descents, err := collect(ctx, db, fields.scanDescent, family+`, met (root, key, depth) as (
    select $1::uuid, l.key, 0
      from member m
      join registry.parcel_lineage l on l.child_id = m.id and l.recorded_at <= $2
)`+fields.descents(where), where.args...)
	return members, lo.Map(descents, func(d rooted, _ int) Descent { return d.Descent }), err
}
