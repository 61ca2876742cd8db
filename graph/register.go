package graph

import (
	"cmp"
	"context"
	"errors"

	"github.com/99designs/gqlgen/graphql"
	"github.com/samber/lo"

	"github.com/diachinh/diachinh/access"
	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/graph/model"
	"github.com/diachinh/diachinh/graph/view"
	"github.com/diachinh/diachinh/office"
)

// mutation resolves the root type Mutation. What the rules refuse is a user
// error of the payload; what went wrong otherwise is an error of the request.
type mutation struct{ *resolver }

// ParcelRegister registers a parcel for the first time.
func (m mutation) ParcelRegister(ctx context.Context, input model.ParcelRegisterInput) (*view.ParcelRegisterPayload, error) {
	who, err := access.From(ctx)
	if err != nil {
		return nil, err
	}
	command, findings := registration(input)
	if len(findings) > 0 {
		return refusedRegistration(findings), nil
	}
	registered, err := m.registry.RegisterParcel(ctx, who, input.IdempotencyKey, command)
	var refusal *rules.Refusal
	switch {
	case errors.As(err, &refusal):
		return refusedRegistration(refusal.Findings), nil
	case errors.Is(err, es.ErrKeyReused):
		return refusedRegistration([]rules.Finding{keyReused}), nil
	case err != nil:
		return nil, err
	}
	return m.registered(ctx, registered)
}

// registered shows a registration, and the parcel where it is asked for and
// already visible.
func (m mutation) registered(ctx context.Context, registered office.Registered) (*view.ParcelRegisterPayload, error) {
	position := es.Token{Log: m.log, Position: registered.Position}.String()
	payload := &view.ParcelRegisterPayload{
		UserErrors: []*view.Finding{},
		Warnings:   view.NewFindings(registered.Warnings),
		Position:   &position,
	}
	var plan *parcelPlan
	selected(ctx, func(s selection) {
		if s.field.Name == "parcel" {
			plan = cmp.Or(plan, &parcelPlan{})
			s.each(plan.add)
		}
	})
	if plan == nil {
		return payload, nil
	}
	parcel, err := m.newborn(ctx, registered, plan)
	if err != nil {
		// The parcel is registered all the same, and the client has its position.
		graphql.AddError(ctx, err)
		return payload, nil
	}
	payload.Parcel = parcel
	return payload, nil
}

// newborn reads the parcel that was registered, as soon as it is visible.
func (m mutation) newborn(ctx context.Context, registered office.Registered, plan *parcelPlan) (*view.Parcel, error) {
	if err := m.see(ctx, parcelModels, registered.Position); err != nil {
		return nil, err
	}
	row, err := m.reader.ParcelByID(ctx, registered.Parcel, read.At{}, plan.fields)
	if err != nil {
		return nil, err
	}
	parcel := view.NewParcel(&row)
	return parcel, m.complete(ctx, []*view.Parcel{parcel}, plan)
}

func refusedRegistration(findings []rules.Finding) *view.ParcelRegisterPayload {
	grave := lo.Filter(findings, func(f rules.Finding, _ int) bool { return f.Severity == rules.Refuse })
	slight := lo.Filter(findings, func(f rules.Finding, _ int) bool { return f.Severity != rules.Refuse })
	return &view.ParcelRegisterPayload{UserErrors: view.NewFindings(grave), Warnings: view.NewFindings(slight)}
}
