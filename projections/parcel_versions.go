package projections

import (
	"encoding/binary"
	"time"

	"github.com/google/uuid"

	"github.com/diachinh/diachinh/domain/ladm"
)

// parcelVersion is a row of parcel_version.
type parcelVersion struct {
	key         int64
	parcel      ladm.ParcelID
	version     int
	validFrom   ladm.Date
	validTo     ladm.Date // zero while open
	recordedAt  time.Time
	recordedTo  time.Time // zero while current
	correctedAt time.Time // zero while it stands
	revision    uint64
	columns     columns

	stored  storedAs
	touched bool // the stored row differs
}

// storedAs says which row of the table a version is.
type storedAs int

const (
	unstored   storedAs = iota // none yet
	currentRow                 // found by the index on current versions
	pastRow                    // found by the index on past ones
)

// columnNames are the columns of a row, in the order of parcelVersion's fields
// and its columns.
const (
	headNames   = `key, parcel_id, version, valid_from, valid_to, recorded_from, recorded_to, corrected_at, revision`
	columnNames = `event_id, event, actor, office, dossier, procedure, cause, sources, warnings, inserted,
	    status, annulled, recovered, land_type, purposes, sheet_id, code, number, legal_area,
	    measured_area, srid, geom, geom_wgs84, geom_3857, surveyed`
	headCount = 9
)

// columnCounts is how many columns each run has.
var columnCounts = [columnRuns]int{record: 10, status: 2, recovered: 1, use: 2, place: 2, number: 1, legal: 1, shape: 6}

const columnCount = 25

func (v *parcelVersion) append(f fields) fields {
	f = binary.BigEndian.AppendUint16(f, headCount+columnCount)
	f = f.bigint(v.key).uuid(v.parcel.UUID).integer(v.version).
		date(v.validFrom).date(v.validTo).instant(v.recordedAt).instant(v.recordedTo).instant(v.correctedAt).
		bigint(int64(v.revision))
	for _, run := range v.columns {
		f = append(f, run...)
	}
	return f
}

// set overwrites the columns that are not nil.
func (v *parcelVersion) set(c columns) {
	for i, run := range c {
		if run != nil {
			v.columns[i] = run
		}
	}
}

// empty reports whether the version is valid on no day.
func (v *parcelVersion) empty() bool { return v.validTo == v.validFrom }

// endsAfter reports whether the version is valid on days after one, or on it.
func (v *parcelVersion) endsAfter(day ladm.Date) bool {
	return v.validTo.IsZero() || v.validTo.After(day)
}

// storedVersion reads a row of the columns that [fetchVersions] selects.
func storedVersion(values [][]byte) *parcelVersion {
	v := &parcelVersion{stored: pastRow, parcel: ladm.ParcelID{UUID: uuid.UUID(values[0])}}
	v.version = int(binary.BigEndian.Uint32(values[1]))
	v.validFrom, v.validTo = dateIn(values[2]), dateIn(values[3])
	v.revision = binary.BigEndian.Uint64(values[4])
	if values[5][0] != 0 {
		v.stored = currentRow
	}
	rest := values[6:]
	for i, n := range columnCounts {
		var run fields
		for _, value := range rest[:n] {
			if value == nil {
				run = run.null()
			} else {
				run = run.bytes(value)
			}
		}
		v.columns[i], rest = run, rest[n:]
	}
	return v
}
