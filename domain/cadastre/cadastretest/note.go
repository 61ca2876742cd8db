package cadastretest

import (
	"slices"

	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/ladm"
)

// Note takes in the next event.
func (m *Model) Note(event cadastre.Event) {
	switch e := event.(type) {
	case cadastre.SheetOpened, cadastre.SheetRenumbered:
	case cadastre.ParcelRegistered:
		m.begin(e.Parcel, e.EffectiveDate, State{
			Number: e.Number, LegalArea: e.LegalArea, Purposes: e.Purposes, Boundary: e.Boundary})
	case cadastre.ParcelSubdivided:
		m.replace(e.Replacement)
	case cadastre.ParcelsMerged:
		m.replace(e.Replacement)
	case cadastre.ParcelsReadjusted:
		m.replace(e.Replacement)
	case cadastre.ParcelPartlyRecovered:
		m.replace(e.Replacement)
	case cadastre.ParcelsResurveyed:
		m.reshape(e.Reshaping)
	case cadastre.BoundaryCorrected:
		m.reshape(e.Reshaping)
	case cadastre.ParcelNaturallyChanged:
		m.reshape(e.Reshaping)
	case cadastre.PointsInserted:
		m.insert(e.Inserted, e.EffectiveDate)
	case cadastre.PurposesChanged:
		m.touch(e.Parcel, e.EffectiveDate, func(s *State) { s.Purposes = e.Purposes })
	case cadastre.LegalAreaChanged:
		m.touch(e.Parcel, e.EffectiveDate, func(s *State) { s.LegalArea, s.Purposes = e.LegalArea, e.Purposes })
	case cadastre.ParcelRecovered:
		m.touch(e.Parcel, e.EffectiveDate, func(s *State) { s.Recovered = true })
	case cadastre.ParcelEnded:
		m.touch(e.Parcel, e.EffectiveDate, func(s *State) { s.Ended = true })
	case cadastre.ParcelsReinstated:
		m.reinstate(e)
	case cadastre.ParcelCorrected:
		m.touch(e.Parcel, e.EffectiveDate, func(s *State) {
			if e.Number != 0 {
				s.Number = e.Number
			}
			if e.LegalArea != 0 {
				s.LegalArea = e.LegalArea
			}
			if len(e.Purposes) > 0 {
				s.Purposes = e.Purposes
			}
		})
	}
	m.events++
}

func (m *Model) replace(e cadastre.Replacement) {
	for _, p := range e.Ended {
		m.touch(p.Parcel, e.EffectiveDate, func(s *State) { s.Ended = true })
	}
	for _, p := range e.Begun {
		m.begin(p.Parcel, e.EffectiveDate, State{
			Recovered: p.Recovered, Number: p.Number, LegalArea: p.LegalArea, Purposes: p.Purposes, Boundary: p.Boundary,
		})
	}
	m.insert(e.Inserted, e.EffectiveDate)
}

// reshape changes legal area and purposes only where they are others than the
// present ones: a correction leaves what stood on earlier days.
func (m *Model) reshape(e cadastre.Reshaping) {
	for _, p := range e.Parcels {
		now := m.Now(p.Parcel)
		boundary := copied(p.Boundary)
		m.touch(p.Parcel, e.EffectiveDate, func(s *State) {
			s.Boundary = boundary
			if p.LegalArea != now.LegalArea {
				s.LegalArea = p.LegalArea
			}
			if !slices.Equal(p.Purposes, now.Purposes) {
				s.Purposes = p.Purposes
			}
		})
	}
	m.insert(e.Inserted, e.EffectiveDate)
}

// insert takes effect no earlier than what last happened to a parcel, and leaves
// its revision.
func (m *Model) insert(insertions []cadastre.Insertion, day ladm.Date) {
	for _, in := range insertions {
		boundary := copied(in.Boundary)
		since := max(day, m.lives[in.Parcel].changed)
		m.from(in.Parcel, since, func(s *State) { s.Boundary = boundary }).changed = since
	}
}

func (m *Model) reinstate(e cadastre.ParcelsReinstated) {
	for _, id := range e.Annulled {
		l := m.lives[id]
		l.annulled, l.revision = true, m.events
		l.known = append(l.known, knowledge{since: m.events})
	}
	for _, p := range e.Reinstated {
		boundary := copied(p.Boundary)
		again := *m.lives[p.Parcel].last
		m.touch(p.Parcel, e.EffectiveDate, func(s *State) {
			*s = again
			s.Boundary = boundary
		})
	}
	m.insert(e.Inserted, e.EffectiveDate)
}
