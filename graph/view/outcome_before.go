package view

import (
	"slices"

	"github.com/samber/lo"

	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/office"
)

// Touched returns the parcels that end, change or are annulled.
func (o *ChangeOutcome) Touched() []ladm.ParcelID {
	of := func(p *EndedParcel, _ int) ladm.ParcelID { return p.parcel }
	return slices.Concat(lo.Map(o.Ended, of), lo.Map(o.Annulled, of),
		lo.Map(o.Changed, func(p *ChangedParcel, _ int) ladm.ParcelID { return p.parcel }))
}

// Compare holds the outcome against what the act found: it names the parcels, and
// leaves out what stands. Named are those that the request names.
func (o *ChangeOutcome) Compare(found office.Found, named []ladm.ParcelID) {
	for _, p := range slices.Concat(o.Ended, o.Annulled) {
		p.Number, p.Sheet = found.Parcels[p.parcel].Number, found.SheetNumber
	}
	for _, p := range o.Changed {
		p.Sheet, p.Named = found.SheetNumber, slices.Contains(named, p.parcel)
		p.compare(found.Parcels[p.parcel], o.EffectiveDate)
	}
}

func (p *ChangedParcel) compare(before cadastre.Parcel, day ladm.Date) {
	p.Number, p.ExpectedRevision = before.Number, int(before.Revision)
	if p.number != 0 && p.number != before.Number {
		p.Number, p.NumberBefore = p.number, new(before.Number)
	}
	p.LegalAreaBefore, p.LegalArea = unlike(before.LegalArea, p.LegalArea)
	p.MeasuredAreaBefore, p.MeasuredArea = unlike(ladm.SquareMetres(before.Boundary.Area()), p.MeasuredArea)
	if len(p.use) > 0 && !slices.Equal(p.use, before.Purposes) {
		p.Purposes = landPurposes(p.use, day)
	}
	if slices.EqualFunc(p.boundary.Rings, before.Boundary.Rings, slices.Equal) {
		p.boundary.Rings = nil
	}
}

// unlike returns an area before and after, or nothing where it stands.
func unlike(before ladm.Area, after *float64) (*float64, *float64) {
	if after == nil || *after == before.Float() {
		return nil, nil
	}
	return new(before.Float()), after
}

// MapSheetOutcome is what an act on a map sheet brings about.
type MapSheetOutcome struct {
	Event                     string // wire name
	EffectiveDate             ladm.Date
	Number, Scale             int
	NumberBefore, ScaleBefore *int // null where it stands, or where there was none
}

// NewMapSheetOutcome shows what an event of a sheet brings about; nil where
// nothing happened.
func NewMapSheetOutcome(event cadastre.Event, before office.SheetName) *MapSheetOutcome {
	o := &MapSheetOutcome{}
	switch e := event.(type) {
	case cadastre.SheetOpened:
		o.EffectiveDate, o.Number, o.Scale = e.EffectiveDate, e.Number, e.Scale
	case cadastre.SheetRenumbered:
		o.EffectiveDate, o.Number, o.Scale = e.EffectiveDate, e.Number, e.Scale
	default:
		return nil
	}
	o.Event = NewChangeOutcome(event).Event
	if before.Number != o.Number {
		o.NumberBefore = orNil(before.Number)
	}
	if before.Scale != o.Scale {
		o.ScaleBefore = orNil(before.Scale)
	}
	return o
}
