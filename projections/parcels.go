package projections

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/territory"
	"github.com/diachinh/diachinh/gis"
	"github.com/diachinh/diachinh/gis/postgis"
	"github.com/diachinh/diachinh/projections/engine"
)

// parcels answers: what was registered about a parcel, as of which day, and
// since when do we know? Table parcel_version: one row a version of a parcel. An
// event that changes a parcel ends the current version and begins the next.
type parcels struct{}

func (parcels) Name() string { return "parcels" }
func (parcels) Shape() int   { return 1 }
func (parcels) Tables() []engine.Table {
	return []engine.Table{{Name: "parcel_version", Lookup: []string{"parcel_version_current"}}}
}

// Prepare implements engine.Model.
func (m parcels) Prepare(e engine.Event) (any, error) { return prepare(m, e) }

func (m parcels) cadastre(e engine.Event, event cadastre.Event) (any, error) {
	switch event := event.(type) {
	case cadastre.SheetOpened: // see sheets
		return nil, nil
	case cadastre.ParcelRegistered:
		return m.registered(e, event)
	case cadastre.PurposesChanged:
		return m.purposesChanged(e, event)
	}
	return nil, unnamed(e)
}

func (parcels) territory(e engine.Event, event territory.Event) (any, error) {
	switch event.(type) {
	case territory.CommuneEstablished, territory.SheetOpened:
		return nil, nil
	}
	return nil, unnamed(e)
}

// registered begins a parcel's first version.
func (parcels) registered(e engine.Event, event cadastre.ParcelRegistered) (any, error) {
	first, err := newParcelVersion(e, event.Parcel, event.Purposes, event.EffectiveDate)
	if err != nil {
		return nil, err
	}
	first.land, err = land(event)
	return &parcelBegins{first}, err
}

// causePurposes is the code of the kind of change (domain: mã biến động CM).
const causePurposes = "CM"

// purposesChanged begins a version that differs in its purposes alone.
func (parcels) purposesChanged(e engine.Event, event cadastre.PurposesChanged) (any, error) {
	next, err := newParcelVersion(e, event.Parcel, event.Purposes, event.EffectiveDate)
	next.cause = causePurposes
	return &parcelChanges{next}, err
}

// Apply implements engine.Model.
func (parcels) Apply(ctx context.Context, tx pgx.Tx, changes []any) error {
	fold := parcelFold{current: map[ladm.ParcelID]*parcelVersion{}}
	if err := fold.fetch(ctx, tx, changes); err != nil {
		return err
	}
	for _, change := range changes {
		if err := fold.apply(change); err != nil {
			return err
		}
	}
	return fold.write(ctx, tx)
}

// land is what a change of purposes leaves as it is, in the order of the columns
// from sheet_id to the last.
func land(event cadastre.ParcelRegistered) (fields, error) {
	if _, known := gis.ZoneBySRID(event.Boundary.SRID); !known {
		return nil, fmt.Errorf("boundary of parcel %s: EPSG:%d is no VN-2000 zone", event.Parcel, event.Boundary.SRID)
	}
	native, wgs84, mercator := postgis.Geometries(event.Boundary)
	f := make(fields, 0, 256+3*16*len(native.FlatCoords()))
	f = f.uuid(event.Sheet.UUID).integer(event.Number).text(event.Code.Code).
		area(event.LegalArea).area(event.MeasuredArea).integer(event.Boundary.SRID).
		polygon(native).polygon(wgs84).polygon(mercator)
	if len(event.Surveyed) == 0 {
		return f.null(), nil
	}
	surveyed, err := json.Marshal(event.Surveyed)
	if err != nil {
		return nil, fmt.Errorf("write the survey points: %w", err)
	}
	return f.jsonb(surveyed), nil
}

// mainLandType is the type of the purpose with the largest area, the first of
// equals.
func mainLandType(purposes []cadastre.Purpose) string {
	if len(purposes) == 0 {
		return ""
	}
	return slices.MaxFunc(purposes, func(a, b cadastre.Purpose) int { return cmp.Compare(a.Area, b.Area) }).Type
}
