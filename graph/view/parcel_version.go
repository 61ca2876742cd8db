package view

import (
	"time"

	"github.com/google/uuid"
	"github.com/samber/lo"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/graph/model"
	"github.com/diachinh/diachinh/graph/scalar"
	"github.com/diachinh/diachinh/projections/read"
)

// ParcelVersion is what was registered about a parcel over a span of time.
type ParcelVersion struct {
	row    *read.Parcel
	before *read.Parcel // that it follows or takes the place of; nil for the first
	// affecting are the parcels whose act put points on the boundary, where the
	// version only has points more.
	affecting []read.Parcel
}

// NewParcelVersions shows all versions of a parcel, which come from old to new.
// Affecting are the parcels whose acts put points on its boundary, by event.
func NewParcelVersions(rows []read.Parcel, affecting map[uuid.UUID][]read.Parcel) []*ParcelVersion {
	versions := make([]*ParcelVersion, len(rows))
	for i := range rows {
		versions[i] = &ParcelVersion{&rows[i], before(rows[:i], &rows[i]), affecting[rows[i].Event.ID]}
	}
	return versions
}

// before finds which of the earlier versions a version is held against: the one
// that it took the place of in a correction, else the last that was not corrected
// by then.
func before(earlier []read.Parcel, version *read.Parcel) *read.Parcel {
	var last *read.Parcel
	for i := range earlier {
		row := &earlier[i]
		switch {
		case row.CorrectedAt.IsZero() || row.CorrectedAt.After(version.RecordedFrom):
			last = row
		case row.CorrectedAt.Equal(version.RecordedFrom) && holdsOn(row, version.ValidFrom):
			return row
		}
	}
	return last
}

func holdsOn(row *read.Parcel, day ladm.Date) bool {
	return !day.Before(row.ValidFrom) && (row.ValidTo.IsZero() || day.Before(row.ValidTo))
}

// Version counts from 1.
func (v *ParcelVersion) Version() int { return v.row.Version }

// ValidFrom returns the first day.
func (v *ParcelVersion) ValidFrom() ladm.Date { return v.row.ValidFrom }

// ValidTo returns the day after the last.
func (v *ParcelVersion) ValidTo() *ladm.Date { return orNil(v.row.ValidTo) }

// RecordedFrom returns when the registry learnt of the version.
func (v *ParcelVersion) RecordedFrom() time.Time { return v.row.RecordedFrom }

// RecordedTo returns when the registry learnt of the version's end.
func (v *ParcelVersion) RecordedTo() *time.Time {
	return instant(v.row.RecordedTo)
}

// CorrectedAt returns when a correction took the version's place.
func (v *ParcelVersion) CorrectedAt() *time.Time { return instant(v.row.CorrectedAt) }

// Event returns the wire name of the event that began the version.
func (v *ParcelVersion) Event() string { return v.row.Event.Type }

// EventID returns the id of that event.
func (v *ParcelVersion) EventID() string { return v.row.Event.ID.String() }

// Inserted says whether the version only has points more on its boundary.
func (v *ParcelVersion) Inserted() bool { return v.row.Inserted }

// Cause returns the code of the kind of change.
func (v *ParcelVersion) Cause() *string { return orNil(v.row.Event.Cause) }

// Dossier returns the dossier's number.
func (v *ParcelVersion) Dossier() *string { return orNil(v.row.Event.Dossier) }

// Procedure returns the public procedure's code.
func (v *ParcelVersion) Procedure() *string { return orNil(v.row.Event.Procedure) }

// Sources returns the documents that the act rests on.
func (v *ParcelVersion) Sources() []*Source {
	return lo.Map(v.row.Event.Sources, func(s read.Source, _ int) *Source {
		return &Source{s.Kind, orNil(s.Number), orNil(s.Date)}
	})
}

// Warnings returns what the rules warned of.
func (v *ParcelVersion) Warnings() []*Finding { return NewFindings(v.row.Event.Warnings, Input{}) }

// Office returns the office that acted, by its id.
func (v *ParcelVersion) Office() string { return v.row.Event.Office }

// Code returns the national parcel code.
func (v *ParcelVersion) Code() string { return v.row.Code }

// Number returns the parcel's number in its sheet.
func (v *ParcelVersion) Number() int { return v.row.Number }

// LegalArea returns the area on the certificate, in m².
func (v *ParcelVersion) LegalArea() float64 { return v.row.LegalArea.Float() }

// MeasuredArea returns the boundary's area, in m².
func (v *ParcelVersion) MeasuredArea() float64 { return v.row.MeasuredArea.Float() }

// Purposes returns the land purposes.
func (v *ParcelVersion) Purposes() []*LandPurpose { return purposes(v.row) }

// Status says whether the parcel existed.
func (v *ParcelVersion) Status() model.ParcelStatus { return status(v.row) }

// Recovered says whether the State had recovered the parcel.
func (v *ParcelVersion) Recovered() bool { return v.row.Recovered }

// Annulled says whether the parcel was as if it had never begun.
func (v *ParcelVersion) Annulled() bool { return v.row.Annulled }

// Changes says how the version differs from the one before it.
func (v *ParcelVersion) Changes() *ParcelDifference {
	if v.before == nil {
		return nil
	}
	return newParcelDifference(v.before, v.row, v.affecting)
}

// Geometry returns the boundary.
func (v *ParcelVersion) Geometry(srid *int) (scalar.GeoJSON, error) { return geometry(v.row, srid) }

// Source is a document that an act rests on.
type Source struct {
	Kind         string
	Number, Date *string
}
