package office

import (
	"cmp"
	"context"
	"fmt"
	"math"

	"github.com/samber/lo"

	"github.com/diachinh/diachinh/access"
	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/gis"
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

// Registered is what became of a registration.
type Registered struct {
	Parcel   ladm.ParcelID
	Position es.Position
	// Warnings are what the rules had to say; a resend has none.
	Warnings []rules.Finding
	// Resent says that the parcel had been registered by the same request before.
	Resent bool
}

// RegisterParcel registers a parcel, opening its sheet first if need be. The
// same office and key always register the same parcel: after an interruption or
// an ErrUnavailable, send it again unchanged. Errors: *rules.Refusal,
// es.ErrKeyReused, es.ErrBusy, es.ErrUnavailable, access.ErrNoPrincipal.
func (r *Registry) RegisterParcel(ctx context.Context, who access.Principal, key string, in RegisterParcel) (Registered, error) {
	if err := who.Validate(); err != nil {
		return Registered{}, err
	}
	if err := in.validate(key); err != nil {
		return Registered{}, err
	}
	digest, err := digestOf(in)
	if err != nil {
		return Registered{}, err
	}
	a := newAct(who, "parcelRegister", key, digest)
	a.metadata.Dossier, a.metadata.Procedure, a.metadata.Sources = in.Dossier, in.Procedure, in.Sources

	sheet := sheetKey{in.Commune, in.Sheet, in.Scale}
	plan, err := r.plan(ctx, sheet, ladm.Derive[ladm.SheetKind](a.id, "sheet"), in.SRID, in.EffectiveDate)
	if err != nil {
		return Registered{}, about(0, withMore(err, cadastre.CheckParcels(r.wish(a, plan, in))))
	}
	wish, err := r.registration(ctx, a, plan, in)
	if err != nil {
		return Registered{}, err
	}
	return r.register(ctx, a, plan, wish)
}

// registration makes the sheet's command, with the facts from outside the sheet.
// Of a boundary that the sheet cannot take nothing more need be known.
func (r *Registry) registration(ctx context.Context, a act, plan sheetPlan, in RegisterParcel) (cadastre.RegisterParcels, error) {
	wish := r.wish(a, plan, in)
	surface, sound := wish.Parcels[0].Surface()
	if !sound || surface.SRID != plan.facts.SRID {
		return wish, nil
	}
	var err error
	wish.Neighbours, err = r.neighboursOf(ctx, plan.facts.Sheet, surface.SRID, surface.Bounds())
	return wish, err
}

// wish makes the sheet's command of an input.
func (r *Registry) wish(a act, plan sheetPlan, in RegisterParcel) cadastre.RegisterParcels {
	boundary := polygon(cmp.Or(in.SRID, plan.facts.SRID), in.Boundary)
	parcel := cadastre.ParcelInput{
		ID:     ladm.Derive[ladm.ParcelKind](a.id, "parcel/"+plan.facts.Sheet.String()),
		Number: in.Number, LegalArea: ladm.SquareMetres(in.LegalArea), Purposes: in.Purposes, Boundary: boundary,
	}.Measure()
	return cadastre.RegisterParcels{
		Commune: plan.commune, Parcels: []cadastre.ParcelInput{parcel},
		EffectiveDate: in.EffectiveDate, Today: r.today(),
	}
}

// register opens the sheet, unless the parcel is refused anyway, and registers
// the parcel.
func (r *Registry) register(ctx context.Context, a act, plan sheetPlan, wish cadastre.RegisterParcels) (Registered, error) {
	var findings []rules.Finding
	err := r.look(ctx, plan, func(sheet *cadastre.Sheet) error {
		findings = cadastre.Check(sheet, wish)
		return nil
	})
	if err != nil {
		return Registered{}, err
	}
	if refused := rules.Refused(findings); refused != nil && !plan.inCommune {
		return Registered{}, about(0, refused)
	}
	if plan, err = r.open(ctx, a, plan); err != nil {
		return Registered{}, err
	}
	outcome, err := r.sheets.Handle(ctx, cadastre.StreamName(plan.facts.Sheet), command[cadastre.Command](a, wish))
	if err != nil {
		return Registered{}, about(0, err)
	}
	registered := Registered{Parcel: wish.Parcels[0].ID, Position: outcome.Position, Resent: outcome.Resent}
	if !outcome.Resent {
		registered.Warnings = lo.Filter(findings, func(f rules.Finding, _ int) bool { return f.Severity == rules.Warn })
	}
	return registered, nil
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

// neighboursOf asks for the parcels of other sheets in a box.
func (r *Registry) neighboursOf(ctx context.Context, own ladm.SheetID, srid int, box gis.Box) ([]cadastre.Neighbour, error) {
	shapes, err := r.neighbours.ParcelsWithin(ctx, srid, box)
	if err != nil {
		return nil, fmt.Errorf("parcels of other sheets: %w", err)
	}
	var others []cadastre.Neighbour
	for _, s := range shapes {
		if s.Sheet != own {
			others = append(others, cadastre.Neighbour{Parcel: s.ID, SheetNumber: s.SheetNumber, Number: s.Number, Boundary: s.Boundary})
		}
	}
	return others, nil
}
