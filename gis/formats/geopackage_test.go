package formats_test

import (
	"database/sql"
	"encoding/binary"
	"errors"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/diachinh/diachinh/gis"
	"github.com/diachinh/diachinh/gis/formats"
)

// geoPackage writes a GeoPackage with one layer "plots" of the given geometries.
func geoPackage(t *testing.T, srs int, columns string, geometries ...[]byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "plots.gpkg")
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	run := func(statement string, args ...any) {
		t.Helper()
		if _, err := db.Exec(statement, args...); err != nil {
			t.Fatal(err)
		}
	}
	run(`create table gpkg_spatial_ref_sys (srs_name text, srs_id integer primary key, organization text, organization_coordsys_id integer, definition text)`)
	run(`insert into gpkg_spatial_ref_sys values ('undefined', -1, 'NONE', -1, ''), ('zone', 100000, 'epsg', 9210, ''), ('local', 7, 'OFFICE', 5897, '')`)
	run(`create table gpkg_geometry_columns (table_name text, column_name text, geometry_type_name text, srs_id integer, z tinyint, m tinyint)`)
	run(`insert into gpkg_geometry_columns values ('plots', 'shape', 'POLYGON', ?, 0, 0)`, srs)
	run(`create table plots (` + columns + `)`)
	for _, geometry := range geometries {
		run(`insert into plots (shape) values (?)`, geometry)
	}
	return path
}

const plain = `id integer primary key, shape polygon, note text`

// blob puts a GeoPackage header with the given flags before well-known binary.
func blob(flags byte, body ...[]byte) []byte {
	b := []byte{'G', 'P', 0, flags, 0, 0, 0, 0}
	for _, part := range body {
		b = append(b, part...)
	}
	return b
}

type order interface {
	binary.ByteOrder
	binary.AppendByteOrder
}

// shape is well-known binary of the given type with one ring of positions.
func shape(by order, kind uint32, rings ...[][]float64) []byte {
	mark := byte(0)
	if by == order(binary.LittleEndian) {
		mark = 1
	}
	b := by.AppendUint32([]byte{mark}, kind)
	b = by.AppendUint32(b, uint32(len(rings)))
	for _, ring := range rings {
		b = by.AppendUint32(b, uint32(len(ring)))
		for _, position := range ring {
			for _, x := range position {
				b = by.AppendUint64(b, math.Float64bits(x))
			}
		}
	}
	return b
}

var (
	little   = order(binary.LittleEndian)
	big      = order(binary.BigEndian)
	triangle = [][]float64{{1, 2}, {3, 4}, {5, 7}, {1, 2}}
	heights  = [][]float64{{1, 2, 9}, {3, 4, 9}, {5, 7, 9}, {1, 2, 9}}
)

func TestGeoPackageGeometries(t *testing.T) {
	t.Parallel()
	part := shape(little, 3, triangle)
	cases := []struct {
		name     string
		geometry []byte
		err      error
		parts    int
	}{
		{"a polygon", blob(1, part), nil, 1},
		{"a polygon in the other byte order", blob(0, shape(big, 3, triangle)), nil, 1},
		{"a polygon behind an envelope", blob(3, make([]byte, 32), part), nil, 1},
		{"a polygon behind an envelope of four axes", blob(9, make([]byte, 64), part), nil, 1},
		{"a polygon with heights by ISO", blob(1, shape(little, 1003, heights)), nil, 1},
		{"a polygon with measures by ISO", blob(1, shape(little, 2003, heights)), nil, 1},
		{"a polygon with heights by the older code", blob(1, shape(little, 3|0x80000000, heights)), nil, 1},
		{"a multipolygon of one", blob(1, shape(little, 6)[:5], []byte{1, 0, 0, 0}, part), nil, 1},
		{"a multipolygon of two", blob(1, shape(little, 6)[:5], []byte{2, 0, 0, 0}, part, shape(big, 3, triangle)), nil, 2},
		{"nothing", nil, formats.ErrNoGeometry, 0},
		{"a geometry marked as empty", blob(0x11, part), formats.ErrNoGeometry, 0},
		{"a polygon without rings", blob(1, shape(little, 3)), formats.ErrNoGeometry, 0},
		{"an extended geometry", blob(0x21, part), formats.ErrBadGeometry, 0},
		{"a header of another format", []byte("SP......................"), formats.ErrBadGeometry, 0},
		{"an envelope of no kind", blob(0x0f, part), formats.ErrBadGeometry, 0},
		{"an envelope that ends too early", blob(3, make([]byte, 31)), formats.ErrBadGeometry, 0},
		{"a header alone", blob(1), formats.ErrBadGeometry, 0},
		{"a point", blob(1, shape(little, 1)), formats.ErrBadGeometry, 0},
		{"a polygon that ends too early", blob(1, part[:len(part)-1]), formats.ErrBadGeometry, 0},
		{"a ring that claims more points than there are bytes", blob(1, shape(little, 3)[:5], []byte{1, 0, 0, 0, 255, 255, 255, 255}), formats.ErrBadGeometry, 0},
		{"a byte order of no kind", blob(1, []byte{7, 3, 0, 0, 0}), formats.ErrBadGeometry, 0},
		{"a multipolygon with a point in it", blob(1, shape(little, 6)[:5], []byte{1, 0, 0, 0}, shape(little, 1, triangle)), formats.ErrBadGeometry, 0},
		{"a coordinate that is no number", blob(1, shape(little, 3, [][]float64{{1, math.NaN()}})), formats.ErrBadGeometry, 0},
		{"a coordinate without end", blob(1, shape(little, 3, [][]float64{{math.Inf(1), 1}})), formats.ErrBadGeometry, 0},
	}
	var geometries [][]byte
	for _, c := range cases {
		geometries = append(geometries, c.geometry)
	}
	_, all := read(t, geoPackage(t, 100000, plain, geometries...), "PLOTS")
	for i, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			f := all[i]
			if !errors.Is(f.Err, c.err) || f.Parts != c.parts {
				t.Fatalf("%d parts, %v", f.Parts, f.Err)
			}
			if c.err == nil && (len(f.Rings) != 1 || len(f.Rings[0]) != 4 || f.Rings[0][2] != [2]float64{5, 7}) {
				t.Error(f.Rings)
			}
		})
	}
}

