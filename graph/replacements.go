package graph

import (
	"context"

	"github.com/samber/lo"

	"github.com/diachinh/diachinh/graph/input"
	"github.com/diachinh/diachinh/graph/view"
	"github.com/diachinh/diachinh/office"
)

// ParcelSubdivide subdivides a parcel.
func (m mutation) ParcelSubdivide(ctx context.Context, in input.Subdivide) (*view.ParcelChangePayload, error) {
	r := m.reading(ctx, in.Parcel.ID)
	return changeParcels(ctx, m, in.Grounds, view.Input{Parcel: "parcel", Items: "parts"}, act[office.SubdivideParcel]{
		wish: office.SubdivideParcel{Grounds: r.grounds(in.Grounds), ParcelRef: r.parcel(in.Parcel), Parts: r.parts(in.Parts)},
		read: r, do: m.registry.SubdivideParcel,
	})
}

// ParcelsMerge merges parcels.
func (m mutation) ParcelsMerge(ctx context.Context, in input.Merge) (*view.ParcelChangePayload, error) {
	r := m.reading(ctx, "")
	return changeParcels(ctx, m, in.Grounds, view.Input{Parcel: "parcels", Undrawn: true}, act[office.MergeParcels]{
		wish: office.MergeParcels{
			Grounds: r.grounds(in.Grounds), Parcels: r.parcels(in.Parcels),
			Number: orZero(in.Number), LegalArea: orZero(in.LegalArea), Purposes: lo.Map(in.Purposes, purpose),
		},
		read: r, do: m.registry.MergeParcels,
	})
}

// ParcelsReadjust replaces parcels by others on the same ground.
func (m mutation) ParcelsReadjust(ctx context.Context, in input.Readjust) (*view.ParcelChangePayload, error) {
	r := m.reading(ctx, "")
	if len(in.Parcels) > 0 {
		r = m.reading(ctx, in.Parcels[0].ID)
	}
	return changeParcels(ctx, m, in.Grounds, view.Input{Parcel: "parcels", Items: "parts"}, act[office.ReadjustParcels]{
		wish: office.ReadjustParcels{Grounds: r.grounds(in.Grounds), Parcels: r.parcels(in.Parcels), Parts: r.parts(in.Parts)},
		read: r, do: m.registry.ReadjustParcels,
	})
}

// ParcelRecover takes a parcel, or parts of it, back for the State.
func (m mutation) ParcelRecover(ctx context.Context, in input.Recover) (*view.ParcelChangePayload, error) {
	r := m.reading(ctx, in.Parcel.ID)
	return changeParcels(ctx, m, in.Grounds, view.Input{Parcel: "parcel", Items: "parts"}, act[office.RecoverParcel]{
		wish: office.RecoverParcel{Grounds: r.grounds(in.Grounds), ParcelRef: r.parcel(in.Parcel), Parts: r.recovered(in.Parts)},
		read: r, do: m.registry.RecoverParcel,
	})
}
