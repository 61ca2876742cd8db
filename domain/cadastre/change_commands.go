package cadastre

import (
	"github.com/google/uuid"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/gis"
)

// Grounds is what every change of registered parcels brings from outside its sheet.
type Grounds struct {
	Commune Commune
	// Neighbours are the parcels of other sheets around the changed ones, as far
	// as the read models know them.
	Neighbours    []Neighbour
	EffectiveDate ladm.Date
	Today         ladm.Date
	// Rules are those of the province on the effective date; nil means the
	// national ones.
	Rules *rules.Set
}

// Ref names a parcel as whoever asks for a change knew it: a parcel that was
// touched since is refused with REVISION_CONFLICT.
type Ref struct {
	Parcel   ladm.ParcelID
	Revision uint64
}

// Subdivide ends a parcel and begins parts that cover it.
type Subdivide struct {
	Grounds
	Parcel Ref
	Parts  []ParcelInput
	// Recovery says that the State recovers those of the parts that are Recovered.
	Recovery bool
}

// Merge ends adjoining parcels and begins one that covers them.
type Merge struct {
	Grounds
	Parcels []Ref
	// ID is of the new parcel; Number 0 asks for the next free one.
	ID     ladm.ParcelID
	Number int
	// LegalArea and Purposes are those of the parcels together where they are empty.
	LegalArea ladm.Area
	Purposes  []Purpose
}

// Readjust ends several parcels and begins several others that cover them.
type Readjust struct {
	Grounds
	Parcels []Ref
	Parts   []ParcelInput
}

// Resurvey moves boundary points, in all parcels of the sheet that share them.
type Resurvey struct {
	Grounds
	// Parcels are those that are meant; the boundary points are theirs.
	Parcels []Reshape
	Moves   []Move
}

// CorrectBoundary is as Resurvey, but of an error: it holds from a day on that
// may lie before other changes.
type CorrectBoundary struct {
	Grounds
	Parcels []Reshape
	Moves   []Move
}

// Reshape is a parcel whose boundary points move. What is empty stands.
type Reshape struct {
	Ref
	LegalArea ladm.Area
	Purposes  []Purpose
}

// ChangeNaturally gives a parcel the boundary that water left it. What is empty stands.
type ChangeNaturally struct {
	Grounds
	Parcel    Ref
	Kind      NaturalChangeKind
	Boundary  gis.Polygon
	Surveyed  []SurveyedPoint
	LegalArea ladm.Area
	Purposes  []Purpose
}

// ChangePurposes gives a parcel other land purposes (CM), on the whole of it or on
// a part. The same ones do nothing.
type ChangePurposes struct {
	Grounds
	Parcel   Ref
	Purposes []Purpose
}

// ChangeLegalArea gives a parcel another legal area, and purposes that sum to it.
type ChangeLegalArea struct {
	Grounds
	Parcel    Ref
	LegalArea ladm.Area
	Purposes  []Purpose
}

// Recover takes a whole parcel back for the State.
type Recover struct {
	Grounds
	Parcel Ref
}

// End ends a parcel that nothing replaces.
type End struct {
	Grounds
	Parcel Ref
	// Cause is SA, SN or DH.
	Cause string
}

// Reinstate undoes the act that ended a parcel wrongly: all that the act ended
// stands again, and what it began is annulled.
type Reinstate struct {
	Grounds // without an effective date: it is that of the act
	Parcel  Ref
}

// Correct puts right what had been recorded wrongly. What is empty stands.
type Correct struct {
	Grounds
	Parcel    Ref
	Number    int
	LegalArea ladm.Area
	Purposes  []Purpose
}

// InsertPoints puts points of a boundary with another sheet into the sheet's own
// parcels that have them not yet.
type InsertPoints struct {
	Answers       uuid.UUID
	Points        []gis.Point
	EffectiveDate ladm.Date
}

// RenumberSheet gives the sheet another number or scale, as its commune did.
type RenumberSheet struct {
	Number        int
	Scale         int
	EffectiveDate ladm.Date
}

func (Subdivide) cadastreCommand()       {}
func (Merge) cadastreCommand()           {}
func (Readjust) cadastreCommand()        {}
func (Resurvey) cadastreCommand()        {}
func (CorrectBoundary) cadastreCommand() {}
func (ChangeNaturally) cadastreCommand() {}
func (ChangePurposes) cadastreCommand()  {}
func (ChangeLegalArea) cadastreCommand() {}
func (Recover) cadastreCommand()         {}
func (End) cadastreCommand()             {}
func (Reinstate) cadastreCommand()       {}
func (Correct) cadastreCommand()         {}
func (InsertPoints) cadastreCommand()    {}
func (RenumberSheet) cadastreCommand()   {}
