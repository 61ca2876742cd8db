package graph

import (
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/graph/generated"
	"github.com/diachinh/diachinh/graph/model"
	"github.com/diachinh/diachinh/graph/view"
)

// How many rows a list without counts is taken to have, and what a boundary
// weighs against a plain field.
const (
	usualVersions = 5
	usualVertices = 20
	boundary      = 5
)

// weigh says what each list and each boundary costs; a plain field costs 1.
func weigh(weights *generated.ComplexityRoot) {
	weights.Query.Parcels = func(below int, _ *string, _, _ *int, _ *model.NearInput, _ *model.WithinInput, _ *ladm.Date,
		first *int, _ *string, last *int, _ *string, _ *string) int {
		return rows(first, last) * below
	}
	weights.Query.Communes = func(below int, _ *string, first *int, _ *string, last *int, _ *string, _ *string) int {
		return rows(first, last) * below
	}
	weights.MapSheet.Parcels = func(below int, first *int, _ *string, last *int, _ *string) int {
		return rows(first, last) * below
	}
	weights.Parcel.Neighbours = func(below int, first *int) int { return rows(first, nil) * below }
	weights.Parcel.History = func(below int) int { return usualVersions * below }
	weights.Parcel.BoundaryPoints = func(below int, _ *int) int { return usualVertices * below }
	weights.Parcel.Geometry = func(int, *int) int { return boundary }
	weights.Parcel.Centroid = func(int, *int) int { return boundary }
	weights.ParcelVersion.Geometry = func(int, *int) int { return boundary }
}

// rows is how many rows a list is asked for. What is out of range is refused
// when the field is resolved.
func rows(first, last *int) int {
	count := max(orZero(first), orZero(last))
	if count < 1 {
		count = view.DefaultCount
	}
	return min(count, view.MaxCount)
}
