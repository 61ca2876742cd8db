package cadastre

import (
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/gis"
)

// Event is a fact about one sheet. The set is sealed: every switch over it
// names every kind.
type Event interface{ cadastreEvent() }

// SheetOpened is the first event of a sheet's stream. The sheet was opened in
// its commune's stream before.
type SheetOpened struct {
	Sheet   ladm.SheetID   `json:"sheet"`
	Commune ladm.CommuneID `json:"commune"`
	Number  int            `json:"number"`
	// Scale is the denominator: 2000 for 1:2000.
	Scale int `json:"scale"`
	// SRID names the VN-2000 zone of the sheet.
	SRID          int       `json:"srid"`
	EffectiveDate ladm.Date `json:"effective_date"`
}

// ParcelRegistered says that a parcel came into the register for the first time.
type ParcelRegistered struct {
	Parcel       ladm.ParcelID `json:"parcel"`
	Sheet        ladm.SheetID  `json:"sheet"`
	Number       int           `json:"number"`
	Code         ParcelCode    `json:"code"`
	LegalArea    ladm.Area     `json:"legal_area_m2"`
	MeasuredArea ladm.Area     `json:"measured_area_m2"`
	Purposes     []Purpose     `json:"purposes"`
	Boundary     gis.Polygon   `json:"boundary"`
	// Surveyed names the survey points among the boundary's vertices.
	Surveyed      []SurveyedPoint `json:"surveyed,omitempty"`
	EffectiveDate ladm.Date       `json:"effective_date"`
}

// PurposesChanged says that a parcel's land purposes were changed (CM). The
// legal area stands.
type PurposesChanged struct {
	Parcel        ladm.ParcelID `json:"parcel"`
	Sheet         ladm.SheetID  `json:"sheet"`
	Purposes      []Purpose     `json:"purposes"`
	EffectiveDate ladm.Date     `json:"effective_date"`
}

func (SheetOpened) cadastreEvent()      {}
func (ParcelRegistered) cadastreEvent() {}
func (PurposesChanged) cadastreEvent()  {}

// Purpose is one use that a parcel, or a part of it, may be put to.
type Purpose struct {
	// Type is the land type's code, e.g. ONT (Circular 08/2024).
	Type string    `json:"type"`
	Area ladm.Area `json:"area_m2"`
	// Until is the last day of the term; empty means long-term (lâu dài).
	Until ladm.Date `json:"until,omitzero"`
	// Origin is the code of the origin of use, e.g. CNQ-CTT.
	Origin string `json:"origin,omitempty"`
}

// ParcelCode is the national parcel code and how it came about. It is computed
// once, when the parcel begins, and never again (Circular 19/2026, annex).
type ParcelCode struct {
	// Code is a GeoHash of 12 characters.
	Code string `json:"code"`
	// Point is the pole of inaccessibility, in metres of the sheet's zone.
	Point gis.Point `json:"point"`
	// Algorithm names what found the point, e.g. "polylabel/1mm".
	Algorithm string `json:"algorithm"`
	// Transformation names how it was brought to WGS84: "EPSG:6960".
	Transformation string `json:"transformation"`
}

// SurveyedPoint tells which survey point a vertex of the boundary is.
type SurveyedPoint struct {
	Ring   int `json:"ring"`
	Vertex int `json:"vertex"`
	// Number is the survey point's number, if it has one.
	Number string `json:"number,omitempty"`
	// Accuracy is the point's standard deviation in metres.
	Accuracy float64 `json:"accuracy_m,omitempty"`
}
