package graph_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/diachinh/diachinh/gis"
)

func testGeometry(t *testing.T, r *registry) {
	done := r.register(t, square(904, 1, 20, 0))
	id := vars{"id": done[0].Parcel.String()}
	corner := func(t *testing.T, srid int) (x, y float64, geometry map[string]any) {
		t.Helper()
		got := r.ask(t, fmt.Sprintf(`query ($id: ID!) { parcel(id: $id) { geometry(srid: %d) } }`, srid), id)
		geometry = got.at(t, "parcel.geometry").(map[string]any)
		first := got.at(t, "parcel.geometry.coordinates.0.0").([]any)
		return first[0].(float64), first[1].(float64), geometry
	}
	here, _ := gis.ZoneBySRID(zone)
	place := here.ToWGS84(gis.PointOf(east0+200, north0))

	t.Run("a boundary is shown in degrees, as GeoJSON has it", func(t *testing.T) {
		lon, lat, geometry := corner(t, 4326)
		if math.Abs(lon-place.Lon) > 1e-9 || math.Abs(lat-place.Lat) > 1e-9 || geometry["crs"] != nil {
			t.Errorf("got %v, want %v", geometry, place)
		}
	})

	t.Run("a boundary is shown as web maps have it", func(t *testing.T) {
		x, y, geometry := corner(t, 3857)
		wantX, wantY := place.Mercator()
		if math.Abs(x-wantX) > 1e-3 || math.Abs(y-wantY) > 1e-3 || geometry["crs"] == nil {
			t.Errorf("got %v, want %v %v", geometry, wantX, wantY)
		}
	})

	t.Run("a boundary is shown in every zone and comes back to the same millimetre", func(t *testing.T) {
		for _, other := range gis.Zones() {
			e, n, geometry := corner(t, other.SRID)
			back := here.FromWGS84(other.ToWGS84(gis.PointOf(e, n)))
			if d := max(back.E-592_200_000, 592_200_000-back.E, back.N-2_325_500_000, 2_325_500_000-back.N); d > 1 {
				t.Errorf("EPSG:%d: %d mm off", other.SRID, d)
			}
			name := geometry["crs"].(map[string]any)["properties"].(map[string]any)["name"]
			if name != fmt.Sprintf("urn:ogc:def:crs:EPSG::%d", other.SRID) {
				t.Errorf("EPSG:%d: named %v", other.SRID, name)
			}
		}
	})

	t.Run("an unknown coordinate system is refused by name", func(t *testing.T) {
		for _, field := range []string{"geometry", "centroid", "boundaryPoints"} {
			below := strings.Repeat("{ order }", len(field)/len("boundaryPoints"))
			got := r.ask(t, fmt.Sprintf(`query ($id: ID!) { parcel(id: $id) { %s(srid: 2154) %s } }`, field, below), id)
			if got.code() != "UNKNOWN_SRID" || !strings.Contains(got.Errors[0].Message, "EPSG:2154") {
				t.Errorf("%s: got %+v", field, got)
			}
		}
	})

	t.Run("the centre of gravity of a square is its middle", func(t *testing.T) {
		r.ask(t, `query ($id: ID!) { parcel(id: $id) { centroid } }`, id).
			shows(t, "parcel.centroid.coordinates", `[592205, 2325505]`)
	})

	t.Run("the corners are listed once", func(t *testing.T) {
		r.ask(t, `query ($id: ID!) { parcel(id: $id) { boundaryPoints { order ring easting northing number accuracy } } }`, id).
			shows(t, "parcel.boundaryPoints", `[
				{"order": 1, "ring": 0, "easting": 592200, "northing": 2325500, "number": null, "accuracy": null},
				{"order": 2, "ring": 0, "easting": 592210, "northing": 2325500, "number": null, "accuracy": null},
				{"order": 3, "ring": 0, "easting": 592210, "northing": 2325510, "number": null, "accuracy": null},
				{"order": 4, "ring": 0, "easting": 592200, "northing": 2325510, "number": null, "accuracy": null}]`)
	})
}
