package office

import (
	"context"

	"github.com/diachinh/diachinh/access"
	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/ladm"
)

// ResurveyBoundary asks to move boundary points to where the boundary runs now, in
// all parcels of the sheet that share them.
type ResurveyBoundary struct {
	Grounds
	Parcels []Reshape `json:"parcels"`
	Moves   []Move    `json:"moves"`
}

// CorrectBoundary asks for the same, where the boundary had been recorded wrongly.
type CorrectBoundary struct {
	Grounds
	Parcels []Reshape `json:"parcels"`
	Moves   []Move    `json:"moves"`
}

// ChangeNaturally asks to give a parcel the boundary that water left it. What is
// empty stands.
type ChangeNaturally struct {
	Grounds
	ParcelRef
	Kind      cadastre.NaturalChangeKind `json:"kind"`
	Boundary  [][][2]float64             `json:"boundary"`
	LegalArea float64                    `json:"legal_area"` // m²
	Purposes  []cadastre.Purpose         `json:"purposes"`
}

// ResurveyBoundary moves boundary points; see SubdivideParcel.
func (r *Registry) ResurveyBoundary(ctx context.Context, who access.Principal, key string, in ResurveyBoundary) (Changed, error) {
	return r.change(ctx, who, key, in)
}

// CorrectBoundary corrects boundary points; see SubdivideParcel.
func (r *Registry) CorrectBoundary(ctx context.Context, who access.Principal, key string, in CorrectBoundary) (Changed, error) {
	return r.change(ctx, who, key, in)
}

// ChangeNaturally records erosion or accretion; see SubdivideParcel.
func (r *Registry) ChangeNaturally(ctx context.Context, who access.Principal, key string, in ChangeNaturally) (Changed, error) {
	return r.change(ctx, who, key, in)
}

func (ResurveyBoundary) mutation() string { return "boundaryResurvey" }
func (CorrectBoundary) mutation() string  { return "boundaryCorrect" }
func (ChangeNaturally) mutation() string  { return "parcelNaturalChange" }

func (in ResurveyBoundary) parcels() []ParcelRef { return refsOf(in.Parcels) }
func (in CorrectBoundary) parcels() []ParcelRef  { return refsOf(in.Parcels) }

func (in ResurveyBoundary) drawn() [][][2]float64 { return ends(in.Moves) }
func (in CorrectBoundary) drawn() [][][2]float64  { return ends(in.Moves) }
func (in ChangeNaturally) drawn() [][][2]float64  { return in.Boundary }

func (in ResurveyBoundary) check(c *checklist) { checkReshapes(c, in.Parcels, in.Moves) }
func (in CorrectBoundary) check(c *checklist)  { checkReshapes(c, in.Parcels, in.Moves) }
func (in ChangeNaturally) check(c *checklist) {
	c.area(0, in.LegalArea)
	c.rings(0, in.Boundary)
}

func (in ResurveyBoundary) command(m making) cadastre.Command {
	return cadastre.Resurvey{Grounds: m.grounds, Parcels: reshapes(in.Parcels), Moves: moves(in.Moves)}
}

func (in CorrectBoundary) command(m making) cadastre.Command {
	return cadastre.CorrectBoundary{Grounds: m.grounds, Parcels: reshapes(in.Parcels), Moves: moves(in.Moves)}
}

func (in ChangeNaturally) command(m making) cadastre.Command {
	return cadastre.ChangeNaturally{
		Grounds: m.grounds, Parcel: in.ref(), Kind: in.Kind, Boundary: polygon(m.srid, in.Boundary),
		LegalArea: ladm.SquareMetres(in.LegalArea), Purposes: in.Purposes,
	}
}
