package projections

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/projections/engine"
)

// parcelVersion is a row of parcel_version.
type parcelVersion struct {
	key        int64
	parcel     ladm.ParcelID
	version    int
	validFrom  ladm.Date
	validTo    ladm.Date // zero while open
	recordedAt time.Time
	recordedTo time.Time // zero while current
	revision   uint64
	event      uuid.UUID
	kind       string
	actor      string
	office     string
	dossier    string
	procedure  string
	cause      string
	landType   string
	purposes   []byte // JSON
	land       fields // what few events change, see [land]
	stored     bool   // the row is in the table already
}

// parcelBegins and parcelChanges are what events ask of the table: a parcel's
// first version, and one that takes up where the current one ends.
type (
	parcelBegins  struct{ parcelVersion }
	parcelChanges struct{ parcelVersion }
)

func newParcelVersion(e engine.Event, parcel ladm.ParcelID, purposes []cadastre.Purpose, effective ladm.Date) (parcelVersion, error) {
	encoded, err := json.Marshal(purposes)
	if err != nil {
		return parcelVersion{}, fmt.Errorf("write the purposes: %w", err)
	}
	return parcelVersion{
		key: e.Key(0), parcel: parcel, version: 1, validFrom: effective, recordedAt: e.Meta.RecordedAt,
		revision: e.Revision, event: e.ID, kind: e.Type,
		actor: e.Meta.Actor, office: e.Meta.Office, dossier: e.Meta.Dossier, procedure: e.Meta.Procedure,
		landType: mainLandType(purposes), purposes: encoded,
	}, nil
}

// parcelFold folds a batch of changes in memory, so that each row is written
// once, however often the batch changes a parcel.
type parcelFold struct {
	current map[ladm.ParcelID]*parcelVersion
	begun   []*parcelVersion // rows to insert
	ended   []*parcelVersion // rows of the table to end
}

// apply works on copies: a batch that the database did not take comes again.
func (f *parcelFold) apply(change any) error {
	switch c := change.(type) {
	case *parcelBegins:
		first := c.parcelVersion
		f.begin(&first)
	case *parcelChanges:
		next := c.parcelVersion
		return f.change(&next)
	}
	return nil
}

func (f *parcelFold) begin(v *parcelVersion) {
	f.current[v.parcel] = v
	f.begun = append(f.begun, v)
}

// change ends the parcel's current version on the day that the next begins, and
// from the instant that the next was recorded.
func (f *parcelFold) change(next *parcelVersion) error {
	current, there := f.current[next.parcel]
	switch {
	case !there:
		return fmt.Errorf("parcel %s: %w", next.parcel, errMissing)
	case next.validFrom.Before(current.validFrom):
		return fmt.Errorf("parcel %s: effective %s, before its current version of %s", next.parcel, next.validFrom, current.validFrom)
	}
	current.validTo, current.recordedTo = next.validFrom, next.recordedAt
	if current.stored {
		f.ended = append(f.ended, current)
	}
	next.version, next.land = current.version+1, current.land
	f.begin(next)
	return nil
}

// landColumns are the columns of [land], in its order.
const landColumns = `sheet_id, number, code, legal_area, measured_area, srid, geom, geom_wgs84, geom_3857, surveyed`

const currentVersions = `
	select parcel_id, version, valid_from, ` + landColumns + `
	  from parcel_version
	 where parcel_id = any($1) and recorded_to = 'infinity'`

// fetch reads the current rows of the parcels that a batch changes. Fields come
// in the very form in which COPY takes them.
func (f *parcelFold) fetch(ctx context.Context, tx pgx.Tx, changes []any) error {
	var ids []uuid.UUID
	for _, change := range changes {
		if c, changes := change.(*parcelChanges); changes {
			ids = append(ids, c.parcel.UUID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	rows, err := tx.Query(ctx, currentVersions, pgx.QueryResultFormats{pgx.BinaryFormatCode}, ids)
	if err != nil {
		return fmt.Errorf("read current versions: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		v := storedVersion(rows.RawValues())
		f.current[v.parcel] = v
	}
	return rows.Err()
}

func storedVersion(values [][]byte) *parcelVersion {
	v := &parcelVersion{stored: true, version: int(binary.BigEndian.Uint32(values[1]))}
	v.parcel.UUID = uuid.UUID(values[0])
	days := int32(binary.BigEndian.Uint32(values[2]))
	v.validFrom = ladm.DateOf(epoch.AddDate(0, 0, int(days)))
	for _, value := range values[3:] {
		if value == nil {
			v.land = v.land.null()
			continue
		}
		v.land = v.land.bytes(value)
	}
	return v
}

// endVersions finds rows by the index on current versions, the only one that a
// rebuild has from the beginning.
const endVersions = `
	update parcel_version p
	   set valid_to = e.valid_to, recorded_to = e.recorded_to
	  from unnest($1::uuid[], $2::text[]::date[], $3::timestamptz[]) as e (parcel_id, valid_to, recorded_to)
	 where p.parcel_id = e.parcel_id and p.recorded_to = 'infinity'`

const copyVersions = `
	copy parcel_version (
	    key, parcel_id, version, valid_from, valid_to, recorded_from, recorded_to, revision,
	    event_id, event, actor, office, dossier, procedure, cause, status, land_type, purposes,
	    ` + landColumns + `
	) from stdin (format binary)`

// versionColumns is how many columns copyVersions names.
const versionColumns = 28

// write ends rows, then inserts: at no time has a parcel two current rows.
func (f *parcelFold) write(ctx context.Context, tx pgx.Tx) error {
	if err := f.end(ctx, tx); err != nil {
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

func (f *parcelFold) end(ctx context.Context, tx pgx.Tx) error {
	if len(f.ended) == 0 {
		return nil
	}
	ids := make([]uuid.UUID, len(f.ended))
	validTo := make([]string, len(f.ended))
	recordedTo := make([]time.Time, len(f.ended))
	for i, v := range f.ended {
		ids[i], validTo[i], recordedTo[i] = v.parcel.UUID, v.validTo.String(), v.recordedTo
	}
	done, err := tx.Exec(ctx, endVersions, ids, validTo, recordedTo)
	if err != nil {
		return fmt.Errorf("end versions: %w", err)
	}
	if done.RowsAffected() != int64(len(f.ended)) {
		return fmt.Errorf("end versions: %d rows instead of %d: %w", done.RowsAffected(), len(f.ended), errMissing)
	}
	return nil
}

func (v *parcelVersion) append(f fields) fields {
	f = binary.BigEndian.AppendUint16(f, versionColumns)
	f = f.bigint(v.key).uuid(v.parcel.UUID).integer(v.version).
		date(v.validFrom).date(v.validTo).instant(v.recordedAt).instant(v.recordedTo).bigint(int64(v.revision)).
		uuid(v.event).text(v.kind).text(v.actor).text(v.office).
		textOrNull(v.dossier).textOrNull(v.procedure).textOrNull(v.cause).
		text("active").text(v.landType).jsonb(v.purposes)
	return append(f, v.land...)
}
