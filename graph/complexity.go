package graph

import (
	"time"

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
	usualEdges    = 10
	usualNames    = 3
	usualPlaces   = 10
	usualAffected = 4
	boundary      = 5
	// picture is a parcel's whole family, read and drawn; check is all parcels of a
	// commune held against each other.
	picture = 1000
	check   = 5000
)

// weigh says what each list and each boundary costs; a plain field costs 1.
func weigh(weights *generated.ComplexityRoot) {
	weights.Query.Parcels = func(below int, _ *string, _, _ *int, _ *model.NearInput, _ *model.WithinInput, _ *ladm.Date, _ *time.Time,
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
	weights.Parcel.ReplacedBy = func(below int) int { return usualNames * below }
	weights.Parcel.Ancestors = func(below int, _ *int) int { return usualEdges * below }
	weights.Parcel.Descendants = func(below int, _ *int) int { return usualEdges * below }
	weights.Parcel.Aliases = func(below int) int { return usualNames * below }
	weights.Parcel.LineageSvg = func(int) int { return picture }
	weights.MapSheet.Numbers = func(below int) int { return usualNames * below }
	weights.ParcelVersion.Changes = func(below int) int { return boundary + below }
	weights.Query.QualityReport = func(below int, _ string, _ *string) int { return check + below }
	weights.QualityReport.Faults = func(below int, first *int) int { return rows(first, nil) * below }
	weighOutcomes(weights)
	weights.ParcelVersion.Geometry = func(int, *int) int { return boundary }
}

// weighOutcomes says what the lists of an act's outcome cost.
func weighOutcomes(weights *generated.ComplexityRoot) {
	affected := func(below int) int { return usualAffected * below }
	weights.ParcelChangePayload.Parcels = affected
	weights.ChangeOutcome.Begun = affected
	weights.ChangeOutcome.Ended = affected
	weights.ChangeOutcome.Changed = affected
	weights.ChangeOutcome.InsertedPoints = func(below int) int { return usualPlaces * below }
	weights.BegunParcel.Geometry = func(int, *int) int { return boundary }
	weights.ChangedParcel.Geometry = func(int, *int) int { return boundary }
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
