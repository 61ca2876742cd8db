package view

import (
	"github.com/samber/lo"

	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/gis"
	"github.com/diachinh/diachinh/graph/scalar"
)

// ChangeOutcome is what an act brings about, read off its event.
type ChangeOutcome struct {
	Event          string // wire name
	EffectiveDate  ladm.Date
	Begun          []*BegunParcel
	Ended          []*EndedParcel
	Changed        []*ChangedParcel
	Annulled       []*EndedParcel
	InsertedPoints []*InsertedPoint
	alive          []ladm.ParcelID // begun or changed
}

// BegunParcel is a parcel that begins.
type BegunParcel struct {
	ID           string
	Number       int
	Code         string
	LegalArea    float64 // m²
	MeasuredArea float64 // m²
	Purposes     []*LandPurpose
	Recovered    bool
	boundary     gis.Polygon
}

// Geometry returns the boundary.
func (p *BegunParcel) Geometry(srid *int) (scalar.GeoJSON, error) {
	return polygonIn(p.boundary, srid)
}

// EndedParcel is a parcel that ends, or is annulled.
type EndedParcel struct {
	ID            string
	Number, Sheet int
	parcel        ladm.ParcelID
}

// ChangedParcel is a parcel that changes; what stands is null.
type ChangedParcel struct {
	ID               string
	Number, Sheet    int
	NumberBefore     *int
	ExpectedRevision int
	// Named says that the request named the parcel.
	Named                            bool
	LegalAreaBefore, LegalArea       *float64 // m²
	MeasuredAreaBefore, MeasuredArea *float64 // m²
	Purposes                         []*LandPurpose
	Recovered                        *bool
	parcel                           ladm.ParcelID
	boundary                         gis.Polygon
	number                           int // 0 stands
	use                              []cadastre.Purpose
}

// Geometry returns the new boundary, or null where it stands.
func (p *ChangedParcel) Geometry(srid *int) (scalar.GeoJSON, error) {
	if len(p.boundary.Rings) == 0 {
		return nil, nil
	}
	return polygonIn(p.boundary, srid)
}

// InsertedPoint is a point that a neighbour's boundary gains.
type InsertedPoint struct {
	Parcel  string
	Pending bool
	place   gis.Point
	zone    int
}

// Place returns where the point lies.
func (p *InsertedPoint) Place(srid *int) (scalar.GeoJSON, error) {
	in, err := spaceOf(p.zone, srid)
	if err != nil {
		return nil, err
	}
	return in.point(in.project(p.place)), nil
}

// Parcels returns the parcels that begin or change.
func (o *ChangeOutcome) Parcels() []ladm.ParcelID {
	if o == nil {
		return nil
	}
	return o.alive
}

func polygonIn(p gis.Polygon, srid *int) (scalar.GeoJSON, error) {
	in, err := spaceOf(p.SRID, srid)
	if err != nil {
		return nil, err
	}
	return in.polygon(p), nil
}

func landPurposes(purposes []cadastre.Purpose, day ladm.Date) []*LandPurpose {
	return lo.Map(purposes, func(p cadastre.Purpose, _ int) *LandPurpose {
		return &LandPurpose{landType(p.Type, day), p.Area.Float(), orNil(p.Until), orNil(p.Origin)}
	})
}
