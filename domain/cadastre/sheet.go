package cadastre

import (
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/gis"
)

// Sheet is what a sheet's stream says: its parcels, and every number ever used.
type Sheet struct {
	ID      ladm.SheetID
	Commune ladm.CommuneID
	Number  int
	Scale   int
	SRID    int
	// OpenedOn is the sheet's first day; no parcel of it begins earlier.
	OpenedOn ladm.Date

	highest  int // number ever used
	parcels  map[ladm.ParcelID]*Parcel
	numbers  map[int]*Parcel
	surfaces *gis.Index[*Parcel]
}

// Parcel is a parcel as its sheet knows it.
type Parcel struct {
	ID        ladm.ParcelID
	Number    int
	LegalArea ladm.Area
	Purposes  []Purpose
	Boundary  gis.Polygon
	// ChangedOn is the day of the last change, or of the registration.
	ChangedOn ladm.Date
}

// Open reports whether the sheet exists.
func (s *Sheet) Open() bool { return s.SRID != 0 }

// Parcel finds a parcel by its id.
func (s *Sheet) Parcel(id ladm.ParcelID) (Parcel, bool) { return found(s.parcels[id]) }

// Numbered finds the parcel that a number of the sheet was given to.
func (s *Sheet) Numbered(number int) (Parcel, bool) { return found(s.numbers[number]) }

// Len returns how many parcels the sheet has.
func (s *Sheet) Len() int { return len(s.parcels) }

func found(p *Parcel) (Parcel, bool) {
	if p == nil {
		return Parcel{}, false
	}
	return *p, true
}

func initial() *Sheet {
	return &Sheet{
		parcels:  map[ladm.ParcelID]*Parcel{},
		numbers:  map[int]*Parcel{},
		surfaces: gis.NewIndex[*Parcel](),
	}
}

func evolve(s *Sheet, event Event) *Sheet {
	switch e := event.(type) {
	case SheetOpened:
		s.ID, s.Commune, s.Number = e.Sheet, e.Commune, e.Number
		s.Scale, s.SRID, s.OpenedOn = e.Scale, e.SRID, e.EffectiveDate
	case ParcelRegistered:
		parcel := &Parcel{e.Parcel, e.Number, e.LegalArea, e.Purposes, e.Boundary, e.EffectiveDate}
		s.parcels[e.Parcel] = parcel
		s.numbers[e.Number] = parcel
		s.highest = max(s.highest, e.Number)
		s.surfaces.Insert(parcel, e.Boundary)
	case PurposesChanged:
		parcel := s.parcels[e.Parcel]
		parcel.Purposes, parcel.ChangedOn = e.Purposes, e.EffectiveDate
	}
	return s
}
