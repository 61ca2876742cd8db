package projections

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/samber/lo"
)

// fetchVersions reads current rows, and past ones that stand.
const fetchVersions = `
	select parcel_id, version, valid_from, valid_to, revision, true, ` + columnNames + `
	  from parcel_version
	 where parcel_id = any($1) and recorded_to = 'infinity'
	 union all
	select parcel_id, version, valid_from, valid_to, revision, false, ` + columnNames + `
	  from parcel_version
	 where parcel_id = any($2) and recorded_to < 'infinity' and corrected_at = 'infinity'`

// fetch reads the rows that a batch changes: of parcels that it corrects, past
// ones too. Fields come in the very form in which COPY takes them.
func (f *parcelFold) fetch(ctx context.Context, tx pgx.Tx, acts []any) error {
	changed, corrected := []uuid.UUID{}, []uuid.UUID{}
	for _, act := range acts {
		for _, c := range act.(*parcelAct).changes {
			if c.kind != begins {
				changed = append(changed, c.parcel.UUID)
			}
			if c.kind == corrects || c.kind == annuls {
				corrected = append(corrected, c.parcel.UUID)
			}
		}
	}
	if len(changed) == 0 {
		return nil
	}
	rows, err := tx.Query(ctx, fetchVersions, pgx.QueryResultFormats{pgx.BinaryFormatCode}, changed, corrected)
	if err != nil {
		return fmt.Errorf("read versions: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		v := storedVersion(rows.RawValues())
		f.stored = append(f.stored, v)
		f.versions[v.parcel] = append(f.versions[v.parcel], v)
	}
	for _, versions := range f.versions {
		slices.SortFunc(versions, func(a, b *parcelVersion) int { return cmp.Compare(a.version, b.version) })
	}
	return rows.Err()
}

// endVersions and correctVersions find rows by indexes that a rebuild has from
// the beginning.
const (
	endVersions = `
	update parcel_version p
	   set valid_to = e.valid_to, recorded_to = e.recorded_to, corrected_at = e.corrected_at
	  from unnest($1::uuid[], $2::text[]::date[], $3::text[]::timestamptz[], $4::text[]::timestamptz[])
	       as e (parcel_id, valid_to, recorded_to, corrected_at)
	 where p.parcel_id = e.parcel_id and p.recorded_to = 'infinity'`
	correctVersions = `
	update parcel_version p
	   set corrected_at = e.corrected_at
	  from unnest($1::uuid[], $2::integer[], $3::text[]::timestamptz[]) as e (parcel_id, version, corrected_at)
	 where p.parcel_id = e.parcel_id and p.version = e.version
	   and p.recorded_to < 'infinity' and p.corrected_at = 'infinity'`
	copyVersions = `copy parcel_version (` + headNames + `, ` + columnNames + `) from stdin (format binary)`
)

// write changes rows, then inserts: at no time has a parcel two current rows.
func (f *parcelFold) write(ctx context.Context, tx pgx.Tx) error {
	if err := f.end(ctx, tx); err != nil {
		return err
	}
	if err := f.supersede(ctx, tx); err != nil {
		return err
	}
	rows := make(fields, 0, 1536*len(f.begun))
	rows = append(rows, copyHead...)
	for _, v := range f.begun {
		rows = v.append(rows)
	}
	rows = append(rows, copyTail...)
	if _, err := tx.Conn().PgConn().CopyFrom(ctx, bytes.NewReader(rows), copyVersions); err != nil {
		return fmt.Errorf("insert versions: %w", err)
	}
	return nil
}

func (f *parcelFold) touched(as storedAs) []*parcelVersion {
	return lo.Filter(f.stored, func(v *parcelVersion, _ int) bool { return v.touched && v.stored == as })
}

func (f *parcelFold) end(ctx context.Context, tx pgx.Tx) error {
	versions := f.touched(currentRow)
	return update(ctx, tx, "end versions", len(versions), endVersions,
		lo.Map(versions, func(v *parcelVersion, _ int) uuid.UUID { return v.parcel.UUID }),
		lo.Map(versions, func(v *parcelVersion, _ int) string { return dateText(v.validTo) }),
		lo.Map(versions, func(v *parcelVersion, _ int) string { return instantText(v.recordedTo) }),
		lo.Map(versions, func(v *parcelVersion, _ int) string { return instantText(v.correctedAt) }))
}

func (f *parcelFold) supersede(ctx context.Context, tx pgx.Tx) error {
	versions := f.touched(pastRow)
	return update(ctx, tx, "correct versions", len(versions), correctVersions,
		lo.Map(versions, func(v *parcelVersion, _ int) uuid.UUID { return v.parcel.UUID }),
		lo.Map(versions, func(v *parcelVersion, _ int) int { return v.version }),
		lo.Map(versions, func(v *parcelVersion, _ int) string { return instantText(v.correctedAt) }))
}

// update does what is said by a statement that has to change a number of rows, if
// any.
func update(ctx context.Context, tx pgx.Tx, what string, rows int, sql string, args ...any) error {
	if rows == 0 {
		return nil
	}
	done, err := tx.Exec(ctx, sql, args...)
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	if done.RowsAffected() != int64(rows) {
		return fmt.Errorf("%s: %d rows instead of %d: %w", what, done.RowsAffected(), rows, errMissing)
	}
	return nil
}
