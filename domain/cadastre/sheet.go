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
	// NumberedOn is since when the sheet has its number and scale.
	NumberedOn ladm.Date

	opened   SheetOpened
	events   uint64 // of the stream so far: the number of the next
	highest  int    // number ever used
	parcels  map[ladm.ParcelID]*Parcel
	numbers  map[int]*Parcel     // by every number that they ever had
	surfaces *gis.Index[*Parcel] // of the parcels that have not ended
	freed    *gis.Index[*freed]  // what parcels held that stand no more, or elsewhere
}

// Parcel is a parcel as its sheet knows it, ended ones included.
type Parcel struct {
	ID        ladm.ParcelID
	Number    int
	LegalArea ladm.Area
	Purposes  []Purpose
	Boundary  gis.Polygon
	Surveyed  []SurveyedPoint
	// Recovered says that the State holds the parcel, having recovered it.
	Recovered bool
	// ChangedOn is the day of the last change, or of the registration.
	ChangedOn ladm.Date
	// Since is from when on what is registered now has stood.
	Since Since
	// Revision numbers the last event of the stream that touched the parcel.
	// Points inserted on its boundary do not.
	Revision uint64
	Ended    bool

	// lasting numbers the last of those events that was not undone; beforeEnd is
	// what it was when the parcel ended.
	lasting, beforeEnd uint64
	begunBy, endedBy   *act
	// heldSince is since when ground of the boundary has been held, by the parcel
	// or by those that it descends from.
	heldSince ladm.Date
}

// Since says from which day on each thing about a parcel has stood as it is.
type Since struct{ Number, LegalArea, Purposes, Boundary ladm.Date }

// act is an event that ended parcels, or that began some in their place.
type act struct {
	revision     uint64
	day          ladm.Date
	ended, begun []*Parcel
	freed        *freed // what nothing took the place of; nil where something did
	annuls       bool   // a reinstatement, which ended what never should have begun
}

// Open reports whether the sheet exists.
func (s *Sheet) Open() bool { return s.SRID != 0 }

// Parcel finds a parcel by its id.
func (s *Sheet) Parcel(id ladm.ParcelID) (Parcel, bool) { return found(s.parcels[id]) }

// Numbered finds the parcel that a number of the sheet was given to.
func (s *Sheet) Numbered(number int) (Parcel, bool) { return found(s.numbers[number]) }

// Len returns how many parcels the sheet has that have not ended.
func (s *Sheet) Len() int { return s.surfaces.Len() }

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
		freed:    gis.NewIndex[*freed](),
	}
}

// EndedWith returns the parcels that the act which ended a parcel ended, itself
// among them; none for a parcel that has not ended.
func (s *Sheet) EndedWith(id ladm.ParcelID) []Parcel {
	p := s.parcels[id]
	if p == nil || p.endedBy == nil {
		return nil
	}
	parcels := make([]Parcel, len(p.endedBy.ended))
	for i, ended := range p.endedBy.ended {
		parcels[i] = *ended
	}
	return parcels
}
