package postgis_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/twpayne/go-geom"

	"github.com/diachinh/diachinh/cluster/testdb"
	"github.com/diachinh/diachinh/gis"
	"github.com/diachinh/diachinh/gis/formats"
	"github.com/diachinh/diachinh/gis/postgis"
)

func connect(t *testing.T) (context.Context, *pgx.Conn) {
	t.Helper()
	ctx := t.Context()
	conn, err := pgx.Connect(ctx, testdb.New(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close(context.Background()) })
	if err := postgis.Register(ctx, conn); err != nil {
		t.Fatal(err)
	}
	return ctx, conn
}

// feature is a polygon of the sample, with its sheet and number if it is a parcel.
type feature struct {
	sheet, number string
	polygon       gis.Polygon
}

func (f feature) named(sheet, number string) bool { return f.sheet == sheet && f.number == number }

// layer returns what is in a layer of the real cadastre.
func layer(t testing.TB, name string) []feature {
	t.Helper()
	source, err := formats.Open("../../samples/real-cadastre.gpkg", name)
	if err != nil {
		t.Fatal(err)
	}
	defer source.Close()
	var features []feature
	for f, err := range source.Features(t.Context()) {
		if err != nil || f.Err != nil {
			t.Fatal(err, f.Err)
		}
		p := gis.Polygon{SRID: source.SRID()}
		for _, positions := range f.Rings {
			ring := make(gis.Ring, len(positions))
			for i, q := range positions {
				ring[i] = gis.PointOf(q[0], q[1])
			}
			p.Rings = append(p.Rings, ring)
		}
		features = append(features, feature{fmt.Sprint(f.Attributes["sheet_no"]), fmt.Sprint(f.Attributes["parcel_no"]), p})
	}
	return features
}

// sample returns the polygons of the real cadastre.
func sample(t testing.TB) []gis.Polygon {
	t.Helper()
	var polygons []gis.Polygon
	for _, f := range layer(t, "parcels") {
		polygons = append(polygons, f.polygon)
	}
	return polygons
}

func TestGeometriesGoToTheDatabaseAndBack(t *testing.T) {
	t.Parallel()
	ctx, conn := connect(t)
	for _, p := range sample(t)[:100] {
		native, wgs84, mercator := postgis.Geometries(p)
		var back geom.Polygon
		var off84, offMercator float64
		err := conn.QueryRow(ctx, `
			select $1::geometry,
			       st_hausdorffdistance(st_transform($2::geometry, 3857), st_transform(st_setsrid($1::geometry, 900000 + st_srid($1::geometry)), 3857)),
			       st_hausdorffdistance($3::geometry, st_transform(st_setsrid($1::geometry, 900000 + st_srid($1::geometry)), 3857))`,
			native, wgs84, mercator).Scan(&back, &off84, &offMercator)
		if err != nil {
			t.Fatal(err)
		}
		if off84 > 1e-4 || offMercator > 1e-4 {
			t.Errorf("PostGIS puts the polygon %g m and %g m elsewhere", off84, offMercator)
		}
		again, err := postgis.PolygonOf(&back)
		if err != nil {
			t.Fatal(err)
		}
		if !equal(again, p) {
			t.Errorf("%v came back as %v", p, again)
		}
	}
}

func equal(a, b gis.Polygon) bool {
	x, _ := a.MarshalJSON()
	y, _ := b.MarshalJSON()
	return string(x) == string(y)
}

func TestGeometries(t *testing.T) {
	t.Parallel()
	t.Run("a polygon of no zone has no copies in other systems", func(t *testing.T) {
		native, wgs84, mercator := postgis.Geometries(gis.Polygon{SRID: 4326, Rings: []gis.Ring{{{E: 1}, {E: 2}, {N: 3}, {E: 1}}}})
		if native == nil || wgs84 != nil || mercator != nil {
			t.Error(native, wgs84, mercator)
		}
	})
	t.Run("a geometry with heights is none of ours", func(t *testing.T) {
		if _, err := postgis.PolygonOf(geom.NewPolygonFlat(geom.XYZ, nil, nil)); err == nil {
			t.Error("accepted")
		}
	})
}

