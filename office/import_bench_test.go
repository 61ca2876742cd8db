package office

import (
	"math"
	"testing"

	"github.com/diachinh/diachinh/gis/formats"
)

// tiles is a map of n parcels in rows and columns, 500 a sheet, with three
// slightly bent lines a side.
func tiles(n int) file {
	const side, across = 24.0, 100
	corner := func(i, j int) [2]float64 { // in thirds of a side
		bend := 0.4 * math.Sin(float64(3*i+7*j))
		return [2]float64{549000 + side*float64(i)/3 + bend, 2329000 + side*float64(j)/3 - bend}
	}
	features := make([]formats.Feature, n)
	for k := range features {
		i, j := 3*(k%across), 3*(k/across)
		var ring [][2]float64
		for s := range 3 {
			ring = append(ring, corner(i+s, j))
		}
		for s := range 3 {
			ring = append(ring, corner(i+3, j+s))
		}
		for s := range 3 {
			ring = append(ring, corner(i+3-s, j+3))
		}
		for s := range 3 {
			ring = append(ring, corner(i, j+3-s))
		}
		ring = append(ring, ring[0])
		area := math.Round(10*polygon(5897, [][][2]float64{ring}).Area()) / 10
		f := plot(1+k/500, 1+k%500, 0, 0, 1, area)
		f.Rings = [][][2]float64{ring}
		features[k] = f
	}
	return mapOf(features...)
}

// BenchmarkImport imports 20,000 parcels into a store in memory: all that an
// import does but reading a file and writing to disk.
func BenchmarkImport(b *testing.B) {
	source := tiles(20000)
	b.ReportAllocs()
	for b.Loop() {
		b.StopTimer()
		r, _ := testRegistry(b)
		b.StartTimer()
		report := importAll(b, r, source, ImportOptions{})
		if report.Registered != report.Rows {
			b.Fatalf("%d of %d registered, first fault %+v", report.Registered, report.Rows, report.Faults[0])
		}
	}
	b.ReportMetric(float64(20000*b.N)/b.Elapsed().Seconds(), "parcels/s")
}
