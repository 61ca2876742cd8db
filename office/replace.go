package office

import (
	"context"

	"github.com/diachinh/diachinh/access"
	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/ladm"
)

// SubdivideParcel asks to end a parcel and to begin parts that cover it (tách thửa).
type SubdivideParcel struct {
	Grounds
	ParcelRef
	Parts []Part `json:"parts"`
}

// MergeParcels asks to end adjoining parcels and to begin one that covers them
// (hợp thửa).
type MergeParcels struct {
	Grounds
	Parcels []ParcelRef `json:"parcels"`
	// Number is that of the new parcel; 0 asks for the next free one.
	Number int `json:"number"`
	// LegalArea (m²) and Purposes are those of the parcels together where they are empty.
	LegalArea float64            `json:"legal_area"`
	Purposes  []cadastre.Purpose `json:"purposes"`
}

// ReadjustParcels asks to end several parcels and to begin several others that
// cover them: a common boundary adjusted, or land readjusted.
type ReadjustParcels struct {
	Grounds
	Parcels []ParcelRef `json:"parcels"`
	Parts   []Part      `json:"parts"`
}

// SubdivideParcel subdivides a parcel. As for every act on registered parcels, the
// same office and key always do the same: after an interruption or an
// ErrUnavailable, send it again unchanged. Errors: *rules.Refusal,
// es.ErrKeyReused, es.ErrBusy, es.ErrUnavailable, access.ErrNoPrincipal.
func (r *Registry) SubdivideParcel(ctx context.Context, who access.Principal, key string, in SubdivideParcel) (Changed, error) {
	return r.change(ctx, who, key, in)
}

// MergeParcels merges parcels; see SubdivideParcel.
func (r *Registry) MergeParcels(ctx context.Context, who access.Principal, key string, in MergeParcels) (Changed, error) {
	return r.change(ctx, who, key, in)
}

// ReadjustParcels readjusts parcels; see SubdivideParcel.
func (r *Registry) ReadjustParcels(ctx context.Context, who access.Principal, key string, in ReadjustParcels) (Changed, error) {
	return r.change(ctx, who, key, in)
}

func (SubdivideParcel) mutation() string { return "parcelSubdivide" }
func (MergeParcels) mutation() string    { return "parcelsMerge" }
func (ReadjustParcels) mutation() string { return "parcelsReadjust" }

func (in MergeParcels) parcels() []ParcelRef    { return in.Parcels }
func (in ReadjustParcels) parcels() []ParcelRef { return in.Parcels }

func (in SubdivideParcel) drawn() [][][2]float64     { return drawnBy(in.Parts) }
func (in MergeParcels) drawn() (none [][][2]float64) { return none }
func (in ReadjustParcels) drawn() [][][2]float64     { return drawnBy(in.Parts) }

func (in SubdivideParcel) check(c *checklist) { checkParts(c, in.Parts) }
func (in MergeParcels) check(c *checklist)    { c.area(cadastre.WholeCommand, in.LegalArea) }
func (in ReadjustParcels) check(c *checklist) { checkParts(c, in.Parts) }

func (in SubdivideParcel) command(m making) cadastre.Command {
	return cadastre.Subdivide{Grounds: m.grounds, Parcel: in.ref(), Parts: m.parts(in.Parts)}
}

func (in MergeParcels) command(m making) cadastre.Command {
	return cadastre.Merge{
		Grounds: m.grounds, Parcels: refs(in.Parcels), ID: ladm.Derive[ladm.ParcelKind](m.act.id, "parcel"),
		Number: in.Number, LegalArea: ladm.SquareMetres(in.LegalArea), Purposes: in.Purposes,
	}
}

func (in ReadjustParcels) command(m making) cadastre.Command {
	return cadastre.Readjust{Grounds: m.grounds, Parcels: refs(in.Parcels), Parts: m.parts(in.Parts)}
}
