package cadastre

import (
	"slices"

	"github.com/diachinh/diachinh/domain/ladm"
)

func evolve(s *Sheet, event Event) *Sheet {
	switch e := event.(type) {
	case SheetOpened:
		s.opened = e
		s.ID, s.Commune, s.Number = e.Sheet, e.Commune, e.Number
		s.Scale, s.SRID, s.OpenedOn, s.NumberedOn = e.Scale, e.SRID, e.EffectiveDate, e.EffectiveDate
	case SheetRenumbered:
		s.Number, s.Scale, s.NumberedOn = e.Number, e.Scale, e.EffectiveDate
	case ParcelRegistered:
		s.begin(BegunParcel{
			Parcel: e.Parcel, Number: e.Number, LegalArea: e.LegalArea, Purposes: e.Purposes,
			Boundary: e.Boundary, Surveyed: e.Surveyed,
		}, e.EffectiveDate)
	case ParcelSubdivided:
		s.replace(e.Replacement)
	case ParcelsMerged:
		s.replace(e.Replacement)
	case ParcelsReadjusted:
		s.replace(e.Replacement)
	case ParcelPartlyRecovered:
		s.replace(e.Replacement)
	case ParcelsResurveyed:
		s.reshape(e.Reshaping, e.EffectiveDate)
	case BoundaryCorrected:
		s.reshape(e.Reshaping, e.EffectiveDate)
	case ParcelNaturallyChanged:
		s.reshape(e.Reshaping, e.EffectiveDate)
	case PointsInserted:
		s.insert(e.Inserted, e.EffectiveDate)
	case PurposesChanged:
		p := s.touch(e.Parcel, e.EffectiveDate)
		p.Purposes, p.Since.Purposes = e.Purposes, e.EffectiveDate
	case LegalAreaChanged:
		p := s.touch(e.Parcel, e.EffectiveDate)
		p.measure(e.LegalArea, e.Purposes, e.EffectiveDate)
	case ParcelRecovered:
		s.touch(e.Parcel, e.EffectiveDate).Recovered = true
	case ParcelCorrected:
		s.correct(e)
	case ParcelEnded:
		by := &act{revision: s.events, day: e.EffectiveDate}
		by.freed = s.free(s.parcels[e.Parcel], by.day)
		s.end(by, e.Parcel)
	case ParcelsReinstated:
		s.reinstate(e)
	}
	s.events++
	return s
}

// touch notes that the event changes a parcel from a day on. A correction may
// reach back to before the last change, which stays the last.
func (s *Sheet) touch(id ladm.ParcelID, day ladm.Date) *Parcel {
	p := s.parcels[id]
	p.Revision, p.lasting, p.ChangedOn = s.events, s.events, max(p.ChangedOn, day)
	return p
}

func (s *Sheet) begin(b BegunParcel, day ladm.Date) *Parcel {
	p := &Parcel{
		ID: b.Parcel, Number: b.Number, LegalArea: b.LegalArea, Purposes: b.Purposes,
		Boundary: b.Boundary, Surveyed: b.Surveyed, Recovered: b.Recovered,
		ChangedOn: day, Since: Since{day, day, day, day}, Revision: s.events, lasting: s.events, heldSince: day,
	}
	s.parcels[p.ID] = p
	s.number(p, b.Number)
	s.surfaces.Insert(p, p.Boundary)
	return p
}

func (s *Sheet) number(p *Parcel, number int) {
	p.Number = number
	s.numbers[number] = p
	s.highest = max(s.highest, number)
}

func (s *Sheet) end(by *act, id ladm.ParcelID) {
	before := s.parcels[id].lasting
	p := s.touch(id, by.day)
	p.Ended, p.endedBy, p.beforeEnd = true, by, before
	by.ended = append(by.ended, p)
	s.surfaces.Delete(p)
}

// replace frees no ground: what parcels end on, others begin on the same day.
func (s *Sheet) replace(e Replacement) {
	by := &act{revision: s.events, day: e.EffectiveDate}
	held := e.EffectiveDate
	for _, ended := range e.Ended {
		s.end(by, ended.Parcel)
		held = min(held, s.parcels[ended.Parcel].heldSince)
	}
	for _, begun := range e.Begun {
		p := s.begin(begun, e.EffectiveDate)
		p.begunBy, p.heldSince = by, held
		by.begun = append(by.begun, p)
	}
	s.insert(e.Inserted, e.EffectiveDate)
}

// insert leaves revisions as they are: nothing that was registered changes.
func (s *Sheet) insert(insertions []Insertion, day ladm.Date) {
	for _, in := range insertions {
		p := s.parcels[in.Parcel]
		p.Boundary, p.Surveyed = in.Boundary, in.Surveyed
		p.ChangedOn = max(p.ChangedOn, day)
		s.surfaces.Insert(p, p.Boundary)
	}
}

func (s *Sheet) reshape(e Reshaping, day ladm.Date) {
	for _, r := range e.Parcels {
		p := s.touch(r.Parcel, day)
		s.free(p, day)
		p.heldSince = day
		p.measure(r.LegalArea, r.Purposes, day)
		p.Boundary, p.Surveyed, p.Since.Boundary = r.Boundary, r.Surveyed, day
		s.surfaces.Insert(p, p.Boundary)
	}
	s.insert(e.Inserted, day)
}

// measure gives the parcel a legal area and purposes, where they are others.
func (p *Parcel) measure(legal ladm.Area, purposes []Purpose, day ladm.Date) {
	if p.LegalArea != legal {
		p.LegalArea, p.Since.LegalArea = legal, day
	}
	if !slices.Equal(p.Purposes, purposes) {
		p.Purposes, p.Since.Purposes = purposes, day
	}
}

func (s *Sheet) correct(e ParcelCorrected) {
	p := s.touch(e.Parcel, e.EffectiveDate)
	if e.Number != 0 {
		s.number(p, e.Number)
		p.Since.Number = e.EffectiveDate
	}
	if e.LegalArea != 0 {
		p.LegalArea, p.Since.LegalArea = e.LegalArea, e.EffectiveDate
	}
	if len(e.Purposes) > 0 {
		p.Purposes, p.Since.Purposes = e.Purposes, e.EffectiveDate
	}
}

func (s *Sheet) reinstate(e ParcelsReinstated) {
	annulment := &act{revision: s.events, day: e.EffectiveDate, annuls: true}
	for _, id := range e.Annulled {
		s.end(annulment, id)
	}
	for _, r := range e.Reinstated {
		p := s.touch(r.Parcel, e.EffectiveDate)
		s.freed.Delete(p.endedBy.freed)
		p.Ended, p.endedBy, p.lasting = false, nil, p.beforeEnd
		p.Boundary, p.Surveyed = r.Boundary, r.Surveyed
		s.surfaces.Insert(p, p.Boundary)
	}
	s.insert(e.Inserted, e.EffectiveDate)
}