// TestTransformation is the agreement of the three that transform: this package,
// PostGIS by the pinned rows, and PROJ told to use EPSG:6960.
func TestTransformation(t *testing.T) {
	t.Parallel()
	ctx, conn := connect(t)
	for _, zone := range gis.Zones() {
		points := spread(zone)
		proj := byPROJ(t, zone, points)
		var lons, lats, xs, ys []float64
		eastings, northings := make([]float64, len(points)), make([]float64, len(points))
		for i, q := range points {
			eastings[i], northings[i] = q.Metres()
		}
		err := conn.QueryRow(ctx, `
			with place as materialized (
			    select i, st_transform(p, 4326) as wgs84, st_transform(p, 3857) as mercator
			      from (select i, st_setsrid(st_point(e, n), 900000 + $3::int) as p
			              from unnest($1::float8[], $2::float8[]) with ordinality as u (e, n, i)) q)
			select array_agg(st_x(wgs84) order by i), array_agg(st_y(wgs84) order by i),
			       array_agg(st_x(mercator) order by i), array_agg(st_y(mercator) order by i)
			  from place`, eastings, northings, zone.SRID).Scan(&lons, &lats, &xs, &ys)
		if err != nil {
			t.Fatal(err)
		}
		const degrees, metres = 0.0001 / 111000, 0.0001 // a tenth of a millimetre
		for i, q := range points {
			ours := zone.ToWGS84(q)
			x, y := ours.Mercator()
			if !near(ours.Lon, proj[i].Lon, degrees) || !near(ours.Lat, proj[i].Lat, degrees) {
				t.Fatalf("%d: %v is at %v, by PROJ at %v", zone.SRID, q, ours, proj[i])
			}
			if !near(ours.Lon, lons[i], degrees) || !near(ours.Lat, lats[i], degrees) ||
				!near(x, xs[i], metres) || !near(y, ys[i], metres) {
				t.Fatalf("%d: %v is at %v (%f, %f), by PostGIS at %v %v (%f, %f)", zone.SRID, q, ours, x, y, lons[i], lats[i], xs[i], ys[i])
			}
			if back := zone.FromWGS84(ours); back != q {
				t.Fatalf("%d: %v comes back as %v", zone.SRID, q, back)
			}
		}
	}
}

func near(a, b, within float64) bool { return a-b <= within && b-a <= within }

// spread returns places all over a zone's reach, from Cà Mau to Hà Giang and 2°
// to either side, among them the latitude where unpinned geometries tear.
func spread(zone gis.Zone) []gis.Point {
	random := rand.New(rand.NewPCG(6960, uint64(zone.SRID)))
	var points []gis.Point
	for range 200 {
		points = append(points, zone.FromWGS84(gis.LonLat{
			Lon: zone.CentralMeridian - 2 + 4*random.Float64(),
			Lat: 8.3 + 15.2*random.Float64(),
		}), zone.FromWGS84(gis.LonLat{
			Lon: zone.CentralMeridian - 1.5 + 3*random.Float64(),
			Lat: 11.03 + 0.02*random.Float64(),
		}))
	}
	return points
}

// byPROJ asks PROJ's own program.
func byPROJ(t *testing.T, zone gis.Zone, points []gis.Point) []gis.LonLat {
	t.Helper()
	program, err := exec.LookPath("cct")
	if err != nil {
		t.Fatal("PROJ's program cct is the judge of this test: install the package proj-bin")
	}
	var input strings.Builder
	for _, q := range points {
		e, n := q.Metres()
		input.WriteString(strconv.FormatFloat(e, 'f', 3, 64) + " " + strconv.FormatFloat(n, 'f', 3, 64) + " 0 0\n")
	}
	command := exec.CommandContext(t.Context(), program, append([]string{"-d", "12", "+proj=pipeline", "+step", "+inv", "+proj=tmerc", "+lat_0=0",
		"+lon_0=" + strconv.FormatFloat(zone.CentralMeridian, 'f', -1, 64), "+k=0.9999", "+x_0=500000", "+y_0=0", "+ellps=WGS84"},
		strings.Fields(epsg6960)...)...)
	command.Stdin = strings.NewReader(input.String())
	output, err := command.Output()
	if err != nil {
		t.Fatal("run cct: ", err)
	}
	var places []gis.LonLat
	for line := range strings.Lines(string(output)) {
		fields := strings.Fields(line)
		lon, err1 := strconv.ParseFloat(fields[0], 64)
		lat, err2 := strconv.ParseFloat(fields[1], 64)
		if err1 != nil || err2 != nil {
			t.Fatalf("cct answered %q", line)
		}
		places = append(places, gis.LonLat{Lon: lon, Lat: lat})
	}
	if len(places) != len(points) {
		t.Fatalf("cct answered %d of %d points", len(places), len(points))
	}
	return places
}

