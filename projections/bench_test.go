package projections_test

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"testing"

	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/gis"
	"github.com/diachinh/diachinh/projections"
	"github.com/diachinh/diachinh/projections/engine"
	"github.com/diachinh/diachinh/projections/registrytest"
)

// benchParcels is how many parcels the benchmarks' log registers.
const benchParcels = 50_000

// BenchmarkProjections compares, in events/s, a rebuild and an engine that
// catches up on live tables with a plain binary COPY of the same rows into a
// table with the same indexes.
func BenchmarkProjections(b *testing.B) {
	r := registrytest.New(b)
	surveyed(b, r, benchParcels)
	b.Run("live", func(b *testing.B) {
		for range b.N {
			b.StopTimer()
			execute(b, r.URL, `truncate registry.checkpoint, registry.commune, registry.sheet, registry.sheet_number,
				registry.parcel_version, registry.parcel_lineage, registry.pending_insertion`)
			b.StartTimer()
			r.Project()
		}
		b.ReportMetric(benchParcels*float64(b.N)/b.Elapsed().Seconds(), "events/s")
	})
	b.Run("rebuild", func(b *testing.B) {
		for range b.N {
			if err := engine.Rebuild(context.Background(), r.Config(), func(engine.Progress) {}); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(benchParcels*float64(b.N)/b.Elapsed().Seconds(), "events/s")
	})
	b.Run("copy", func(b *testing.B) {
		conn := connect(b, r.URL)
		var rows bytes.Buffer
		if _, err := conn.PgConn().CopyTo(b.Context(), &rows, `copy registry.parcel_version to stdout binary`); err != nil {
			b.Fatal(err)
		}
		for range b.N {
			b.StopTimer()
			execute(b, r.URL, `drop table if exists copied; create table copied (like registry.parcel_version including all)`)
			b.StartTimer()
			if _, err := conn.PgConn().CopyFrom(b.Context(), bytes.NewReader(rows.Bytes()), `copy copied from stdin binary`); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(benchParcels*float64(b.N)/b.Elapsed().Seconds(), "events/s")
	})
}

// surveyed fills the log with parcels of 16 vertices, 500 a sheet.
func surveyed(_ testing.TB, r *registrytest.Registry, parcels int) {
	commune := r.Commune("09616", "Đoài Phương")
	const perSheet = 500
	for s := range parcels / perSheet {
		sheet := r.Sheet(commune, s+1, 2000)
		var batch []any
		for p := range perSheet {
			batch = append(batch, r.Registered(sheet, p+1, round(p, s)))
		}
		for len(batch) > 0 {
			r.Append(cadastre.StreamName(sheet), batch[:100]...)
			batch = batch[100:]
		}
	}
}

// round is a parcel of 16 corners in a column and row of a grid.
func round(column, row int) gis.Polygon {
	var ring gis.Ring
	for i := range 17 {
		angle := 2 * math.Pi * float64(i%16) / 16
		ring = append(ring, gis.PointOf(500_000+40*float64(column)+15*math.Cos(angle), 2_329_000+40*float64(row)+15*math.Sin(angle)))
	}
	return gis.Polygon{SRID: registrytest.Zone, Rings: []gis.Ring{ring}}
}

// BenchmarkPrepare is what each event costs before the database sees it.
func BenchmarkPrepare(b *testing.B) {
	r := registrytest.New(b)
	surveyed(b, r, 500)
	var events []es.Recorded
	for e, err := range r.Store.ReadAll(b.Context(), es.Forwards, nil) {
		if err != nil {
			b.Fatal(err)
		}
		if e.Type == "parcel.registered.v1" {
			events = append(events, e)
		}
	}
	models := projections.Models()
	for i := 0; b.Loop(); i++ {
		e := events[i%len(events)]
		body, err := projections.Catalogue.Decode(e.Type, e.Data)
		if err != nil {
			b.Fatal(err)
		}
		for _, model := range models {
			if _, err := model.Prepare(engine.Event{Recorded: e, Body: body}); err != nil {
				b.Fatal(fmt.Errorf("%s: %w", model.Name(), err))
			}
		}
	}
}
