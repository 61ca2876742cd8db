package cadastre

import (
	"fmt"
	"math"
	"testing"

	"github.com/diachinh/diachinh/gis"
)

// wavy is a parcel of a grid with twelve corners, none of them straight.
func wavy(row, column int) gis.Polygon {
	at := func(i, j int) (float64, float64) {
		bend := 0.4 * math.Sin(float64(3*i+7*j))
		return 549000 + 8*float64(i) + bend, 2329000 + 8*float64(j) - bend
	}
	var coordinates []float64
	corner := func(i, j int) {
		e, n := at(3*column+i, 3*row+j)
		coordinates = append(coordinates, e, n)
	}
	for s := range 3 {
		corner(s, 0)
	}
	for s := range 3 {
		corner(3, s)
	}
	for s := range 3 {
		corner(3-s, 3)
	}
	for s := range 4 {
		corner(0, 3-s)
	}
	return polygon(coordinates...)
}

func grid(parcels int) []ParcelInput {
	inputs := make([]ParcelInput, parcels)
	for i := range inputs {
		inputs[i] = parcel(i+1, wavy(i/40, i%40))
	}
	return inputs
}

// BenchmarkDecide registers 600 adjoining parcels, measured or not, in a sheet
// that has 600 already.
func BenchmarkDecide(b *testing.B) {
	all := grid(1200)
	sheet := sheetWith(all[:600]...)
	for _, measuredBefore := range []bool{false, true} {
		b.Run(fmt.Sprintf("measured=%v", measuredBefore), func(b *testing.B) {
			cmd := registration(all[600:]...)
			if measuredBefore {
				cmd = measured(cmd)
			}
			for b.Loop() {
				if events, err := decide(sheet, cmd); err != nil || len(events) != 600 {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/600, "µs/parcel")
		})
	}
}

// halves are the parts of a parcel of the grid, divided between the middles of two
// opposite sides, so that neighbours gain points.
func halves(whole ParcelInput) []ParcelInput {
	ring := whole.Boundary.Rings[0]
	middle := func(i int) gis.Point {
		return gis.Point{E: (ring[i].E + ring[i+1].E) / 2, N: (ring[i].N + ring[i+1].N) / 2}
	}
	south, north := middle(1), middle(7)
	west := gis.Ring{ring[0], ring[1], south, north}
	west = append(west, ring[8:]...)
	east := append(gis.Ring{south}, ring[2:8]...)
	east = append(east, north, south)
	return []ParcelInput{
		part("west", gis.Polygon{SRID: zone, Rings: []gis.Ring{west}}),
		part("east", gis.Polygon{SRID: zone, Rings: []gis.Ring{east}}),
	}
}

// BenchmarkSubdivide divides a parcel of a sheet of 3,000, whose parts were
// measured before or were not.
func BenchmarkSubdivide(b *testing.B) {
	all := grid(3000)
	sheet := sheetWith(all...)
	for _, measuredBefore := range []bool{false, true} {
		b.Run(fmt.Sprintf("measured=%v", measuredBefore), func(b *testing.B) {
			cmd := subdivision(all[1500], halves(all[1500])...)
			cmd.Parcel.Revision = 1501
			if measuredBefore {
				for i, p := range cmd.Parts {
					cmd.Parts[i] = p.Measure()
				}
			}
			for b.Loop() {
				events, err := decide(sheet, cmd)
				if err != nil || len(events[0].(ParcelSubdivided).Inserted) != 2 {
					b.Fatal(err, events)
				}
			}
		})
	}
}

// BenchmarkMerge merges two parcels of a sheet of 3,000.
func BenchmarkMerge(b *testing.B) {
	all := grid(3000)
	sheet := sheetWith(all...)
	cmd := merger(all[1500], all[1501])
	cmd.Parcels[0].Revision, cmd.Parcels[1].Revision = 1501, 1502
	for b.Loop() {
		if _, err := decide(sheet, cmd); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkEvolve folds 3,000 registrations.
func BenchmarkEvolve(b *testing.B) {
	var events []Event
	for _, p := range grid(3000) {
		events = append(events, registered(p))
	}
	for b.Loop() {
		sheet := evolve(initial(), sheet15)
		for _, event := range events {
			sheet = evolve(sheet, event)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/3000, "µs/event")
}
