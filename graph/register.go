package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"github.com/diachinh/diachinh/access"
	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/graph/model"
	"github.com/diachinh/diachinh/graph/view"
	"github.com/diachinh/diachinh/office"
)

// mutation resolves the root type Mutation. What the rules refuse is a user
// error of the payload; what went wrong otherwise is an error of the request.
type mutation struct{ *resolver }

// ParcelRegister registers a parcel for the first time.
func (m mutation) ParcelRegister(ctx context.Context, input model.ParcelRegisterInput) (*view.ParcelRegisterPayload, error) {
	command, reading := registration(input)
	var parcel ladm.ParcelID
	done, err := carryOut(ctx, act[office.RegisterParcel]{
		key: input.IdempotencyKey, wish: command, read: reading,
		do: func(ctx context.Context, who access.Principal, key string, wish office.RegisterParcel) (office.Changed, error) {
			registered, err := m.registry.RegisterParcel(ctx, who, key, wish)
			parcel = registered.Parcel
			return asChanged(registered), err
		},
	})
	if err != nil {
		return nil, err
	}
	payload := &view.ParcelRegisterPayload{
		Outcome:  view.NewChangeOutcome(done.changed.Event),
		Position: m.position(done.changed.Position),
		DryRun:   command.DryRun,
	}
	payload.UserErrors, payload.Warnings = split(done, registrationInput)
	if payload.Position == nil {
		return payload, nil
	}
	parcels, err := m.affected(ctx, "parcel", []ladm.ParcelID{parcel}, done.changed.Position)
	if err != nil {
		// The parcel is registered all the same, and the client has its position.
		graphql.AddError(ctx, err)
	}
	if len(parcels) > 0 {
		payload.Parcel = parcels[0]
	}
	return payload, nil
}

// asChanged tells of a registration as of any other act.
func asChanged(r office.Registered) office.Changed {
	changed := office.Changed{Position: r.Position, Warnings: r.Warnings, Resent: r.Resent, DryRun: r.DryRun}
	if r.Event.Parcel != (ladm.ParcelID{}) {
		changed.Event = cadastre.Event(r.Event)
	}
	return changed
}
