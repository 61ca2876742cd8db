package graph

import (
	"context"

	"github.com/samber/lo"

	"github.com/diachinh/diachinh/graph/input"
	"github.com/diachinh/diachinh/graph/view"
	"github.com/diachinh/diachinh/office"
)

// oneParcel is how the input of an act on one parcel as it is drawn is made.
var oneParcel = view.Input{Parcel: "parcel", Undrawn: true}

// ParcelPurposesChange gives a parcel other land purposes.
func (m mutation) ParcelPurposesChange(ctx context.Context, in input.ChangePurposes) (*view.ParcelChangePayload, error) {
	r := m.reading(ctx, in.Parcel.ID)
	return changeParcels(ctx, m, in.Grounds, oneParcel, act[office.ChangePurposes]{
		wish: office.ChangePurposes{
			Grounds: r.grounds(in.Grounds), ParcelRef: r.parcel(in.Parcel), Purposes: lo.Map(in.Purposes, purpose),
		},
		read: r, do: m.registry.ChangePurposes,
	})
}

// ParcelLegalAreaChange gives a parcel another legal area.
func (m mutation) ParcelLegalAreaChange(ctx context.Context, in input.ChangeLegalArea) (*view.ParcelChangePayload, error) {
	r := m.reading(ctx, in.Parcel.ID)
	return changeParcels(ctx, m, in.Grounds, oneParcel, act[office.ChangeLegalArea]{
		wish: office.ChangeLegalArea{
			Grounds: r.grounds(in.Grounds), ParcelRef: r.parcel(in.Parcel),
			LegalArea: in.LegalArea, Purposes: lo.Map(in.Purposes, purpose),
		},
		read: r, do: m.registry.ChangeLegalArea,
	})
}

// ParcelEnd ends a parcel that nothing replaces.
func (m mutation) ParcelEnd(ctx context.Context, in input.End) (*view.ParcelChangePayload, error) {
	r := m.reading(ctx, in.Parcel.ID)
	return changeParcels(ctx, m, in.Grounds, oneParcel, act[office.EndParcel]{
		wish: office.EndParcel{Grounds: r.grounds(in.Grounds), ParcelRef: r.parcel(in.Parcel), Cause: in.Cause},
		read: r, do: m.registry.EndParcel,
	})
}

// ParcelReinstate undoes the act that ended a parcel wrongly.
func (m mutation) ParcelReinstate(ctx context.Context, in input.Reinstate) (*view.ParcelChangePayload, error) {
	r := m.reading(ctx, in.Parcel.ID)
	return changeParcels(ctx, m, in.Grounds, oneParcel, act[office.ReinstateParcel]{
		wish: office.ReinstateParcel{Grounds: r.grounds(in.Grounds), ParcelRef: r.parcel(in.Parcel)},
		read: r, do: m.registry.ReinstateParcel,
	})
}

// ParcelCorrect puts right what had been recorded wrongly about a parcel.
func (m mutation) ParcelCorrect(ctx context.Context, in input.Correct) (*view.ParcelChangePayload, error) {
	r := m.reading(ctx, in.Parcel.ID)
	return changeParcels(ctx, m, in.Grounds, oneParcel, act[office.CorrectParcel]{
		wish: office.CorrectParcel{
			Grounds: r.grounds(in.Grounds), ParcelRef: r.parcel(in.Parcel),
			Number: orZero(in.Number), LegalArea: orZero(in.LegalArea), Purposes: lo.Map(in.Purposes, purpose),
		},
		read: r, do: m.registry.CorrectParcel,
	})
}
