package office

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/diachinh/diachinh/cluster/testdb"
	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/territory"
	"github.com/diachinh/diachinh/eventstore"
	"github.com/diachinh/diachinh/eventstore/node"
	"github.com/diachinh/diachinh/gis/formats"
	"github.com/diachinh/diachinh/projections"
	"github.com/diachinh/diachinh/projections/engine"
	"github.com/diachinh/diachinh/projections/read"
)

// live is a registry on an event store, with read models that follow it.
type live struct {
	*Registry
	tb     testing.TB
	store  es.Store
	models *read.DB
	engine *engine.Engine
	last   es.Position
}

// newLive starts a registry in which commune 09616 exists and holds parcels,
// registered a hundred days ago.
func newLive(tb testing.TB, parcels ...formats.Feature) *live {
	tb.Helper()
	url := testdb.New(tb)
	n, err := node.Start(tb.Context(), node.Config{DatabaseURL: url, Listen: "127.0.0.1:0"})
	must(tb, err)
	tb.Cleanup(func() { n.Stop(context.Background()) })
	store, err := eventstore.Dial(n.URL(), nil)
	must(tb, err)
	tb.Cleanup(store.Close)
	pool, err := read.Connect(tb.Context(), url)
	must(tb, err)
	tb.Cleanup(pool.Close)
	l := &live{tb: tb, store: store, models: read.New(pool)}
	l.engine, err = engine.Start(tb.Context(), engine.Config{
		Store: store, LogID: uuid.New(), DatabaseURL: url, Models: projections.Models(), Catalogue: projections.Catalogue,
	})
	must(tb, err)
	tb.Cleanup(l.engine.Stop)
	l.Registry = l.process()
	for commune, err := range territory.Dataset() {
		must(tb, err)
		if commune.Code == "09616" {
			must(tb, l.establish(tb.Context(), officer, commune))
		}
	}
	report := importAll(tb, l.Registry, mapOf(parcels...), ImportOptions{EffectiveDate: ladm.DateOf(noon) - 100})
	if report.Registered != int64(len(parcels)) {
		tb.Fatalf("%d of %d parcels registered: %+v", report.Registered, len(parcels), report.Faults)
	}
	l.settle(report.LastPosition)
	return l
}

// process is another process on the same log and read models.
func (l *live) process() *Registry {
	r := newRegistry(l.store, l.models, func() time.Time { return noon })
	r.AwaitModels(func(ctx context.Context, at es.Position) error { return l.engine.WaitFor(ctx, nil, at) })
	return r
}

// settle waits until the read models show the log up to a position.
func (l *live) settle(at es.Position) {
	l.tb.Helper()
	ctx, cancel := context.WithTimeout(l.tb.Context(), time.Minute)
	defer cancel()
	must(l.tb, l.engine.WaitFor(ctx, nil, at))
}

// ref names a parcel by sheet and number, as the sheet knows it now.
func (l *live) ref(sheet, number int) ParcelRef {
	l.tb.Helper()
	p, err := l.models.ParcelByNumber(l.tb.Context(), "09616", sheet, number, 2000, read.At{}, read.Fields{})
	must(l.tb, err)
	return l.newest(p.ID)
}

// newest is a parcel with the revision that its sheet knows.
func (l *live) newest(parcel ladm.ParcelID) (ref ParcelRef) {
	l.tb.Helper()
	sheet, err := l.home(l.tb.Context(), []ParcelRef{{Parcel: parcel}})
	must(l.tb, err)
	must(l.tb, l.sheets.View(l.tb.Context(), cadastre.StreamName(sheet), func(s *cadastre.Sheet, _ uint64, _ bool) error {
		p, _ := s.Parcel(parcel)
		ref = ParcelRef{p.ID, p.Revision}
		return nil
	}))
	return ref
}

// count is how many events a log holds, the system's own aside.
func (l *live) count() (n int) {
	l.tb.Helper()
	for e, err := range l.store.ReadAll(l.tb.Context(), es.Forwards, nil) {
		must(l.tb, err)
		if e.Stream[0] != '$' {
			n++
		}
	}
	return n
}

// wrote is an event as a store keeps it.
func wrote(tb testing.TB, event cadastre.Event) string {
	tb.Helper()
	name, data, err := cadastre.Catalogue.Encode(event)
	must(tb, err)
	return name + string(data)
}

func must(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}

// onDay rests an act on a day, some days before today.
func onDay(ago int) Grounds { return Grounds{EffectiveDate: ladm.DateOf(noon) - ladm.Date(ago)} }

// rectangle is a boundary whose south-west corner lies e, n metres from that of
// the plots.
func rectangle(e, n, width, height float64) [][][2]float64 {
	return plot(1, 1, e, n, width, height).Rings
}

// part is a part of ONT land as it is measured.
func part(e, n, width, height float64) Part {
	return Part{Boundary: rectangle(e, n, width, height), Purposes: []cadastre.Purpose{{Type: "ONT", Area: ladm.SquareMetres(width * height)}}}
}
