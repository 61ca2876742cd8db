package formats_test

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/diachinh/diachinh/gis/formats"
)

func geoJSON(t testing.TB, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "plots.geojson")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

const (
	crs       = `{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::5897"}}`
	trianglar = `{"type":"Polygon","coordinates":[[[1,2],[3,4],[5,7],[1,2]]]}`
)

func feature(geometry string) string {
	return `{"type":"Feature","properties":{"number":7,"area":12.5,"whole":12.0,"note":null,"list":[1,{"a":2}]},"geometry":` + geometry + `}`
}

func TestGeoJSON(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, text string
		srid       int
	}{
		{"the coordinate system is named before the features", `{"type":"FeatureCollection","name":"x","crs":` + crs + `,"features":[]}`, 5897},
		{"or after them", `{"features":[` + feature(trianglar) + `],"crs":` + crs + `}`, 5897},
		{"in a short form", `{"crs":{"properties":{"name":"EPSG:9210"}},"features":[]}`, 9210},
		{"or by its address", `{"crs":{"properties":{"name":"http://www.opengis.net/def/crs/EPSG/0/9210"}},"features":[]}`, 9210},
		{"longitude and latitude have a name of their own", `{"crs":{"properties":{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}},"features":[]}`, 4326},
		{"a file that names none is in WGS84", `{"features":[]}`, 4326},
		{"with degrees too", `{"features":[` + feature(`{"type":"Polygon","coordinates":[[[105.1,21],[105.2,21],[105.2,21.1],[105.1,21]]]}`) + `]}`, 4326},
		{"but not where its numbers are metres", `{"features":[` + feature(`{"type":"Polygon","coordinates":[[[549827.027,2329498.127],[549837,2329498],[549837,2329508],[549827.027,2329498.127]]]}`) + `]}`, 0},
		{"metres whose system is named at the end have that", `{"features":[` + feature(`{"type":"Polygon","coordinates":[[[549827.027,2329498.127],[549837,2329498],[549837,2329508],[549827.027,2329498.127]]]}`) + `],"crs":` + crs + `}`, 5897},
		{"a name that is none leaves it open", `{"crs":{"properties":{"name":"my own"}},"features":[]}`, 0},
		{"and so does one said to be none", `{"crs":null,"features":[]}`, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			if source, _ := read(t, geoJSON(t, c.text), ""); source.SRID() != c.srid {
				t.Error(source.SRID())
			}
		})
	}
	t.Run("attributes are text, whole numbers and others", func(t *testing.T) {
		source, all := read(t, geoJSON(t, `{"features":[`+feature(trianglar)+`]}`), "")
		want := []formats.Feature{{
			Row: 1, Parts: 1, Rings: [][][2]float64{{{1, 2}, {3, 4}, {5, 7}, {1, 2}}},
			Attributes: map[string]any{"number": int64(7), "area": 12.5, "whole": 12.0, "note": nil, "list": []any{int64(1), map[string]any{"a": int64(2)}}},
		}}
		if !reflect.DeepEqual(all, want) {
			t.Errorf("%#v", all)
		}
		if !reflect.DeepEqual(features(t, source), want) {
			t.Error("the second reading differs")
		}
		if _, known := source.Count(); known {
			t.Error("the count cannot be known")
		}
	})
	t.Run("a fault in one feature is said with it, and the others are read", func(t *testing.T) {
		cases := []struct {
			geometry string
			err      error
			parts    int
		}{
			{`null`, formats.ErrNoGeometry, 0},
			{`{"type":"Polygon","coordinates":[]}`, formats.ErrNoGeometry, 0},
			{`{"type":"Point","coordinates":[1,2]}`, formats.ErrBadGeometry, 0},
			{`{"type":"Polygon","coordinates":[[[1]]]}`, formats.ErrBadGeometry, 0},
			{`{"type":"Polygon","coordinates":[1,2]}`, formats.ErrBadGeometry, 0},
			{`{"type":"Polygon"}`, formats.ErrBadGeometry, 0},
			{`"a polygon"`, formats.ErrBadGeometry, 0},
			{`{"type":"MultiPolygon","coordinates":[[[[1,2,3],[3,4,3],[1,2,3]]],[[[1,2],[3,4],[1,2]]]]}`, nil, 2},
			{trianglar, nil, 1},
		}
		var list []string
		for _, c := range cases {
			list = append(list, feature(c.geometry))
		}
		_, all := read(t, geoJSON(t, `{"features":[`+strings.Join(list, ",\n")+`]}`), "")
		if len(all) != len(cases) {
			t.Fatal(len(all))
		}
		for i, c := range cases {
			if f := all[i]; !errors.Is(f.Err, c.err) || f.Parts != c.parts || f.Row != int64(i+1) {
				t.Errorf("%s: %d parts, %v", c.geometry, f.Parts, f.Err)
			}
		}
	})
	t.Run("text that breaks off ends the reading with an error, after what was good", func(t *testing.T) {
		source, err := formats.Open(geoJSON(t, `{"crs":`+crs+`,"features":[`+feature(trianglar)+`,{"type":`), "")
		if err != nil {
			t.Fatal(err)
		}
		count, failed := 0, false
		for _, err := range source.Features(t.Context()) {
			if err != nil {
				failed = true
				continue
			}
			count++
		}
		if count != 1 || !failed {
			t.Error(count, failed)
		}
	})
}
