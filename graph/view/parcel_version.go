package view

import (
	"time"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/graph/model"
	"github.com/diachinh/diachinh/graph/scalar"
	"github.com/diachinh/diachinh/projections/read"
)

// ParcelVersion is what was registered about a parcel over a span of time.
type ParcelVersion struct{ row *read.Parcel }

// NewParcelVersion shows a row.
func NewParcelVersion(row *read.Parcel) *ParcelVersion { return &ParcelVersion{row} }

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
	if v.row.RecordedTo.IsZero() {
		return nil
	}
	return &v.row.RecordedTo
}

// Event returns the wire name of the event that began the version.
func (v *ParcelVersion) Event() string { return v.row.Event.Type }

// Cause returns the code of the kind of change.
func (v *ParcelVersion) Cause() *string { return orNil(v.row.Event.Cause) }

// Dossier returns the dossier's number.
func (v *ParcelVersion) Dossier() *string { return orNil(v.row.Event.Dossier) }

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

// Geometry returns the boundary.
func (v *ParcelVersion) Geometry(srid *int) (scalar.GeoJSON, error) { return geometry(v.row, srid) }
