package graph

import (
	"context"
	"strings"

	"github.com/samber/lo"

	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/graph/input"
	"github.com/diachinh/diachinh/graph/view"
	"github.com/diachinh/diachinh/office"
)

// movedPoints is how the input of acts that move boundary points is made.
var movedPoints = view.Input{Parcel: "parcels", Items: "parcels", Undrawn: true}

// BoundaryResurvey moves boundary points to where boundaries run now.
func (m mutation) BoundaryResurvey(ctx context.Context, in input.MovePoints) (*view.ParcelChangePayload, error) {
	r := m.reading(ctx, "")
	return changeParcels(ctx, m, in.Grounds, movedPoints, act[office.ResurveyBoundary]{
		wish: office.ResurveyBoundary{Grounds: r.grounds(in.Grounds), Parcels: r.reshapes(in.Parcels), Moves: moves(in.Moves)},
		read: r, do: m.registry.ResurveyBoundary,
	})
}

// BoundaryCorrect moves boundary points to where boundaries have run all along.
func (m mutation) BoundaryCorrect(ctx context.Context, in input.MovePoints) (*view.ParcelChangePayload, error) {
	r := m.reading(ctx, "")
	return changeParcels(ctx, m, in.Grounds, movedPoints, act[office.CorrectBoundary]{
		wish: office.CorrectBoundary{Grounds: r.grounds(in.Grounds), Parcels: r.reshapes(in.Parcels), Moves: moves(in.Moves)},
		read: r, do: m.registry.CorrectBoundary,
	})
}

// ParcelNaturalChange gives a parcel the boundary that water left it.
func (m mutation) ParcelNaturalChange(ctx context.Context, in input.ChangeNaturally) (*view.ParcelChangePayload, error) {
	r := m.reading(ctx, in.Parcel.ID)
	return changeParcels(ctx, m, in.Grounds, view.Input{Parcel: "parcel"}, act[office.ChangeNaturally]{
		wish: office.ChangeNaturally{
			Grounds: r.grounds(in.Grounds), ParcelRef: r.parcel(in.Parcel),
			Kind:     cadastre.NaturalChangeKind(strings.ToLower(string(in.Kind))),
			Boundary: r.boundary(in.Boundary, 0), LegalArea: orZero(in.LegalArea), Purposes: lo.Map(in.Purposes, purpose),
		},
		read: r, do: m.registry.ChangeNaturally,
	})
}
