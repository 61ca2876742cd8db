package view

import (
	"math"

	"github.com/samber/lo"

	"github.com/diachinh/diachinh/graph/scalar"
	"github.com/diachinh/diachinh/office"
)

// QualityReport is what is wrong with the parcels of a commune.
type QualityReport struct{ report office.QualityReport }

// NewQualityReport shows a report.
func NewQualityReport(report office.QualityReport) *QualityReport { return &QualityReport{report} }

// Commune returns the commune's code.
func (q *QualityReport) Commune() string { return q.report.Commune }

// Parcels returns how many parcels were checked.
func (q *QualityReport) Parcels() int { return q.report.Parcels }

// FaultCount returns how many faults there are.
func (q *QualityReport) FaultCount() int { return len(q.report.Faults) }

// Faults returns the first faults.
func (q *QualityReport) Faults(first *int) ([]*QualityFault, error) {
	count, err := Count(first)
	if err != nil {
		return nil, err
	}
	return Shown(q.report.Faults[:min(count, len(q.report.Faults))], newQualityFault), nil
}

// QualityFault is one thing that is wrong.
type QualityFault struct {
	Code    string
	Message string // Vietnamese
	Parcels []*QualityParcel
	Place   scalar.GeoJSON
	Area    *float64 // m²
	Length  *float64 // m
}

// QualityParcel names a parcel with a fault.
type QualityParcel struct {
	ID                   string
	Commune              string
	Sheet, Scale, Number int
}

func newQualityFault(f *office.QualityFault) *QualityFault {
	shown := &QualityFault{
		Code: f.Code, Message: f.Message, Area: rounded(f.Area, 0.01), Length: rounded(f.Length, 0.001),
		Parcels: lo.Map(f.Parcels, func(p office.QualityParcel, _ int) *QualityParcel {
			return &QualityParcel{p.ID.String(), p.Commune, p.Sheet, p.Scale, p.Number}
		}),
	}
	if f.At != nil {
		shown.Place = space{srid: f.At.SRID, decimals: 3}.point(f.At.E, f.At.N)
	}
	return shown
}

// rounded is a measure to a step, or null for none. What there is never becomes
// nothing.
func rounded(measure, step float64) *float64 {
	if measure == 0 {
		return nil
	}
	perUnit := math.Round(1 / step)
	return new(max(1, math.Round(measure*perUnit)) / perUnit)
}
