package office

import (
	"cmp"

	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/domain/ladm"
)

// RegisterParcel asks for the first registration of one parcel.
type RegisterParcel struct {
	// Commune is the commune's code, e.g. 09616.
	Commune string `json:"commune"`
	// Sheet is the sheet's number. Scale may be 0 where the number alone names
	// the sheet. A sheet that does not exist is opened if Scale and SRID are given.
	Sheet int `json:"sheet"`
	Scale int `json:"scale"`
	// SRID is the zone of Boundary; 0 means the sheet's.
	SRID int `json:"srid"`
	// Number is the parcel's number; 0 asks for the next free one.
	Number int `json:"number"`
	// LegalArea is in m², and rounded to a tenth.
	LegalArea float64            `json:"legal_area"`
	Purposes  []cadastre.Purpose `json:"purposes"`
	// Boundary has the closed rings, each point easting and northing in metres.
	Boundary      [][][2]float64 `json:"boundary"`
	EffectiveDate ladm.Date      `json:"effective_date"`
	Dossier       string         `json:"dossier"`
	Procedure     string         `json:"procedure"`
	Sources       []es.Source    `json:"sources"`
	// DryRun asks what would be registered: nothing is written.
	DryRun bool `json:"-"`
}

func (in RegisterParcel) grounds() Grounds {
	return Grounds{in.EffectiveDate, in.Dossier, in.Procedure, in.Sources, in.DryRun}
}

// wish makes the sheet's command of an input.
func (r *Registry) wish(a act, plan sheetPlan, in RegisterParcel) cadastre.RegisterParcels {
	boundary := polygon(cmp.Or(in.SRID, plan.facts.SRID), in.Boundary)
	parcel := cadastre.ParcelInput{
		ID:     ladm.Derive[ladm.ParcelKind](a.id, "parcel"),
		Number: in.Number, LegalArea: ladm.SquareMetres(in.LegalArea), Purposes: in.Purposes, Boundary: boundary,
	}.Measure()
	return cadastre.RegisterParcels{
		Commune: plan.commune, Parcels: []cadastre.ParcelInput{parcel},
		EffectiveDate: in.EffectiveDate, Today: r.today(), Rules: r.rulesOf(plan.commune, in.EffectiveDate),
	}
}
