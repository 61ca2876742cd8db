package gis_test

import (
	"testing"

	"github.com/diachinh/diachinh/gis"
	"github.com/diachinh/diachinh/gis/formats"
)

// sample returns the polygons of the real cadastre.
func sample(tb testing.TB) []gis.Polygon {
	tb.Helper()
	source, err := formats.Open("../samples/real-cadastre.gpkg", "parcels")
	if err != nil {
		tb.Fatal(err)
	}
	defer source.Close()
	var polygons []gis.Polygon
	for f, err := range source.Features(tb.Context()) {
		if err != nil || f.Err != nil {
			tb.Fatal(err, f.Err)
		}
		p := gis.Polygon{SRID: source.SRID()}
		for _, positions := range f.Rings {
			ring := make(gis.Ring, len(positions))
			for i, q := range positions {
				ring[i] = gis.PointOf(q[0], q[1])
			}
			p.Rings = append(p.Rings, ring)
		}
		polygons = append(polygons, p)
	}
	return polygons
}

// polygon builds one from pairs of metres; rings are closed as given.
func polygon(rings ...[]float64) gis.Polygon {
	p := gis.Polygon{SRID: 5897}
	for _, positions := range rings {
		var ring gis.Ring
		for i := 0; i < len(positions); i += 2 {
			ring = append(ring, gis.PointOf(positions[i], positions[i+1]))
		}
		p.Rings = append(p.Rings, ring)
	}
	return p
}

// square is an upright square of that side, from its south-west corner.
func square(e, n, side float64) []float64 {
	return []float64{e, n, e + side, n, e + side, n + side, e, n + side, e, n}
}
