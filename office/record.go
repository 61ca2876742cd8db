package office

import (
	"context"

	"github.com/diachinh/diachinh/access"
	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/ladm"
)

// ChangePurposes asks to give a parcel other land purposes, on the whole of it or
// on a part.
type ChangePurposes struct {
	Grounds
	ParcelRef
	Purposes []cadastre.Purpose `json:"purposes"`
}

// ChangeLegalArea asks to give a parcel another legal area, and purposes that sum
// to it. The boundary stands.
type ChangeLegalArea struct {
	Grounds
	ParcelRef
	LegalArea float64            `json:"legal_area"` // m²
	Purposes  []cadastre.Purpose `json:"purposes"`
}

// RecoverParcel asks to take a parcel back for the State: the whole where Parts is
// nil, otherwise those of its parts that are Recovered, which are some but not all.
type RecoverParcel struct {
	Grounds
	ParcelRef
	Parts []Part `json:"parts"`
}

// EndParcel asks to end a parcel that nothing replaces.
type EndParcel struct {
	Grounds
	ParcelRef
	// Cause is SA, SN or DH.
	Cause string `json:"cause"`
}

// ReinstateParcel asks to undo the act that ended a parcel wrongly. Its effective
// date is that of the act.
type ReinstateParcel struct {
	Grounds
	ParcelRef
}

// CorrectParcel asks to put right what had been recorded wrongly. What is empty stands.
type CorrectParcel struct {
	Grounds
	ParcelRef
	Number    int                `json:"number"`
	LegalArea float64            `json:"legal_area"` // m²
	Purposes  []cadastre.Purpose `json:"purposes"`
}

// ChangePurposes changes a parcel's land purposes; see SubdivideParcel.
func (r *Registry) ChangePurposes(ctx context.Context, who access.Principal, key string, in ChangePurposes) (Changed, error) {
	return r.change(ctx, who, key, in)
}

// ChangeLegalArea changes a parcel's legal area; see SubdivideParcel.
func (r *Registry) ChangeLegalArea(ctx context.Context, who access.Principal, key string, in ChangeLegalArea) (Changed, error) {
	return r.change(ctx, who, key, in)
}

// RecoverParcel recovers a parcel or parts of it; see SubdivideParcel.
func (r *Registry) RecoverParcel(ctx context.Context, who access.Principal, key string, in RecoverParcel) (Changed, error) {
	return r.change(ctx, who, key, in)
}

// EndParcel ends a parcel; see SubdivideParcel.
func (r *Registry) EndParcel(ctx context.Context, who access.Principal, key string, in EndParcel) (Changed, error) {
	return r.change(ctx, who, key, in)
}

// ReinstateParcel reinstates a parcel; see SubdivideParcel.
func (r *Registry) ReinstateParcel(ctx context.Context, who access.Principal, key string, in ReinstateParcel) (Changed, error) {
	return r.change(ctx, who, key, in)
}

// CorrectParcel corrects a parcel's number, legal area or purposes; see SubdivideParcel.
func (r *Registry) CorrectParcel(ctx context.Context, who access.Principal, key string, in CorrectParcel) (Changed, error) {
	return r.change(ctx, who, key, in)
}

func (ChangePurposes) mutation() string  { return "parcelPurposesChange" }
func (ChangeLegalArea) mutation() string { return "parcelLegalAreaChange" }
func (RecoverParcel) mutation() string   { return "parcelRecover" }
func (EndParcel) mutation() string       { return "parcelEnd" }
func (ReinstateParcel) mutation() string { return "parcelReinstate" }
func (CorrectParcel) mutation() string   { return "parcelCorrect" }

func (in RecoverParcel) drawn() [][][2]float64 { return drawnBy(in.Parts) }

func (in ChangeLegalArea) check(c *checklist) { c.area(0, in.LegalArea) }
func (in RecoverParcel) check(c *checklist)   { checkParts(c, in.Parts) }
func (in CorrectParcel) check(c *checklist)   { c.area(0, in.LegalArea) }

func (in ChangePurposes) command(m making) cadastre.Command {
	return cadastre.ChangePurposes{Grounds: m.grounds, Parcel: in.ref(), Purposes: in.Purposes}
}

func (in ChangeLegalArea) command(m making) cadastre.Command {
	return cadastre.ChangeLegalArea{
		Grounds: m.grounds, Parcel: in.ref(), LegalArea: ladm.SquareMetres(in.LegalArea), Purposes: in.Purposes,
	}
}

func (in RecoverParcel) command(m making) cadastre.Command {
	if in.Parts == nil {
		return cadastre.Recover{Grounds: m.grounds, Parcel: in.ref()}
	}
	return cadastre.Subdivide{Grounds: m.grounds, Parcel: in.ref(), Parts: m.parts(in.Parts), Recovery: true}
}

func (in EndParcel) command(m making) cadastre.Command {
	return cadastre.End{Grounds: m.grounds, Parcel: in.ref(), Cause: in.Cause}
}

func (in ReinstateParcel) command(m making) cadastre.Command {
	return cadastre.Reinstate{Grounds: m.grounds, Parcel: in.ref()}
}

func (in CorrectParcel) command(m making) cadastre.Command {
	return cadastre.Correct{
		Grounds: m.grounds, Parcel: in.ref(), Number: in.Number,
		LegalArea: ladm.SquareMetres(in.LegalArea), Purposes: in.Purposes,
	}
}
