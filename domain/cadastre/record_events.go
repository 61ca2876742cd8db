package cadastre

import (
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/gis"
)

// LegalAreaChanged says that a parcel's legal area changed while its boundary
// stands (TD).
type LegalAreaChanged struct {
	Parcel        ladm.ParcelID   `json:"parcel"`
	Sheet         ladm.SheetID    `json:"sheet"`
	LegalArea     ladm.Area       `json:"legal_area_m2"`
	Purposes      []Purpose       `json:"purposes"`
	Warnings      []rules.Finding `json:"warnings,omitempty"`
	EffectiveDate ladm.Date       `json:"effective_date"`
}

// ParcelRecovered says that the State recovered a whole parcel (TH). The parcel
// stays, held by the State.
type ParcelRecovered struct {
	Parcel        ladm.ParcelID `json:"parcel"`
	Sheet         ladm.SheetID  `json:"sheet"`
	EffectiveDate ladm.Date     `json:"effective_date"`
}

// ParcelEnded says that a parcel ended and nothing took its place.
type ParcelEnded struct {
	Parcel ladm.ParcelID `json:"parcel"`
	Sheet  ladm.SheetID  `json:"sheet"`
	// Cause is the code of the kind of change (mã biến động), e.g. SA.
	Cause         string    `json:"cause"`
	EffectiveDate ladm.Date `json:"effective_date"`
}

// ParcelsReinstated says that parcels had been ended wrongly (SN): they have
// existed all along. What had begun in their place never did.
type ParcelsReinstated struct {
	Sheet      ladm.SheetID       `json:"sheet"`
	Reinstated []ReinstatedParcel `json:"reinstated"`
	// Annulled are the parcels that the wrong act had begun.
	Annulled []ladm.ParcelID `json:"annulled,omitempty"`
	Effects
	// EffectiveDate is the day on which the parcels had been ended.
	EffectiveDate ladm.Date `json:"effective_date"`
}

// ReinstatedParcel is a parcel as it stands again, with the points that its
// boundary gained meanwhile.
type ReinstatedParcel struct {
	Parcel       ladm.ParcelID   `json:"parcel"`
	Boundary     gis.Polygon     `json:"boundary"`
	MeasuredArea ladm.Area       `json:"measured_area_m2"`
	Surveyed     []SurveyedPoint `json:"surveyed,omitempty"`
}

// ParcelCorrected says that something had been recorded wrongly about a parcel
// (SN), and how it has been since the effective date. What is empty stands.
type ParcelCorrected struct {
	Parcel        ladm.ParcelID   `json:"parcel"`
	Sheet         ladm.SheetID    `json:"sheet"`
	Number        int             `json:"number,omitempty"`
	LegalArea     ladm.Area       `json:"legal_area_m2,omitempty"`
	Purposes      []Purpose       `json:"purposes,omitempty"`
	Warnings      []rules.Finding `json:"warnings,omitempty"`
	EffectiveDate ladm.Date       `json:"effective_date"`
}

// SheetRenumbered says that the sheet is known under another number or scale. Its
// commune's stream said so before.
type SheetRenumbered struct {
	Sheet         ladm.SheetID `json:"sheet"`
	Number        int          `json:"number"`
	Scale         int          `json:"scale"`
	EffectiveDate ladm.Date    `json:"effective_date"`
}

func (LegalAreaChanged) cadastreEvent()  {}
func (ParcelRecovered) cadastreEvent()   {}
func (ParcelEnded) cadastreEvent()       {}
func (ParcelsReinstated) cadastreEvent() {}
func (ParcelCorrected) cadastreEvent()   {}
func (SheetRenumbered) cadastreEvent()   {}
