package graph

import (
	"github.com/samber/lo"

	"github.com/diachinh/diachinh/graph/model"
	"github.com/diachinh/diachinh/graph/view"
	"github.com/diachinh/diachinh/office"
)

// registrationInput is made of fields of its own alone.
var registrationInput = view.Input{}

// registration reads the input of a registration.
func registration(input model.ParcelRegisterInput) (office.RegisterParcel, *reading) {
	r := &reading{zone: func() (int, error) { return orZero(input.Srid), nil }}
	r.key(input.IdempotencyKey)
	return office.RegisterParcel{
		Commune:       input.Commune,
		Sheet:         input.Sheet,
		Scale:         orZero(input.Scale),
		SRID:          orZero(input.Srid),
		Number:        orZero(input.Number),
		LegalArea:     input.LegalArea,
		Purposes:      lo.Map(input.Purposes, purpose),
		Boundary:      r.boundary(input.Boundary, 0),
		EffectiveDate: input.EffectiveDate,
		Dossier:       orZero(input.Dossier),
		Procedure:     orZero(input.Procedure),
		Sources:       lo.Map(input.Sources, source),
		DryRun:        orZero(input.DryRun),
	}, r
}
