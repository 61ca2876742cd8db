package projections

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/ladm"
)

// parcelFold folds a batch of acts in memory, so that each row is written once,
// however often the batch changes a parcel.
type parcelFold struct {
	// versions are those that stand, in the order of their days: the last is the
	// current one. Past ones are there only of parcels that the batch corrects.
	versions map[ladm.ParcelID][]*parcelVersion
	stored   []*parcelVersion // rows of the table
	begun    []*parcelVersion // rows to insert
	rows     int64            // that the act at hand has begun
}

// apply works on copies: a batch that the database did not take comes again.
func (f *parcelFold) apply(act *parcelAct) error {
	f.rows = 0
	for _, c := range act.changes {
		if err := f.change(act, c); err != nil {
			return fmt.Errorf("parcel %s: %w", c.parcel, err)
		}
	}
	return nil
}

func (f *parcelFold) change(act *parcelAct, c parcelChange) error {
	standing := f.versions[c.parcel]
	if c.kind == begins {
		f.begin(act, parcelVersion{parcel: c.parcel, version: 1, validFrom: c.day, revision: act.revision, columns: c.columns})
		return nil
	}
	if len(standing) == 0 {
		return errMissing
	}
	switch c.kind {
	case corrects:
		f.correct(act, c, standing)
	case annuls:
		f.annul(act, c, standing)
	case inserts:
		current := standing[len(standing)-1]
		return f.next(act, max(c.day, current.validFrom), current.revision, c.columns, current)
	case begins, changes:
		return f.next(act, c.day, act.revision, c.columns, standing[len(standing)-1])
	}
	return nil
}

// begin adds a version that the act makes known.
func (f *parcelFold) begin(act *parcelAct, v parcelVersion) {
	v.key, v.recordedAt = act.key+f.rows, act.recordedAt
	f.rows++
	f.begun = append(f.begun, &v)
	f.versions[v.parcel] = append(f.versions[v.parcel], &v)
}

// next ends the current version on the day that the next begins, and from the
// instant that the next was recorded.
func (f *parcelFold) next(act *parcelAct, day ladm.Date, revision uint64, with columns, current *parcelVersion) error {
	if day.Before(current.validFrom) {
		return fmt.Errorf("effective %s, before its current version of %s", day, current.validFrom)
	}
	v := current.copied()
	v.version, v.validFrom, v.revision = current.version+1, day, revision
	v.set(with)
	current.validTo, current.recordedTo, current.touched = day, act.recordedAt, true
	f.begin(act, v)
	return nil
}

// copied is the version as a new row that is to be known from now on.
func (v *parcelVersion) copied() parcelVersion {
	return parcelVersion{
		parcel: v.parcel, version: v.version, validFrom: v.validFrom, validTo: v.validTo,
		revision: v.revision, columns: v.columns,
	}
}

// correct takes the place of all that is valid on the day or after it: what lies
// before the day is repeated as it was, what lies after it as it has been.
// Versions that are valid on no day stay in the history as they are.
func (f *parcelFold) correct(act *parcelAct, c parcelChange, standing []*parcelVersion) {
	current := standing[len(standing)-1]
	with := current.others(c.columns)
	version := current.version
	f.versions[c.parcel] = slices.DeleteFunc(slices.Clone(standing), func(v *parcelVersion) bool { return v.endsAfter(c.day) && !v.empty() })
	add := func(v parcelVersion, from, to ladm.Date) {
		version++
		v.version, v.validFrom, v.validTo = version, from, to
		if !to.IsZero() {
			v.recordedTo = act.recordedAt
		}
		f.begin(act, v)
	}
	for _, old := range standing {
		if !old.endsAfter(c.day) || old.empty() {
			continue
		}
		if old.validFrom.Before(c.day) {
			add(old.copied(), old.validFrom, c.day)
		}
		v := old.copied()
		v.revision = act.revision
		v.set(with)
		add(v, max(old.validFrom, c.day), old.validTo)
		old.give(act)
	}
}

// give lets a correction take the version's place.
func (v *parcelVersion) give(act *parcelAct) {
	v.correctedAt, v.touched = act.recordedAt, true
	if v.recordedTo.IsZero() && v.stored != pastRow {
		v.recordedTo = act.recordedAt
	}
}

// annul takes the place of all versions by one that is valid on no day.
func (f *parcelFold) annul(act *parcelAct, c parcelChange, standing []*parcelVersion) {
	current := standing[len(standing)-1]
	v := current.copied()
	v.version, v.validFrom, v.validTo, v.revision = current.version+1, c.day, c.day, act.revision
	v.set(c.columns)
	for _, old := range standing {
		old.give(act)
	}
	f.versions[c.parcel] = nil
	f.begin(act, v)
}

// others leaves out what a correction repeats as it is: before the day since
// which it has been so, it was something else and stays so.
func (v *parcelVersion) others(c columns) columns {
	for _, run := range []int{number, legal} {
		if bytes.Equal(v.columns[run], c[run]) {
			c[run] = nil
		}
	}
	if c[use] != nil && slices.Equal(purposesIn(v.columns[use]), purposesIn(c[use])) {
		c[use] = nil
	}
	return c
}

// purposesIn reads purposes out of what [uses] wrote, or the table gave: the
// land type, then JSON after its version number.
func purposesIn(f fields) []cadastre.Purpose {
	landType := binary.BigEndian.Uint32(f)
	var purposes []cadastre.Purpose
	_ = json.Unmarshal(f[4+landType+4+1:], &purposes) // ours, and no text from outside
	return purposes
}