// epsg6960 is what `projinfo -k operation EPSG:6960` prints.
const epsg6960 = `
	+step +proj=push +v_3
	+step +proj=cart +ellps=WGS84
	+step +proj=helmert +x=-191.90441429 +y=-39.30318279 +z=-111.45032835
	      +rx=-0.00928836 +ry=0.01975479 +rz=-0.00427372 +s=0.252906278
	      +convention=coordinate_frame
	+step +inv +proj=cart +ellps=WGS84
	+step +proj=pop +v_3
	+step +proj=unitconvert +xy_in=rad +xy_out=deg`

func TestCoordinateSystems(t *testing.T) {
	t.Parallel()
	ctx, conn := connect(t)
	t.Run("the database knows VN-2000, its UTM and TM-3 zones, and each TM-3 zone pinned", func(t *testing.T) {
		wanted := []int32{4756, 3405, 3406}
		for _, zone := range gis.Zones() {
			wanted = append(wanted, int32(zone.SRID), int32(900000+zone.SRID))
		}
		var missing []int32
		err := conn.QueryRow(ctx, `
			select array_agg(wanted.srid) from unnest($1::int[]) as wanted (srid)
			 where not exists (select from spatial_ref_sys s
			                    where s.srid = wanted.srid and s.auth_srid = wanted.srid
			                      and s.auth_name = case when s.srid > 900000 then 'DIACHINH' else 'EPSG' end)`,
			wanted).Scan(&missing)
		if err != nil || len(missing) > 0 {
			t.Error(err, missing)
		}
	})
	t.Run("every zone's row says what the EPSG registry says", func(t *testing.T) {
		for _, zone := range gis.Zones() {
			output, err := exec.CommandContext(ctx, "projinfo", "-q", "-o", "PROJ", "EPSG:"+strconv.Itoa(zone.SRID)).Output()
			if err != nil {
				t.Fatal("run projinfo, of the package proj-bin: ", err)
			}
			for _, srid := range []int{zone.SRID, 900000 + zone.SRID} {
				var text string
				if err := conn.QueryRow(ctx, `select proj4text from spatial_ref_sys where srid = $1`, srid).Scan(&text); err != nil {
					t.Fatal(err)
				}
				// Rows that came with PostGIS lack the last word.
				if normal(text) != normal(string(output)) {
					t.Errorf("%d is %q, in the registry %q", srid, text, output)
				}
			}
		}
	})
}

func normal(proj string) string {
	return strings.TrimSuffix(strings.TrimSpace(proj), " +type=crs")
}

func BenchmarkGeometries(b *testing.B) {
	polygons := sample(b)
	vertices := 0
	for i := 0; b.Loop(); i++ {
		p := polygons[i%len(polygons)]
		postgis.Geometries(p)
		for _, ring := range p.Rings {
			vertices += len(ring)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(vertices), "ns/vertex")
}

func TestTerritory(t *testing.T) {
	t.Parallel()
	const ring = `[[105,21],[106,21],[106,22],[105,21]]`
	for name, text := range map[string]string{
		"a polygon":      `{"type":"Polygon","coordinates":[` + ring + `]}`,
		"a multipolygon": `{"type":"MultiPolygon","coordinates":[[` + ring + `]]}`,
	} {
		t.Run(name+" becomes a multipolygon of one part", func(t *testing.T) {
			t.Parallel()
			got, err := postgis.Territory([]byte(text))
			if err != nil || got.NumPolygons() != 1 || got.SRID() != postgis.WGS84 || got.Polygon(0).NumCoords() != 4 {
				t.Fatalf("%v, %v", got, err)
			}
		})
	}
	for _, text := range []string{``, `{}`, `{"type":"Point","coordinates":[1,2]}`, `{"type":"Polygon","coordinates":[1]}`} {
		if _, err := postgis.Territory([]byte(text)); !errors.Is(err, postgis.ErrNotTerritory) {
			t.Errorf("%q: %v", text, err)
		}
	}
}
