package figure_test

import (
	"fmt"
	"testing"

	"github.com/diachinh/diachinh/gis"
	"github.com/diachinh/diachinh/gis/figure"
	"github.com/diachinh/diachinh/gis/formats"
)

// layer reads the polygons of a layer of the sample, with what names them.
func layer(t *testing.T, name string, keep func(formats.Feature) bool) (shapes []gis.Polygon) {
	t.Helper()
	source, err := formats.Open("../../samples/real-cadastre.gpkg", name)
	if err != nil {
		t.Fatal(err)
	}
	defer source.Close()
	for f, err := range source.Features(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if !keep(f) {
			continue
		}
		shape := gis.Polygon{SRID: 5897}
		for _, positions := range f.Rings {
			var ring gis.Ring
			for _, p := range positions {
				ring = append(ring, gis.PointOf(p[0], p[1]))
			}
			shape.Rings = append(shape.Rings, ring)
		}
		shapes = append(shapes, shape)
	}
	return shapes
}

// realSubdivision is what really happened to parcel 7 of sheet 15.
func realSubdivision(t *testing.T) figure.Family {
	t.Helper()
	whole := parcel(7, layer(t, "parcels", func(f formats.Feature) bool {
		return fmt.Sprint(f.Attributes["sheet_no"], "/", f.Attributes["parcel_no"]) == "15/7"
	})[0])
	act := figure.Act{Day: "05/03/2025", Name: "Tách thửa", Code: "TN", Ends: []string{whole.Key}}
	for i, shape := range layer(t, "subdivision_533", func(formats.Feature) bool { return true }) {
		part := parcel(16+i, shape)
		act.Shows = append(act.Shows, part)
		act.Descents = append(act.Descents, figure.Descent{Parent: whole.Key, Child: part.Key, Area: part.Area})
	}
	return figure.Family{Title: "Thửa 7, tờ 15, Xã Đoài Phương", Subject: whole.Key, Acts: []figure.Act{registration(whole), act}}
}
