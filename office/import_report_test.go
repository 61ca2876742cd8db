package office

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"strings"
	"testing"
)

func TestMapping(t *testing.T) {
	t.Parallel()
	t.Run("overrides the columns that it names", func(t *testing.T) {
		t.Parallel()
		got, err := ReadMapping(strings.NewReader(`{"number":"so_thua","legalArea":"dien_tich"}`))
		want := DefaultMapping
		want.Number, want.LegalArea = "so_thua", "dien_tich"
		if err != nil || got != want {
			t.Errorf("%+v, %v", got, err)
		}
	})
	for name, text := range map[string]string{
		"with an unknown key is refused":  `{"nummer":"so_thua"}`,
		"with an empty column is refused": `{"number":""}`,
		"that is no JSON is refused":      `number: so_thua`,
		"followed by more is refused":     `{} {}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got, err := ReadMapping(strings.NewReader(text)); !errors.Is(err, ErrBadMapping) {
				t.Errorf("%+v, %v", got, err)
			}
		})
	}
}

func TestReport(t *testing.T) {
	t.Parallel()
	r, _ := testRegistry(t)
	report := importAll(t, r, mapOf(faulty()...), ImportOptions{DryRun: true})

	t.Run("is a table with a line for each fault", func(t *testing.T) {
		t.Parallel()
		var text bytes.Buffer
		if err := report.WriteCSV(&text); err != nil {
			t.Fatal(err)
		}
		lines, err := csv.NewReader(&text).ReadAll()
		if err != nil || len(lines) != 1+len(report.Faults) {
			t.Fatalf("%d lines for %d faults, %v", len(lines), len(report.Faults), err)
		}
		for _, line := range lines {
			if line[5] == "SELF_INTERSECTION" && (line[0] != "7" || line[9] != "5897" || line[10] == "" || !strings.HasPrefix(line[12], "105.4")) {
				t.Errorf("line %v", line)
			}
		}
	})
	t.Run("is a map in WGS84", func(t *testing.T) {
		t.Parallel()
		var text bytes.Buffer
		if err := report.WriteGeoJSON(&text); err != nil {
			t.Fatal(err)
		}
		var collection struct {
			Type     string
			Features []struct {
				Geometry *struct {
					Type        string
					Coordinates [2]float64
				}
				Properties map[string]any
			}
		}
		if err := json.Unmarshal(text.Bytes(), &collection); err != nil {
			t.Fatal(err)
		}
		if collection.Type != "FeatureCollection" || len(collection.Features) != len(report.Faults) {
			t.Fatalf("%s of %d features", collection.Type, len(collection.Features))
		}
		for i, f := range collection.Features {
			if placed := report.Faults[i].WGS84; (placed == nil) != (f.Geometry == nil) || placed != nil && f.Geometry.Coordinates[0] != placed.Lon {
				t.Errorf("feature %+v for fault %+v", f, report.Faults[i])
			}
		}
	})
}
