package tiling_test

import (
	"path/filepath"
	"testing"

	"github.com/diachinh/diachinh/bench/tiling"
	"github.com/diachinh/diachinh/gis"
	"github.com/diachinh/diachinh/gis/formats"
)

// square is a commune of about 1 km² around the middle of zone 5897.
const square = `{"type":"Polygon","coordinates":[[[105.0,21.0],[105.01,21.0],[105.01,21.01],[105.0,21.01],[105.0,21.0]]]}`

func config(t *testing.T) tiling.Config {
	t.Helper()
	region, err := gis.ParseRegion([]byte(square))
	if err != nil {
		t.Fatal(err)
	}
	zone, _ := gis.ZoneBySRID(5897)
	around := gis.Box{Min: zone.FromWGS84(gis.LonLat{Lon: 105, Lat: 21}), Max: zone.FromWGS84(gis.LonLat{Lon: 105.01, Lat: 21.01})}
	return tiling.Config{Seed: 7, Parcels: 1500, Commune: region, Zone: zone, Around: around}
}

func TestGenerate(t *testing.T) {
	t.Parallel()
	c := config(t)
	index := gis.NewIndex[[2]int]()
	vertices, n, last := 0, 0, [2]int{1, 0}
	for p := range tiling.Generate(c) {
		key := [2]int{p.Sheet, p.Number}
		if next := [2]int{last[0], last[1] + 1}; key != next && key != [2]int{last[0] + 1, 1} {
			t.Fatalf("parcel %v after %v", key, last)
		}
		if v := p.Boundary.Validate(); len(v) > 0 {
			t.Fatalf("parcel %v: %v", key, v)
		}
		for other, q := range index.Search(p.Boundary.Bounds()) {
			if at, overlap := gis.Overlap(p.Boundary, q); overlap {
				t.Fatalf("parcel %v overlaps %v at %v", key, other, at)
			}
		}
		index.Insert(key, p.Boundary)
		n, vertices, last = n+1, vertices+len(p.Boundary.Rings[0])-1, key
	}
	if n != c.Parcels {
		t.Fatalf("%d parcels", n)
	}
	if mean := float64(vertices) / float64(n); mean < 18 || mean > 22 {
		t.Errorf("%.1f vertices a parcel, the sample has 20", mean)
	}
}

func TestWriteGeoPackage(t *testing.T) {
	t.Parallel()
	c := config(t)
	path := filepath.Join(t.TempDir(), "survey.gpkg")
	if n, err := tiling.WriteGeoPackage(t.Context(), path, "09616", c.Zone, tiling.Generate(c)); err != nil || n != c.Parcels {
		t.Fatalf("wrote %d, %v", n, err)
	}
	source, err := formats.Open(path, "parcels")
	if err != nil {
		t.Fatal(err)
	}
	defer source.Close()
	if source.SRID() != c.Zone.SRID {
		t.Errorf("zone %d", source.SRID())
	}
	n := 0
	for f, err := range source.Features(t.Context()) {
		if err != nil || f.Err != nil || f.Attributes["commune"] != "09616" {
			t.Fatalf("row %d: %v %v %v", f.Row, err, f.Err, f.Attributes)
		}
		n++
	}
	if n != c.Parcels {
		t.Errorf("%d rows", n)
	}
}
