package projections

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/territory"
	"github.com/diachinh/diachinh/projections/engine"
)

// parcels answers: what was registered about a parcel, as of which day, and
// since when do we know? Table parcel_version: one row a version of a parcel. An
// event that changes a parcel ends the current version and begins the next; one
// that corrects it takes the place of all versions from a day on.
type parcels struct{}

func (parcels) Name() string { return "parcels" }
func (parcels) Shape() int   { return 3 }
func (parcels) Tables() []engine.Table {
	return []engine.Table{{Name: "parcel_version", Lookup: []string{"parcel_version_current", "parcel_version_past"}}}
}

// Prepare implements engine.Model.
func (m parcels) Prepare(e engine.Event) (any, error) { return prepare(m, e) }

func (parcels) cadastre(e engine.Event, event cadastre.Event) (any, error) {
	switch event := event.(type) {
	case cadastre.SheetOpened, cadastre.SheetRenumbered: // see sheets
		return nil, nil
	case cadastre.ParcelRegistered:
		return newAct(e, "", nil).registered(event).done()
	case cadastre.ParcelSubdivided, cadastre.ParcelsMerged, cadastre.ParcelsReadjusted, cadastre.ParcelPartlyRecovered:
		r, cause, _ := replacement(event)
		return newAct(e, cause, r.Warnings).replaced(r).done()
	case cadastre.ParcelsResurveyed:
		return newAct(e, causeParcel, event.Warnings).reshaped(changes, event.Reshaping).done()
	case cadastre.ParcelNaturallyChanged:
		return newAct(e, causeNature, event.Warnings).reshaped(changes, event.Reshaping).done()
	case cadastre.BoundaryCorrected:
		return newAct(e, causeCorrection, event.Warnings).reshaped(corrects, event.Reshaping).done()
	case cadastre.PointsInserted:
		return newAct(e, "", nil).inserted(event.Inserted, event.EffectiveDate).done()
	case cadastre.PurposesChanged:
		return newAct(e, causePurposes, nil).
			add(changes, event.Parcel, event.EffectiveDate, columns{use: uses(event.Purposes)}).done()
	case cadastre.LegalAreaChanged:
		return newAct(e, causeParcel, event.Warnings).
			add(changes, event.Parcel, event.EffectiveDate, columns{legal: fields{}.area(event.LegalArea), use: uses(event.Purposes)}).done()
	case cadastre.ParcelRecovered:
		return newAct(e, causeRecovery, nil).
			add(changes, event.Parcel, event.EffectiveDate, columns{recovered: yes}).done()
	case cadastre.ParcelEnded:
		return newAct(e, event.Cause, nil).
			add(changes, event.Parcel, event.EffectiveDate, columns{status: ended}).done()
	case cadastre.ParcelCorrected:
		return newAct(e, causeCorrection, event.Warnings).corrected(event).done()
	case cadastre.ParcelsReinstated:
		return newAct(e, causeCorrection, event.Warnings).reinstated(event).done()
	}
	return nil, unnamed(e)
}

func (parcels) territory(e engine.Event, event territory.Event) (any, error) {
	switch event.(type) {
	case territory.CommuneEstablished, territory.SheetOpened, territory.SheetRenumbered:
		return nil, nil
	}
	return nil, unnamed(e)
}

// Apply implements engine.Model.
func (parcels) Apply(ctx context.Context, tx pgx.Tx, acts []any) error {
	fold := parcelFold{versions: map[ladm.ParcelID][]*parcelVersion{}}
	if err := fold.fetch(ctx, tx, acts); err != nil {
		return err
	}
	for _, act := range acts {
		if err := fold.apply(act.(*parcelAct)); err != nil {
			return err
		}
	}
	return fold.write(ctx, tx)
}
