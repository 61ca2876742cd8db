package territory

import (
	"encoding/json"

	"github.com/diachinh/diachinh/domain/ladm"
)

// Event is a fact about one commune. The set is sealed.
type Event interface{ territoryEvent() }

// CommuneEstablished says that a commune exists from a day on.
type CommuneEstablished struct {
	Commune ladm.CommuneID `json:"commune"`
	// Code is the national statistical code, five digits.
	Code     string      `json:"code"`
	Kind     CommuneKind `json:"kind"`
	Name     string      `json:"name"`
	NameEN   string      `json:"name_en"`
	Province Province    `json:"province"`
	// Boundary is a GeoJSON Polygon or MultiPolygon in WGS84, simplified.
	Boundary json.RawMessage `json:"boundary"`
	// ValidFrom is the first day on which the code means this territory.
	ValidFrom ladm.Date `json:"valid_from"`
}

// SheetOpened says that a map sheet exists in the commune. It comes before the
// sheet's own first event.
type SheetOpened struct {
	Commune       ladm.CommuneID `json:"commune"`
	Sheet         ladm.SheetID   `json:"sheet"`
	Number        int            `json:"number"`
	Scale         int            `json:"scale"`
	SRID          int            `json:"srid"`
	EffectiveDate ladm.Date      `json:"effective_date"`
}

// SheetRenumbered says that a sheet of the commune is known under another number
// or scale from a day on. It comes before the sheet's own event.
type SheetRenumbered struct {
	Commune       ladm.CommuneID `json:"commune"`
	Sheet         ladm.SheetID   `json:"sheet"`
	Number        int            `json:"number"`
	Scale         int            `json:"scale"`
	EffectiveDate ladm.Date      `json:"effective_date"`
}

func (CommuneEstablished) territoryEvent() {}
func (SheetOpened) territoryEvent()        {}
func (SheetRenumbered) territoryEvent()    {}

// CommuneKind is one of the three kinds of commune since 1 July 2025.
type CommuneKind string

const (
	// RuralCommune is a xã.
	RuralCommune CommuneKind = "xa"
	// Ward is a phường.
	Ward CommuneKind = "phuong"
	// SpecialZone is a đặc khu.
	SpecialZone CommuneKind = "dac_khu"
)

// Province is a province or centrally run city.
type Province struct {
	Code string `json:"code"`
	Name string `json:"name"`
}
