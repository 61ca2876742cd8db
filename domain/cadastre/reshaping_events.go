package cadastre

import (
	"github.com/google/uuid"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/gis"
)

// ParcelsResurveyed says that boundaries were surveyed anew, as they now run (TD).
type ParcelsResurveyed struct{ Reshaping }

// BoundaryCorrected says that boundaries had been recorded wrongly (SN): since
// the effective date they have run as the event says.
type BoundaryCorrected struct{ Reshaping }

// ParcelNaturallyChanged says that water took land from a parcel or added some (SA).
type ParcelNaturallyChanged struct {
	Reshaping
	Kind NaturalChangeKind `json:"kind"`
}

// NaturalChangeKind says which way nature changed a parcel.
type NaturalChangeKind string

const (
	// Erosion takes land (sạt lở).
	Erosion NaturalChangeKind = "erosion"
	// Accretion adds land (bồi đắp).
	Accretion NaturalChangeKind = "accretion"
)

// Reshaping says that parcels have other boundaries than before.
type Reshaping struct {
	Sheet ladm.SheetID `json:"sheet"`
	// Moved are the points that moved, in all the parcels that share them.
	Moved   []Move           `json:"moved,omitempty"`
	Parcels []ReshapedParcel `json:"parcels"`
	Effects
	EffectiveDate ladm.Date `json:"effective_date"`
}

// Move takes a boundary point from one place to another.
type Move struct {
	From gis.Point `json:"from"`
	To   gis.Point `json:"to"`
}

// ReshapedParcel is a parcel as it is afterwards.
type ReshapedParcel struct {
	Parcel       ladm.ParcelID   `json:"parcel"`
	LegalArea    ladm.Area       `json:"legal_area_m2"`
	MeasuredArea ladm.Area       `json:"measured_area_m2"`
	Purposes     []Purpose       `json:"purposes"`
	Boundary     gis.Polygon     `json:"boundary"`
	Surveyed     []SurveyedPoint `json:"surveyed,omitempty"`
}

// PointsInserted says that boundaries of the sheet gained points that lie on
// them, to 1 mm, since an act on another sheet put points there. Where the points
// were known by then, it has no insertions.
type PointsInserted struct {
	Sheet ladm.SheetID `json:"sheet"`
	// Answers is the command of the act that left the insertion pending.
	Answers       uuid.UUID   `json:"answers"`
	Points        []gis.Point `json:"points"`
	Inserted      []Insertion `json:"inserted,omitempty"`
	EffectiveDate ladm.Date   `json:"effective_date"`
}

func (ParcelsResurveyed) cadastreEvent()      {}
func (BoundaryCorrected) cadastreEvent()      {}
func (ParcelNaturallyChanged) cadastreEvent() {}
func (PointsInserted) cadastreEvent()         {}
