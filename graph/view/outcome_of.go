package view

import (
	"github.com/samber/lo"

	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/gis"
)

// NewChangeOutcome shows what an event of a sheet brings about; nil where nothing
// happened.
func NewChangeOutcome(event cadastre.Event) *ChangeOutcome {
	if event == nil {
		return nil
	}
	name, _, err := cadastre.Catalogue.Encode(event)
	if err != nil {
		panic(err) // every event of a sheet stands in its catalogue
	}
	o := &ChangeOutcome{
		Event: name,
		Begun: []*BegunParcel{}, Ended: []*EndedParcel{}, Changed: []*ChangedParcel{},
		Annulled: []*EndedParcel{}, InsertedPoints: []*InsertedPoint{},
	}
	o.read(event)
	return o
}

func (o *ChangeOutcome) read(event cadastre.Event) {
	switch e := event.(type) {
	case cadastre.SheetOpened:
		o.EffectiveDate = e.EffectiveDate
	case cadastre.SheetRenumbered:
		o.EffectiveDate = e.EffectiveDate
	case cadastre.ParcelRegistered:
		o.registered(e)
	case cadastre.ParcelSubdivided:
		o.replaced(e.Replacement)
	case cadastre.ParcelsMerged:
		o.replaced(e.Replacement)
	case cadastre.ParcelsReadjusted:
		o.replaced(e.Replacement)
	case cadastre.ParcelPartlyRecovered:
		o.replaced(e.Replacement)
	case cadastre.ParcelsResurveyed:
		o.reshaped(e.Reshaping)
	case cadastre.BoundaryCorrected:
		o.reshaped(e.Reshaping)
	case cadastre.ParcelNaturallyChanged:
		o.reshaped(e.Reshaping)
	case cadastre.PointsInserted:
		o.EffectiveDate = e.EffectiveDate
		o.inserted(e.Inserted)
	case cadastre.PurposesChanged:
		o.changed(e.EffectiveDate, e.Parcel, &ChangedParcel{use: e.Purposes})
	case cadastre.LegalAreaChanged:
		o.changed(e.EffectiveDate, e.Parcel, &ChangedParcel{
			LegalArea: new(e.LegalArea.Float()), use: e.Purposes,
		})
	case cadastre.ParcelCorrected:
		o.changed(e.EffectiveDate, e.Parcel, corrected(e))
	case cadastre.ParcelRecovered:
		o.changed(e.EffectiveDate, e.Parcel, &ChangedParcel{Recovered: new(true)})
	case cadastre.ParcelEnded:
		o.EffectiveDate = e.EffectiveDate
		o.Ended = append(o.Ended, ended(e.Parcel, 0))
	case cadastre.ParcelsReinstated:
		o.reinstated(e)
	}
}

func (o *ChangeOutcome) registered(e cadastre.ParcelRegistered) {
	o.EffectiveDate = e.EffectiveDate
	o.alive = append(o.alive, e.Parcel)
	o.Begun = append(o.Begun, &BegunParcel{
		ID: e.Parcel.String(), Number: e.Number, Code: e.Code.Code,
		LegalArea: e.LegalArea.Float(), MeasuredArea: e.MeasuredArea.Float(),
		Purposes: landPurposes(e.Purposes, e.EffectiveDate), boundary: e.Boundary,
	})
}

func (o *ChangeOutcome) replaced(e cadastre.Replacement) {
	o.EffectiveDate = e.EffectiveDate
	for _, p := range e.Ended {
		o.Ended = append(o.Ended, ended(p.Parcel, 0))
	}
	for _, p := range e.Begun {
		o.alive = append(o.alive, p.Parcel)
		o.Begun = append(o.Begun, &BegunParcel{
			ID: p.Parcel.String(), Number: p.Number, Code: p.Code.Code,
			LegalArea: p.LegalArea.Float(), MeasuredArea: p.MeasuredArea.Float(),
			Purposes: landPurposes(p.Purposes, e.EffectiveDate), Recovered: p.Recovered, boundary: p.Boundary,
		})
	}
	o.effects(e.Effects, e.Begun[0].Boundary.SRID)
}

func (o *ChangeOutcome) reshaped(e cadastre.Reshaping) {
	for _, p := range e.Parcels {
		o.changed(e.EffectiveDate, p.Parcel, &ChangedParcel{
			LegalArea: new(p.LegalArea.Float()), MeasuredArea: new(p.MeasuredArea.Float()),
			use: p.Purposes, boundary: p.Boundary,
		})
	}
	o.effects(e.Effects, e.Parcels[0].Boundary.SRID)
}

func (o *ChangeOutcome) reinstated(e cadastre.ParcelsReinstated) {
	for _, p := range e.Reinstated {
		o.changed(e.EffectiveDate, p.Parcel, &ChangedParcel{MeasuredArea: new(p.MeasuredArea.Float()), boundary: p.Boundary})
	}
	o.Annulled = lo.Map(e.Annulled, ended)
	o.effects(e.Effects, e.Reinstated[0].Boundary.SRID)
}

func (o *ChangeOutcome) changed(day ladm.Date, parcel ladm.ParcelID, as *ChangedParcel) {
	as.ID, as.parcel = parcel.String(), parcel
	o.EffectiveDate = day
	o.alive = append(o.alive, parcel)
	o.Changed = append(o.Changed, as)
}

func corrected(e cadastre.ParcelCorrected) *ChangedParcel {
	as := &ChangedParcel{number: e.Number, use: e.Purposes}
	if e.LegalArea != 0 {
		as.LegalArea = new(e.LegalArea.Float())
	}
	return as
}

func ended(parcel ladm.ParcelID, _ int) *EndedParcel {
	return &EndedParcel{ID: parcel.String(), parcel: parcel}
}

// effects lists the points that neighbours gain; all lie in one zone.
func (o *ChangeOutcome) effects(e cadastre.Effects, zone int) {
	o.inserted(e.Inserted)
	for _, p := range e.Pending {
		o.gain(p.Parcel, p.Points, zone, true)
	}
}

func (o *ChangeOutcome) inserted(insertions []cadastre.Insertion) {
	for _, i := range insertions {
		o.gain(i.Parcel, i.Points, i.Boundary.SRID, false)
	}
}

func (o *ChangeOutcome) gain(parcel ladm.ParcelID, points []gis.Point, zone int, pending bool) {
	for _, place := range points {
		o.InsertedPoints = append(o.InsertedPoints, &InsertedPoint{Parcel: parcel.String(), Pending: pending, place: place, zone: zone})
	}
}
