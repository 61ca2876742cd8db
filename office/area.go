package office

import (
	"context"
	"errors"
	"fmt"

	"github.com/samber/lo"

	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/gis"
	"github.com/diachinh/diachinh/projections/read"
)

// reachOf is how many millimetres around an act's parcels neighbours are looked
// for: boundaries that were brought from another zone may lie a little apart.
const reachOf = 500

// area is where an act takes place.
type area struct {
	commune     cadastre.Commune
	sheetNumber int
	srid        int
	box         gis.Box
}

// areaOf finds the commune of a sheet, and the box around all that an act is about.
func (r *Registry) areaOf(ctx context.Context, sheet ladm.SheetID, in changing) (found area, err error) {
	refs := in.parcels()
	newest := lo.MaxBy(refs, func(a, b ParcelRef) bool { return a.Revision > b.Revision })
	var commune ladm.CommuneID
	var strange []int // parcels that the sheet does not know
	err = r.sheets.ViewFrom(ctx, cadastre.StreamName(sheet), newest.Revision, func(state *cadastre.Sheet, _ uint64, _ bool) error {
		commune = state.Commune
		found.sheetNumber, found.srid = state.Number, state.SRID
		for i, ref := range refs {
			for _, parcel := range state.EndedWith(ref.Parcel) {
				found.box = union(found.box, parcel.Boundary.Bounds())
			}
			if parcel, known := state.Parcel(ref.Parcel); known {
				found.box = union(found.box, parcel.Boundary.Bounds())
			} else {
				strange = append(strange, i)
			}
		}
		return nil
	})
	if err == nil {
		err = r.refuseOthers(ctx, sheet, found.sheetNumber, refs, strange)
	}
	if err != nil {
		return found, err
	}
	for _, ring := range in.drawn() {
		found.box = union(found.box, polygon(found.srid, [][][2]float64{ring}).Bounds())
	}
	found.commune, err = r.communeByID(ctx, commune)
	return found, err
}

// refuseOthers refuses an act on a sheet that names parcels of other sheets. Those
// that are nowhere, the sheet's rules refuse.
func (r *Registry) refuseOthers(ctx context.Context, sheet ladm.SheetID, number int, refs []ParcelRef, strange []int) error {
	var findings []rules.Finding
	for _, i := range strange {
		other, err := r.sheetOf(ctx, refs[i].Parcel)
		if errors.Is(err, read.ErrNotFound) || err == nil && other == sheet {
			continue
		}
		if err != nil {
			return err
		}
		values := rules.Values{"sheet": number}
		err = r.sheets.ViewFrom(ctx, cadastre.StreamName(other), refs[i].Revision, func(state *cadastre.Sheet, _ uint64, _ bool) error {
			parcel, _ := state.Parcel(refs[i].Parcel)
			values["number"], values["other"] = parcel.Number, state.Number
			return nil
		})
		if err != nil {
			return err
		}
		findings = append(findings, r.found("PARCEL_ON_OTHER_SHEET", i, values))
	}
	return rules.Refused(findings)
}

// around returns the parcels of other sheets in an area: those that acts of this
// process put there lately, and those that the read models know.
func (r *Registry) around(ctx context.Context, a area, own ladm.SheetID) ([]cadastre.Neighbour, error) {
	box := a.box.Grow(reachOf)
	return r.neighbours(ctx, r.underway.lately(own, a.srid, box), own, a.srid, box)
}

// neighbours adds to the recent parcels of other sheets those that the read models
// know, and leaves out what these know better.
func (r *Registry) neighbours(ctx context.Context, lately []recent, own ladm.SheetID, srid int, box gis.Box) ([]cadastre.Neighbour, error) {
	var shown es.Position
	var err error
	if len(lately) > 0 {
		// Before they are asked: what they show by then, they show also afterwards.
		if shown, err = r.models.ParcelsShown(ctx); err != nil {
			return nil, fmt.Errorf("parcels of other sheets: %w", err)
		}
	}
	before, err := r.neighboursOf(ctx, own, srid, box)
	return unique(unseen(lately, shown), before), err
}

// unique holds every parcel once, as it stands first.
func unique(neighbours ...[]cadastre.Neighbour) []cadastre.Neighbour {
	return lo.UniqBy(lo.Flatten(neighbours), func(n cadastre.Neighbour) ladm.ParcelID { return n.Parcel })
}

// rulesOf are the rules of a commune's province on a day.
func (r *Registry) rulesOf(commune cadastre.Commune, day ladm.Date) *rules.Set {
	if day.IsZero() {
		return r.book.On(commune.Province, "")
	}
	return r.book.On(commune.Province, day.String())
}

// union is the box around two; the zero box is none.
func union(a, b gis.Box) gis.Box {
	switch {
	case a == gis.Box{}:
		return b
	case b == gis.Box{}:
		return a
	}
	return gis.Box{
		Min: gis.Point{E: min(a.Min.E, b.Min.E), N: min(a.Min.N, b.Min.N)},
		Max: gis.Point{E: max(a.Max.E, b.Max.E), N: max(a.Max.N, b.Max.N)},
	}
}
