package graph

import (
	"testing"

	"github.com/diachinh/diachinh/graph/scalar"
)

func TestBoundaryOf(t *testing.T) {
	t.Parallel()

	t.Run("heights are left out", func(t *testing.T) {
		t.Parallel()
		rings, _, finding := boundaryOf(scalar.GeoJSON(
			`{"type":"Polygon","coordinates":[[[500000.5,1,7],[500001,1],[500001,2],[500000.5,1]]]}`))
		if finding != nil {
			t.Fatal(finding)
		}
		if len(rings) != 1 || len(rings[0]) != 4 || rings[0][0] != [2]float64{500000.5, 1} {
			t.Errorf("got %v", rings)
		}
	})

	for name, c := range map[string]struct{ text, code string }{
		"null is malformed":                       {`null`, "BOUNDARY_MALFORMED"},
		"a text is malformed":                     {`"POLYGON EMPTY"`, "BOUNDARY_MALFORMED"},
		"a point is malformed":                    {`{"type":"Point","coordinates":[1,2]}`, "BOUNDARY_MALFORMED"},
		"a polygon of no ring is malformed":       {`{"type":"Polygon","coordinates":[]}`, "BOUNDARY_MALFORMED"},
		"a position of one number is malformed":   {`{"type":"Polygon","coordinates":[[[1]]]}`, "BOUNDARY_MALFORMED"},
		"a place beyond every zone is malformed":  {`{"type":"Polygon","coordinates":[[[1e300,2]]]}`, "BOUNDARY_MALFORMED"},
		"a crs other than the srid is a mismatch": {`{"type":"Polygon","coordinates":[[[1,2]]],"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::4326"}}}`, "BOUNDARY_SRID_MISMATCH"},
		"a crs that names no code is a mismatch":  {`{"type":"Polygon","coordinates":[[[1,2]]],"crs":{"properties":{"name":""}}}`, "BOUNDARY_SRID_MISMATCH"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, crs, finding := boundaryOf(scalar.GeoJSON(c.text))
			if finding == nil && crs != "" {
				finding = otherSystem(crs, 5897)
			}
			if finding == nil || finding.Code != c.code {
				t.Errorf("got %+v, want %s", finding, c.code)
			}
		})
	}
}
