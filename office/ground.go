package office

import (
	"github.com/samber/lo"

	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/gis"
)

// ground is what an event does to the ground that parcels cover.
type ground struct {
	// gone are the parcels that ended, or have another boundary now.
	gone []ladm.ParcelID
	// taken are the parcels that began, stand again or have another boundary.
	taken []surface
	// reaches says that the ground may be other than it was before.
	reaches bool
}

// surface is a parcel's ground.
type surface struct {
	parcel   ladm.ParcelID
	number   int // 0 where the event does not say
	landType string
	boundary gis.Polygon
}

// groundOf reads an event.
func groundOf(event cadastre.Event) (g ground) {
	switch e := event.(type) {
	case cadastre.ParcelSubdivided:
		g.replaced(e.Replacement)
	case cadastre.ParcelsMerged:
		g.replaced(e.Replacement)
	case cadastre.ParcelsReadjusted:
		g.replaced(e.Replacement)
	case cadastre.ParcelPartlyRecovered:
		g.replaced(e.Replacement)
	case cadastre.ParcelsResurveyed:
		g.reshaped(e.Reshaping)
	case cadastre.BoundaryCorrected:
		g.reshaped(e.Reshaping)
	case cadastre.ParcelNaturallyChanged:
		g.reshaped(e.Reshaping)
	case cadastre.ParcelEnded:
		g.gone = []ladm.ParcelID{e.Parcel}
	case cadastre.ParcelsReinstated:
		g.gone, g.reaches = e.Annulled, true
		for _, p := range e.Reinstated {
			g.taken = append(g.taken, surface{parcel: p.Parcel, boundary: p.Boundary})
		}
	}
	return g
}

func (g *ground) replaced(e cadastre.Replacement) {
	g.gone = lo.Map(e.Ended, func(p cadastre.EndedParcel, _ int) ladm.ParcelID { return p.Parcel })
	for _, p := range e.Begun {
		g.taken = append(g.taken, surface{p.Parcel, p.Number, mainType(p.Purposes), p.Boundary})
	}
}

func (g *ground) reshaped(e cadastre.Reshaping) {
	g.reaches = true
	for _, p := range e.Parcels {
		g.gone = append(g.gone, p.Parcel)
		g.taken = append(g.taken, surface{parcel: p.Parcel, landType: mainType(p.Purposes), boundary: p.Boundary})
	}
}

// mainType is the land type of the largest area, the first of equal ones.
func mainType(purposes []cadastre.Purpose) string {
	return lo.MaxBy(purposes, func(a, b cadastre.Purpose) bool { return a.Area > b.Area }).Type
}
