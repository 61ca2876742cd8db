package formats

import (
	"encoding/hex"
	"strings"
	"testing"
)

// FuzzGeoPackageGeometry looks for bytes that crash the decoder, or make it give
// more than they can hold.
func FuzzGeoPackageGeometry(f *testing.F) {
	for _, text := range []string{
		"47500001" + "00000000" + "0103000000" + "01000000" + "02000000" + strings.Repeat("0000000000c05240", 4),
		"47500000" + "00000000" + "0000000006" + "00000001" + "0000000003" + "00000001" + "00000000",
		"47500001" + "00000000" + "01eb030000" + "01000000" + "01000000" + strings.Repeat("0000000000c05240", 3),
		"47500001" + "00000000" + "0103000020" + "00000000" + "01000000" + "00000000",
	} {
		seed, err := hex.DecodeString(text)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, blob []byte) {
		body, err := geoPackageGeometry(blob)
		if err != nil {
			return
		}
		rings, parts, err := (&wkb{rest: body}).polygon()
		if err == nil && (parts < 1 || len(rings) == 0) {
			t.Fatal("no geometry and no error")
		}
		positions := 0
		for _, ring := range rings {
			positions += len(ring)
		}
		if 16*positions > len(blob) {
			t.Fatalf("%d positions out of %d bytes", positions, len(blob))
		}
		_, _ = (&wkb{rest: body}).point()
	})
}

// FuzzGeoJSON looks for text that crashes the reader of feature collections.
func FuzzGeoJSON(f *testing.F) {
	f.Add(`{"crs":{"properties":{"name":"EPSG:5897"}},"features":[{"geometry":{"type":"Polygon","coordinates":[[[1,2],[3,4],[1,2]]]},"properties":{"a":1}}]}`)
	f.Add(`{"features":[{"geometry":{"type":"MultiPolygon","coordinates":[[[[1,2]]]]}},null,1],"crs":null}`)
	f.Fuzz(func(t *testing.T, text string) {
		_, _ = sridOfCollection(newCollection(strings.NewReader(text)))
		c := newCollection(strings.NewReader(text))
		if _, err := c.seekFeatures(); err != nil {
			return
		}
		for row := int64(1); c.More(); row++ {
			feature, err := c.feature(row)
			if err != nil {
				return
			}
			if feature.Err == nil && (feature.Parts < 1 || len(feature.Rings) == 0) {
				t.Fatal("no geometry and no error")
			}
		}
	})
}