func TestGeoPackageLayers(t *testing.T) {
	t.Parallel()
	one := blob(1, shape(little, 3, triangle))
	t.Run("the only layer needs no name, and its EPSG code is not its number in the file", func(t *testing.T) {
		source, all := read(t, geoPackage(t, 100000, plain, one), "")
		if source.SRID() != 9210 || len(all) != 1 || all[0].Attributes["note"] != nil || len(all[0].Attributes) != 1 {
			t.Error(source.SRID(), all)
		}
	})
	t.Run("a coordinate system that is undefined, missing or someone's own has no EPSG code", func(t *testing.T) {
		for _, srs := range []int{-1, 7, 42} {
			if source, _ := read(t, geoPackage(t, srs, plain, one), ""); source.SRID() != 0 {
				t.Error(srs, source.SRID())
			}
		}
	})
	t.Run("rows of a table without a key are numbered", func(t *testing.T) {
		_, all := read(t, geoPackage(t, 7, `shape polygon`, one, one), "")
		if len(all) != 2 || all[0].Row != 1 || all[1].Row != 2 {
			t.Error(all)
		}
	})
	t.Run("a file may have any name", func(t *testing.T) {
		path := geoPackage(t, 7, plain, one)
		odd := filepath.Join(filepath.Dir(path), "thửa đất 100%20?mode=rw&#.gpkg")
		if err := os.Rename(path, odd); err != nil {
			t.Fatal(err)
		}
		if _, all := read(t, odd, ""); len(all) != 1 {
			t.Error(all)
		}
	})
	t.Run("a file that another program is writing is read with what its log holds", func(t *testing.T) {
		path := geoPackage(t, 7, plain, one)
		db, err := sql.Open("sqlite", path)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		for _, statement := range []string{`pragma journal_mode = wal`, `insert into plots (note) values ('new')`} {
			if _, err := db.Exec(statement); err != nil {
				t.Fatal(err)
			}
		}
		if _, all := read(t, path, ""); len(all) != 2 || all[1].Attributes["note"] != "new" {
			t.Error(all)
		}
	})
}

func TestPoints(t *testing.T) {
	t.Parallel()
	points, err := formats.Points(cadastre, "boundary_points")
	if err != nil {
		t.Fatal(err)
	}
	t.Run("every surveyed place is known", func(t *testing.T) {
		if points.SRID() != 5897 || points.Len() != 9633 {
			t.Error(points.SRID(), points.Len())
		}
	})
	t.Run("the vertices of parcels are surveyed points, with number and accuracy", func(t *testing.T) {
		_, all := read(t, cadastre, "parcels")
		vertices, surveyed := 0, 0
		for _, f := range all {
			for _, q := range f.Rings[0] {
				vertices++
				if p, found := points.At(gis.PointOf(q[0], q[1])); found {
					surveyed++
					if p.Number == "" || p.Accuracy <= 0 || p.Accuracy > 10 {
						t.Fatal(p)
					}
				}
			}
		}
		if surveyed*2 < vertices {
			t.Error(surveyed, vertices)
		}
	})
	t.Run("a place a millimetre off is another one", func(t *testing.T) {
		if _, found := points.At(gis.Point{}); found {
			t.Error("found")
		}
	})
	t.Run("a missing layer is said", func(t *testing.T) {
		var missing *formats.LayerError
		if _, err := formats.Points(cadastre, "none"); !errors.As(err, &missing) {
			t.Error(err)
		}
	})
}

func BenchmarkGeoPackage(b *testing.B) {
	source, err := formats.Open(cadastre, "parcels")
	if err != nil {
		b.Fatal(err)
	}
	defer source.Close()
	rows := 0
	for b.Loop() {
		rows += len(features(b, source))
	}
	b.ReportMetric(float64(rows)/b.Elapsed().Seconds(), "rows/s")
}
