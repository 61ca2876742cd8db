package gis_test

import (
	"encoding/json"
	"math"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/diachinh/diachinh/gis"
)

func TestPolygonJSON(t *testing.T) {
	t.Parallel()
	t.Run("coordinates are metres with three decimals", func(t *testing.T) {
		p := gis.Polygon{SRID: 5897, Rings: []gis.Ring{{{E: 549827027, N: 2329498127}, {E: -1, N: 1000}}}}
		text, err := json.Marshal(p)
		if want := `{"srid":5897,"rings":[[[549827.027,2329498.127],[-0.001,1.000]]]}`; err != nil || string(text) != want {
			t.Errorf("%s %v", text, err)
		}
		text, err = json.Marshal(p.Rings[0][1])
		if err != nil || string(text) != `[-0.001,1.000]` {
			t.Errorf("%s %v", text, err)
		}
		text, err = json.Marshal(p.Rings[0][:1])
		if err != nil || string(text) != `[[549827.027,2329498.127]]` {
			t.Errorf("%s %v", text, err)
		}
	})
	t.Run("numbers written otherwise are read to the nearest millimetre", func(t *testing.T) {
		for text, want := range map[string]gis.Point{
			`[1,2]`: {E: 1000, N: 2000}, `[1.5,-2.25]`: {E: 1500, N: -2250}, ` [ 1.0006 , 2.0004 ] `: {E: 1001, N: 2000},
			`[1e3,-2.5E+2]`: {E: 1_000_000, N: -250_000}, `[0.0,-0.000]`: {}, `[549827.02699999998,1]`: {E: 549827027, N: 1000},
		} {
			var p gis.Point
			if err := json.Unmarshal([]byte(text), &p); err != nil || p != want {
				t.Errorf("%s: %v %v", text, p, err)
			}
		}
	})
	t.Run("null leaves a polygon as it was", func(t *testing.T) {
		p := gis.Polygon{SRID: 1}
		if err := json.Unmarshal([]byte(`null`), &p); err != nil || p.SRID != 1 {
			t.Error(p, err)
		}
	})
	t.Run("what is no polygon is refused, with its place", func(t *testing.T) {
		for _, text := range []string{
			`[]`, `{"srid":"5897"}`, `{"srid":5897.5}`, `{"rings":[[[1]]]}`, `{"rings":[[[1,2,3]]]}`, `{"rings":[[["1","2"]]]}`,
			`{"rings":[[[1e13,2]]]}`, `{"rings":[[[1,2]]],"more":1}`, `{"rings":null}`, `{"rings":[[[1,2]]}`, `{"rings":[[[1,2]]]}x`,
			`{"rings":[[[.5,2]]]}`, `{"rings":[[[1.,2]]]}`, `{"rings":[[[-,2]]]}`, `{"rings":[[[,]]]}`, ``, `{`, `{"`, `{"rings"`,
		} {
			var p gis.Polygon
			if err := p.UnmarshalJSON([]byte(text)); err == nil && json.Valid([]byte(text)) {
				t.Errorf("%s was read as %v", text, p)
			}
		}
	})
}

func TestPolygonJSONGoesThereAndBack(t *testing.T) {
	t.Parallel()
	coordinate := rapid.Int64Range(-1e14, 1e14)
	rapid.Check(t, func(t *rapid.T) {
		p := gis.Polygon{SRID: rapid.Int().Draw(t, "srid"), Rings: []gis.Ring{}}
		for range rapid.IntRange(0, 3).Draw(t, "rings") {
			ring := gis.Ring{}
			for range rapid.IntRange(0, 9).Draw(t, "points") {
				ring = append(ring, gis.Point{E: coordinate.Draw(t, "e"), N: coordinate.Draw(t, "n")})
			}
			p.Rings = append(p.Rings, ring)
		}
		text, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		var back gis.Polygon
		if err := json.Unmarshal(text, &back); err != nil || !reflect.DeepEqual(p, back) {
			t.Fatalf("%s: %v %v", text, back, err)
		}
	})
}

// FuzzPolygonJSON holds the hand-written decoder to encoding/json's reading of
// the same text.
func FuzzPolygonJSON(f *testing.F) {
	f.Add([]byte(`{"srid":5897,"rings":[[[549827.027,2329498.127],[1,2],[3.5,4],[549827.027,2329498.127]]]}`))
	f.Add([]byte(` { "rings" : [ [ ] , [ [ -1e2 , 0.0005 ] ] ] , "srid" : 9210 } `))
	f.Add([]byte(`{"rings":[[[1,2]]]]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		var p gis.Polygon
		if err := p.UnmarshalJSON(text); err != nil || strings.TrimSpace(string(text)) == "null" || !json.Valid(text) {
			return
		}
		var plain struct {
			SRID  int            `json:"srid"`
			Rings [][][2]float64 `json:"rings"`
		}
		if err := json.Unmarshal(text, &plain); err != nil {
			t.Fatalf("%q is read here and not by encoding/json: %v", text, err)
		}
		if plain.SRID != p.SRID || len(plain.Rings) != len(p.Rings) {
			t.Skip("members given twice")
		}
		for i, ring := range p.Rings {
			for j, q := range ring {
				e, n := q.Metres()
				if math.Abs(e-plain.Rings[i][j][0]) > 0.0006 || math.Abs(n-plain.Rings[i][j][1]) > 0.0006 {
					t.Fatalf("%q: %v and %v", text, q, plain.Rings[i][j])
				}
			}
		}
	})
}
