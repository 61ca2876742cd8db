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
