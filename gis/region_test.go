package gis_test

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/diachinh/diachinh/gis"
)

func region(tb testing.TB, geojson string) *gis.Region {
	tb.Helper()
	r, err := gis.ParseRegion([]byte(geojson))
	if err != nil {
		tb.Fatal(err)
	}
	return r
}

// lake is an area of 0.1° around a lake of 0.02°, and an island.
const lake = `{"type":"MultiPolygon","coordinates":[
	[[[105.0,21.0],[105.1,21.0],[105.1,21.1],[105.0,21.1],[105.0,21.0]],[[105.04,21.04],[105.06,21.04],[105.06,21.06],[105.04,21.06],[105.04,21.04]]],
	[[[105.2,21.0],[105.3,21.0],[105.25,21.1],[105.2,21.0]]]]}`

func TestRegion(t *testing.T) {
	t.Parallel()
	area := region(t, lake)
	// At 21° north a degree of latitude is 110,710 m, one of longitude 103,968 m.
	for _, c := range []struct {
		name   string
		place  gis.LonLat
		metres float64
	}{
		{"a place inside is at no distance", gis.LonLat{Lon: 105.01, Lat: 21.05}, 0},
		{"a place on the island is inside", gis.LonLat{Lon: 105.25, Lat: 21.05}, 0},
		{"a place in the lake is as far as its shore", gis.LonLat{Lon: 105.041, Lat: 21.05}, 103.94},
		{"a place to the west is as far as the western side", gis.LonLat{Lon: 104.99, Lat: 21.05}, 1039.4},
		{"a place to the south is as far as the southern side", gis.LonLat{Lon: 105.05, Lat: 20.9}, 11070},
		{"a place beyond a corner is as far as the corner", gis.LonLat{Lon: 104.99, Lat: 20.99}, math.Hypot(1039.8, 1107.1)},
		{"a place between is as far as the nearer part", gis.LonLat{Lon: 105.19, Lat: 21.0}, 1039.7},
		{"a place far to the north is far", gis.LonLat{Lon: 105.05, Lat: 22.1}, 110750},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := area.Distance(c.place); math.Abs(got-c.metres) > 0.002*c.metres {
				t.Errorf("%f m, not %f", got, c.metres)
			}
		})
	}
	for name, text := range map[string]string{
		"text that is no JSON":    `{`,
		"a point":                 `{"type":"Point","coordinates":[1,2]}`,
		"a polygon without rings": `{"type":"Polygon","coordinates":[]}`,
		"a position of one":       `{"type":"Polygon","coordinates":[[[1],[2],[3]]]}`,
		"coordinates of another":  `{"type":"MultiPolygon","coordinates":[[[1,2],[3,4],[1,2]]]}`,
	} {
		t.Run(name+" is no region", func(t *testing.T) {
			if _, err := gis.ParseRegion([]byte(text)); !errors.Is(err, gis.ErrNotRegion) {
				t.Error(err)
			}
		})
	}
}

func TestRegionFindsTheNearestSide(t *testing.T) {
	t.Parallel()
	text, corners := jagged(60)
	area := region(t, text)
	rapid.Check(t, func(t *rapid.T) {
		place := gis.LonLat{Lon: rapid.Float64Range(104.8, 105.2).Draw(t, "lon"), Lat: rapid.Float64Range(20.8, 21.2).Draw(t, "lat")}
		got := area.Distance(place)
		if got == 0 {
			return
		}
		// No point of the boundary is nearer than what was found, and one is near it.
		perLat, perLon := 110_650.0, 111_320*math.Cos(place.Lat*math.Pi/180)
		nearest := math.Inf(1)
		for i := 1; i < len(corners); i++ {
			a, b := corners[i-1], corners[i]
			for step := range 50 {
				s := float64(step) / 50
				nearest = min(nearest, math.Hypot((a.Lon+s*(b.Lon-a.Lon)-place.Lon)*perLon, (a.Lat+s*(b.Lat-a.Lat)-place.Lat)*perLat))
			}
		}
		if got > nearest*1.003 || got < nearest*0.997-120 {
			t.Fatal(place, got, nearest)
		}
	})
}

// jagged is a star-shaped area about 21° N 105° E, as GeoJSON and as its corners.
func jagged(count int) (string, []gis.LonLat) {
	var corners []gis.LonLat
	var text []string
	for i := range count + 1 {
		angle := 2 * math.Pi * float64(i%count) / float64(count)
		radius := 0.05 + 0.03*math.Sin(float64(7*(i%count)))
		corners = append(corners, gis.LonLat{Lon: 105 + radius*math.Cos(angle), Lat: 21 + radius*math.Sin(angle)})
		text = append(text, fmt.Sprintf("[%v,%v]", corners[i].Lon, corners[i].Lat))
	}
	return `{"type":"Polygon","coordinates":[[` + strings.Join(text, ",") + `]]}`, corners
}
