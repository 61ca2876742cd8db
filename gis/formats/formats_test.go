package formats_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/diachinh/diachinh/gis/formats"
)

const cadastre = "../../samples/real-cadastre.gpkg"

// read opens a file and reads all of a layer.
func read(t testing.TB, path, layer string) (formats.Source, []formats.Feature) {
	t.Helper()
	source, err := formats.Open(path, layer)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { source.Close() })
	return source, features(t, source)
}

func features(t testing.TB, source formats.Source) []formats.Feature {
	t.Helper()
	var all []formats.Feature
	for f, err := range source.Features(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, f)
	}
	return all
}

func TestRealCadastre(t *testing.T) {
	t.Parallel()
	source, all := read(t, cadastre, "parcels")
	t.Run("every row is read, in the order of its id", func(t *testing.T) {
		if count, known := source.Count(); len(all) != 1455 || count != 1455 || !known {
			t.Error(len(all), count, known)
		}
		for i, f := range all {
			if f.Err != nil || f.Row != int64(i+1) || f.Parts != 1 || len(f.Rings) == 0 {
				t.Fatal(f)
			}
		}
	})
	t.Run("its coordinate system is that of its EPSG code", func(t *testing.T) {
		if source.SRID() != 5897 {
			t.Error(source.SRID())
		}
	})
	t.Run("attributes come in their types, without key and geometry", func(t *testing.T) {
		want := map[string]any{
			"source_id": "42f62faa-3c8d-496c-8c7a-befdaa872060", "egrid": "CH424025463567", "register_area_m2": 943467.0,
			"sheet_no": int64(12), "parcel_no": int64(87), "scale": int64(2000), "measured_area_m2": 943466.1,
			"source_number": "739", "land_type": "LUC", "purposes": "LUC 943467.0", "commune": "09616",
		}
		if !reflect.DeepEqual(all[0].Attributes, want) {
			t.Errorf("%#v", all[0].Attributes)
		}
		if len(all[0].Rings) != 2 || all[0].Rings[0][0] != [2]float64{548948.831, 2328796.879} {
			t.Error(all[0].Rings[0][0])
		}
	})
	t.Run("it can be read again", func(t *testing.T) {
		if !reflect.DeepEqual(features(t, source), all) {
			t.Error("the second reading differs")
		}
	})
	t.Run("one who has seen enough may stop", func(t *testing.T) {
		for range source.Features(t.Context()) {
			break
		}
	})
	t.Run("a reading that is called off ends with an error", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		var last error
		for _, err := range source.Features(ctx) {
			cancel()
			last = err
		}
		if !errors.Is(last, context.Canceled) {
			t.Error(last)
		}
	})
}

func TestOpen(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for _, c := range []struct {
		name, path, layer string
		want              error
	}{
		{"a file that is not there", filepath.Join(dir, "none.gpkg"), "", fs.ErrNotExist},
		{"a format that is not read", write("map.shp", ""), "", formats.ErrUnknownFormat},
		{"a text named as a GeoPackage", write("text.gpkg", strings.Repeat("no database ", 100)), "parcels", formats.ErrNotGeoPackage},
		{"an empty file named as a GeoPackage", write("empty.gpkg", ""), "parcels", formats.ErrNotGeoPackage},
		{"a text named as GeoJSON", write("text.geojson", "no JSON"), "", formats.ErrNotGeoJSON},
		{"a geometry alone", write("point.json", `{"type":"Point","coordinates":[1,2]}`), "", formats.ErrNotGeoJSON},
		{"features that are no list", write("object.json", `{"features":{}}`), "", formats.ErrNotGeoJSON},
	} {
		t.Run(c.name+" is refused", func(t *testing.T) {
			if _, err := formats.Open(c.path, c.layer); !errors.Is(err, c.want) {
				t.Error(err)
			}
		})
	}
	t.Run("a layer that is not there is answered with those that are", func(t *testing.T) {
		for _, layer := range []string{"", "parzellen"} {
			_, err := formats.Open(cadastre, layer)
			var missing *formats.LayerError
			if !errors.As(err, &missing) || missing.Layer != layer || !reflect.DeepEqual(missing.Layers, []string{"boundary_points", "parcels", "subdivision_533"}) {
				t.Error(err)
			}
			if !strings.Contains(err.Error(), "subdivision_533") {
				t.Error(err)
			}
		}
	})
}
