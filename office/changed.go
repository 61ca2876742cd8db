package office

import (
	"context"

	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
)

// Changed is what became of an act on a sheet.
type Changed struct {
	Sheet ladm.SheetID
	// Position of the last event that the act led to, points inserted on other
	// sheets included; zero for a dry run.
	Position es.Position
	// Event is what was written, or in a dry run would be; nil where nothing was
	// to do.
	Event cadastre.Event
	// Revision numbers the event in the sheet's stream; 0 where it was not written.
	Revision uint64
	// Formerly is the number and scale that a renumbered sheet had.
	Formerly SheetName
	// Warnings are what the rules warned of; a resend has the same.
	Warnings []rules.Finding
	// Resent says that the same request had been carried out before.
	Resent bool
	// DryRun says that nothing was written.
	DryRun bool
}

// SheetName is how a sheet is known in its commune.
type SheetName struct{ Number, Scale int }

// Found is what an act found of its sheet.
type Found struct {
	SheetNumber int
	// Parcels are those asked for that the sheet had, ended ones included.
	Parcels map[ladm.ParcelID]cadastre.Parcel
}

// Before returns parcels of a sheet as an act found them, or would find them.
func (r *Registry) Before(ctx context.Context, act Changed, parcels []ladm.ParcelID) (Found, error) {
	found := Found{Parcels: map[ladm.ParcelID]cadastre.Parcel{}}
	see := func(sheet *cadastre.Sheet) {
		found.SheetNumber = sheet.Number
		for _, id := range parcels {
			if parcel, had := sheet.Parcel(id); had {
				found.Parcels[id] = parcel
			}
		}
	}
	stream := cadastre.StreamName(act.Sheet)
	if act.Revision == 0 {
		return found, r.sheets.View(ctx, stream, func(sheet *cadastre.Sheet, _ uint64, _ bool) error {
			see(sheet)
			return nil
		})
	}
	sheet, err := r.sheets.Before(ctx, stream, act.Revision)
	if err == nil {
		see(sheet)
	}
	return found, err
}

// warningsOf returns the warnings that stand in an event.
func warningsOf(event cadastre.Event) []rules.Finding {
	switch e := event.(type) {
	case cadastre.LegalAreaChanged:
		return e.Warnings
	case cadastre.ParcelCorrected:
		return e.Warnings
	}
	effects, _ := effectsOf(event)
	return effects.Warnings
}

// effectsOf returns what an act on boundaries does to parcels that are not its own,
// and since when; an act on something else does nothing.
func effectsOf(event cadastre.Event) (cadastre.Effects, ladm.Date) {
	switch e := event.(type) {
	case cadastre.ParcelSubdivided:
		return e.Effects, e.EffectiveDate
	case cadastre.ParcelsMerged:
		return e.Effects, e.EffectiveDate
	case cadastre.ParcelsReadjusted:
		return e.Effects, e.EffectiveDate
	case cadastre.ParcelPartlyRecovered:
		return e.Effects, e.EffectiveDate
	case cadastre.ParcelsResurveyed:
		return e.Effects, e.EffectiveDate
	case cadastre.BoundaryCorrected:
		return e.Effects, e.EffectiveDate
	case cadastre.ParcelNaturallyChanged:
		return e.Effects, e.EffectiveDate
	case cadastre.ParcelsReinstated:
		return e.Effects, e.EffectiveDate
	}
	return cadastre.Effects{}, 0
}
