package office

import (
	"cmp"
	"math"

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
		EffectiveDate: in.EffectiveDate, Today: r.today(),
	}
}

// validate refuses what cannot even be hashed or put on the millimetre grid.
func (in RegisterParcel) validate(key string) error {
	if key == "" {
		return refusal("IDEMPOTENCY_KEY_MISSING", "idempotencyKey",
			"Thiếu khóa chống gửi trùng. Gửi kèm một khóa mới cho mỗi yêu cầu mới.")
	}
	if !isFinite(in.LegalArea) {
		return refusal("LEGAL_AREA_INVALID", "legalArea", "Diện tích pháp lý không phải là một số hợp lệ. Ghi diện tích bằng m².")
	}
	for i, ring := range in.Boundary {
		for j, point := range ring {
			if !isFinite(point[0]) || !isFinite(point[1]) {
				return refusal("OUT_OF_RANGE", "geometry",
					"Tọa độ của đỉnh %d, vòng %d không phải là số hợp lệ. Ghi tọa độ bằng mét.", j+1, i+1)
			}
		}
	}
	return nil
}

// isFinite reports whether a number may be metres or square metres of a parcel,
// far beyond any zone but within what the millimetre grid holds.
func isFinite(x float64) bool { return math.Abs(x) < 1e12 }
