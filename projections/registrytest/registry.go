package registrytest

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/diachinh/diachinh/cluster/testdb"
	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/domain/es/memory"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/territory"
	"github.com/diachinh/diachinh/gis"
	"github.com/diachinh/diachinh/projections"
	"github.com/diachinh/diachinh/projections/engine"
)

// Zone is the zone of every sheet.
const Zone = 5897

// Registry is a log and the database that its read models go to.
type Registry struct {
	Store *memory.Store
	LogID uuid.UUID
	URL   string
	// Last is the position of the last event.
	Last es.Position
	// Now is when the last event was recorded; each event takes a second.
	Now time.Time
	// Command is the command of the last event.
	Command uuid.UUID
	// Sources are the documents that the next events rest on.
	Sources []es.Source

	tb testing.TB
	// of what was created, to derive ids from
	count int
}

// New returns an empty registry.
func New(tb testing.TB) *Registry {
	return &Registry{
		Store: memory.New(), LogID: uuid.New(), URL: testdb.New(tb),
		Now: time.Date(2026, time.March, 2, 8, 0, 0, 0, ladm.VietNam), tb: tb,
	}
}

// Config is what an engine needs to keep all models.
func (r *Registry) Config() engine.Config {
	return engine.Config{
		Store: r.Store, LogID: r.LogID, DatabaseURL: r.URL,
		Models: projections.Models(), Catalogue: projections.Catalogue,
	}
}

// Follow starts an engine that lives as long as the test.
func (r *Registry) Follow() *engine.Engine {
	r.tb.Helper()
	e, err := engine.Start(r.tb.Context(), r.Config())
	if err != nil {
		r.tb.Fatalf("start the projections: %v", err)
	}
	r.tb.Cleanup(e.Stop)
	return e
}

// Project brings the read models to the end of the log.
func (r *Registry) Project() {
	r.tb.Helper()
	e := r.Follow()
	ctx, cancel := context.WithTimeout(r.tb.Context(), time.Minute)
	defer cancel()
	if err := e.WaitFor(ctx, nil, r.Last); err != nil {
		r.tb.Fatalf("project the log: %v", err)
	}
	e.Stop()
}

// Append adds events of the catalogue to a stream, whatever the stream holds.
func (r *Registry) Append(stream string, events ...any) {
	r.tb.Helper()
	proposed := make([]es.Proposed, len(events))
	for i, event := range events {
		name, data, err := projections.Catalogue.Encode(event)
		if err != nil {
			r.tb.Fatal(err)
		}
		proposed[i] = es.Proposed{ID: r.newID(), Type: name, Data: data, Metadata: r.metadata()}
	}
	r.AppendRaw(stream, proposed...)
}

// AppendRaw adds events as they are.
func (r *Registry) AppendRaw(stream string, events ...es.Proposed) {
	r.tb.Helper()
	appended, err := r.Store.Append(r.tb.Context(), stream, es.Any{}, events)
	if err != nil {
		r.tb.Fatal(err)
	}
	r.Last = appended.Position
}

func (r *Registry) metadata() []byte {
	r.Now, r.Command = r.Now.Add(time.Second), r.newID()
	data, err := json.Marshal(es.Metadata{
		RecordedAt: r.Now, Actor: "officer-1", Office: "office-1",
		Dossier: "000.00.31.H11-260302-0001", Procedure: "1.012753", Sources: r.Sources,
		Command: r.Command, Correlation: r.newID(),
	})
	if err != nil {
		r.tb.Fatal(err)
	}
	return data
}

func (r *Registry) newID() uuid.UUID {
	r.count++
	return uuid.NewSHA1(uuid.Nil, fmt.Append(nil, r.count))
}

// Commune establishes a commune; its boundary is a box around the grid's origin.
func (r *Registry) Commune(code, name string) ladm.CommuneID {
	from := ladm.NewDate(2025, time.July, 1)
	id := ladm.NewCommuneID(code, from)
	r.Append(territory.StreamName(id), territory.CommuneEstablished{
		Commune: id, Code: code, Kind: territory.RuralCommune, Name: name, NameEN: name,
		Province:  territory.Province{Code: "01", Name: "Hà Nội"},
		Boundary:  json.RawMessage(`{"type":"Polygon","coordinates":[[[105.4,21],[105.6,21],[105.6,21.2],[105.4,21.2],[105.4,21]]]}`),
		ValidFrom: from,
	})
	return id
}

// Sheet opens a map sheet of scale 1:scale, in its commune and in its own stream.
func (r *Registry) Sheet(commune ladm.CommuneID, number, scale int) ladm.SheetID {
	id := ladm.SheetID{UUID: r.newID()}
	opened := ladm.NewDate(2025, time.July, 1)
	r.Append(territory.StreamName(commune), territory.SheetOpened{
		Commune: commune, Sheet: id, Number: number, Scale: scale, SRID: Zone, EffectiveDate: opened,
	})
	r.Append(cadastre.StreamName(id), cadastre.SheetOpened{
		Sheet: id, Commune: commune, Number: number, Scale: scale, SRID: Zone, EffectiveDate: opened,
	})
	return id
}

// Parcel registers the rectangle of 20 by 30 m in a column and row of the grid.
func (r *Registry) Parcel(sheet ladm.SheetID, number, column, row int) ladm.ParcelID {
	event := r.Registered(sheet, number, Rectangle(column, row))
	r.Append(cadastre.StreamName(sheet), event)
	return event.Parcel
}

// Registered is the event of a parcel's first registration.
func (r *Registry) Registered(sheet ladm.SheetID, number int, boundary gis.Polygon) cadastre.ParcelRegistered {
	code, pole := gis.ParcelCode(boundary)
	area := ladm.SquareMetres(boundary.Area())
	return cadastre.ParcelRegistered{
		Parcel: ladm.ParcelID{UUID: r.newID()}, Sheet: sheet, Number: number,
		Code:      cadastre.ParcelCode{Code: code, Point: pole, Algorithm: gis.CodeAlgorithm, Transformation: gis.Transformation},
		LegalArea: area, MeasuredArea: area,
		Purposes:      []cadastre.Purpose{{Type: "CLN", Area: area - 2000}, {Type: "ONT", Area: 2000}},
		Boundary:      boundary,
		Surveyed:      []cadastre.SurveyedPoint{{Vertex: 1, Number: "GD-7", Accuracy: 0.05}},
		EffectiveDate: ladm.NewDate(2026, time.January, 5),
	}
}

// ChangePurposes puts all of a parcel to one purpose from a day on.
func (r *Registry) ChangePurposes(sheet ladm.SheetID, parcel ladm.ParcelID, landType string, effective ladm.Date) {
	r.Append(cadastre.StreamName(sheet), cadastre.PurposesChanged{
		Parcel: parcel, Sheet: sheet, EffectiveDate: effective,
		Purposes: []cadastre.Purpose{{Type: landType, Area: 6000}},
	})
}

// Rectangle is 20 m wide and 30 m high, in a column and row of the grid.
func Rectangle(column, row int) gis.Polygon {
	const east, north, wide, high = 549_000, 2_329_000, 20, 30
	corner := func(c, r int) gis.Point {
		return gis.PointOf(east+float64(c*wide), north+float64(r*high))
	}
	return gis.Polygon{SRID: Zone, Rings: []gis.Ring{{
		corner(column, row), corner(column+1, row), corner(column+1, row+1), corner(column, row+1), corner(column, row),
	}}}
}
