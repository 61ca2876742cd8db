package cadastre

import (
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/gis"
)

// ParcelSubdivided says that one parcel ended and several began on its ground (TN).
type ParcelSubdivided struct{ Replacement }

// ParcelsMerged says that several parcels ended and one began on their ground (TN).
type ParcelsMerged struct{ Replacement }

// ParcelsReadjusted says that several parcels ended and several others began on
// the same ground: a common boundary adjusted, or land readjusted (TN).
type ParcelsReadjusted struct{ Replacement }

// ParcelPartlyRecovered says that the State recovered a part of a parcel (TH):
// the parcel ended, and its recovered and remaining parts began.
type ParcelPartlyRecovered struct{ Replacement }

// Replacement says that parcels ended and others began on the very same ground.
type Replacement struct {
	Sheet ladm.SheetID  `json:"sheet"`
	Ended []EndedParcel `json:"ended"`
	Begun []BegunParcel `json:"begun"`
	Effects
	EffectiveDate ladm.Date `json:"effective_date"`
}

// EndedParcel is a parcel that a replacement ends.
type EndedParcel struct {
	Parcel ladm.ParcelID `json:"parcel"`
	Number int           `json:"number"`
}

// BegunParcel is a parcel that a replacement begins.
type BegunParcel struct {
	Parcel       ladm.ParcelID `json:"parcel"`
	Number       int           `json:"number"`
	Code         ParcelCode    `json:"code"`
	LegalArea    ladm.Area     `json:"legal_area_m2"`
	MeasuredArea ladm.Area     `json:"measured_area_m2"`
	Purposes     []Purpose     `json:"purposes"`
	// Recovered says that the State holds the parcel since it recovered it.
	Recovered bool            `json:"recovered,omitempty"`
	Boundary  gis.Polygon     `json:"boundary"`
	Surveyed  []SurveyedPoint `json:"surveyed,omitempty"`
	// From names the ended parcels on whose ground the parcel lies.
	From []Descent `json:"from"`
}

// Descent is how much of an ended parcel's ground went to a parcel.
type Descent struct {
	Parcel ladm.ParcelID `json:"parcel"`
	Area   ladm.Area     `json:"area_m2"`
}

// Effects is what an act on boundaries does to parcels that are not its own, and
// what the rules warned of.
type Effects struct {
	// Inserted are the points that neighbours of the sheet gained.
	Inserted []Insertion `json:"inserted,omitempty"`
	// Pending are the points that neighbours on other sheets have yet to gain, by
	// a PointsInserted of their own sheet.
	Pending  []PendingInsertion `json:"pending,omitempty"`
	Warnings []rules.Finding    `json:"warnings,omitempty"`
}

// Insertion says that a parcel's boundary gained points that lie on it, to 1 mm.
// Its legal area stands, and so does the parcel's revision: nothing that was
// registered about it changed.
type Insertion struct {
	Parcel ladm.ParcelID `json:"parcel"`
	Points []gis.Point   `json:"points"`
	// Boundary, MeasuredArea and Surveyed are as they are afterwards.
	Boundary     gis.Polygon     `json:"boundary"`
	MeasuredArea ladm.Area       `json:"measured_area_m2"`
	Surveyed     []SurveyedPoint `json:"surveyed,omitempty"`
}

// PendingInsertion is what a parcel on another sheet has yet to gain.
type PendingInsertion struct {
	Sheet  ladm.SheetID  `json:"sheet"`
	Parcel ladm.ParcelID `json:"parcel"`
	Points []gis.Point   `json:"points"`
}

func (ParcelSubdivided) cadastreEvent()      {}
func (ParcelsMerged) cadastreEvent()         {}
func (ParcelsReadjusted) cadastreEvent()     {}
func (ParcelPartlyRecovered) cadastreEvent() {}
