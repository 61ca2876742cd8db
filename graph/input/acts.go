package input

import (
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/graph/model"
	"github.com/diachinh/diachinh/graph/scalar"
)

// Grounds is what every act brings beside its own content.
type Grounds struct {
	IdempotencyKey string
	// EffectiveDate is zero where the act itself says which day it is about.
	EffectiveDate ladm.Date
	Dossier       *string
	Procedure     *string
	Sources       []*model.SourceInput
	DryRun        *bool
}

// ParcelRef names a parcel as whoever asks for a change has seen it.
type ParcelRef struct {
	ID               string
	ExpectedRevision int
}

// Part is a new parcel on the ground of old ones.
type Part struct {
	Number    *int
	LegalArea *float64
	Purposes  []*model.LandPurposeInput
	Boundary  scalar.GeoJSON
	Recovered *bool
}

// Reshape is a parcel whose boundary points move.
type Reshape struct {
	ParcelRef
	LegalArea *float64
	Purposes  []*model.LandPurposeInput
}

// Subdivide asks to subdivide a parcel.
type Subdivide struct {
	Grounds
	Parcel ParcelRef
	Parts  []*Part
}

// Merge asks to merge parcels.
type Merge struct {
	Grounds
	Parcels   []*ParcelRef
	Number    *int
	LegalArea *float64
	Purposes  []*model.LandPurposeInput
}

// Readjust asks to replace parcels by others on the same ground.
type Readjust struct {
	Grounds
	Parcels []*ParcelRef
	Parts   []*Part
}

// MovePoints asks to move boundary points: since they run otherwise now, or since
// they had been recorded wrongly.
type MovePoints struct {
	Grounds
	Parcels []*Reshape
	Moves   []*model.PointMoveInput
}

// ChangeNaturally asks to give a parcel the boundary that water left it.
type ChangeNaturally struct {
	Grounds
	Parcel    ParcelRef
	Kind      model.NaturalChangeKind
	Boundary  scalar.GeoJSON
	LegalArea *float64
	Purposes  []*model.LandPurposeInput
}

// ChangePurposes asks to give a parcel other land purposes.
type ChangePurposes struct {
	Grounds
	Parcel   ParcelRef
	Purposes []*model.LandPurposeInput
}

// ChangeLegalArea asks to give a parcel another legal area.
type ChangeLegalArea struct {
	Grounds
	Parcel    ParcelRef
	LegalArea float64
	Purposes  []*model.LandPurposeInput
}

// Recover asks to take a parcel, or parts of it, back for the State.
type Recover struct {
	Grounds
	Parcel ParcelRef
	Parts  []*Part
}

// End asks to end a parcel that nothing replaces.
type End struct {
	Grounds
	Parcel ParcelRef
	Cause  string
}

// Reinstate asks to undo the act that ended a parcel wrongly.
type Reinstate struct {
	Grounds
	Parcel ParcelRef
}

// Correct asks to put right what had been recorded wrongly about a parcel.
type Correct struct {
	Grounds
	Parcel    ParcelRef
	Number    *int
	LegalArea *float64
	Purposes  []*model.LandPurposeInput
}

// OpenSheet asks to open a map sheet.
type OpenSheet struct {
	Grounds
	Commune string
	Number  int
	Scale   int
	SRID    int
}

// RenumberSheet asks to give a map sheet another number.
type RenumberSheet struct {
	Grounds
	Commune   string
	Sheet     int
	Scale     *int
	NewNumber int
}

// RescaleSheet asks to give a map sheet another scale.
type RescaleSheet struct {
	Grounds
	Commune   string
	Sheet     int
	Scale     *int
	NewScale  int
	NewNumber *int
}
