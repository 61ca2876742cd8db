package office

import (
	"cmp"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"

	"github.com/samber/lo"

	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/gis"
)

// Report is what became of an import. Rows = Registered + Already + Refused,
// unless the import was interrupted.
type Report struct {
	Rows int64
	// Registered counts parcels registered by this import; in a dry run, those
	// that would be.
	Registered int64
	// Already counts rows whose parcel was registered before, just as it is.
	Already int64
	// Refused counts rows that were not registered.
	Refused int64
	// Warnings counts the faults that let their row pass.
	Warnings int64
	// Faults are in the order of rows; those of the whole file come first.
	Faults []Fault
	// LastPosition is that of the last event that the import appended.
	LastPosition es.Position
}

// Fault is one thing that is wrong with a row.
type Fault struct {
	// Row counts from 1 in the file; 0 means the whole file.
	Row      int64
	Commune  string
	Sheet    int
	Scale    int
	Number   int
	Code     string
	Severity rules.Severity
	Message  string
	Source   string
	// At is the place in the file's zone, WGS84 the same in degrees; nil where
	// the fault has no place.
	At    *rules.Place
	WGS84 *gis.LonLat
}

// degrees returns a place in WGS84, nil for none.
func degrees(place *rules.Place) *gis.LonLat {
	if place == nil {
		return nil
	}
	zone, known := gis.ZoneBySRID(place.SRID)
	if !known {
		return nil
	}
	return lo.ToPtr(zone.ToWGS84(gis.PointOf(place.E, place.N)))
}

func sortFaults(faults []Fault) {
	slices.SortFunc(faults, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(a.Row, b.Row), cmp.Compare(a.Commune, b.Commune), cmp.Compare(a.Scale, b.Scale),
			cmp.Compare(a.Sheet, b.Sheet), cmp.Compare(a.Code, b.Code), cmp.Compare(a.Message, b.Message))
	})
}

// WriteCSV writes the faults as a table with a head, one line a fault. Places are
// in metres of the zone srid and in degrees.
func (r Report) WriteCSV(to io.Writer) error {
	table := csv.NewWriter(to)
	lines := [][]string{{
		"row", "commune", "sheet", "scale", "number", "code", "severity", "message", "source", "srid", "e", "n", "lon", "lat",
	}}
	for _, f := range r.Faults {
		line := []string{
			strconv.FormatInt(f.Row, 10), f.Commune, strconv.Itoa(f.Sheet), strconv.Itoa(f.Scale), strconv.Itoa(f.Number),
			f.Code, string(f.Severity), f.Message, f.Source, "", "", "", "", "",
		}
		if f.At != nil {
			line[9], line[10], line[11] = strconv.Itoa(f.At.SRID), decimals(f.At.E, 3), decimals(f.At.N, 3)
		}
		if f.WGS84 != nil {
			line[12], line[13] = decimals(f.WGS84.Lon, 9), decimals(f.WGS84.Lat, 9)
		}
		lines = append(lines, line)
	}
	if err := table.WriteAll(lines); err != nil {
		return fmt.Errorf("write faults: %w", err)
	}
	return nil
}

func decimals(x float64, places int) string { return strconv.FormatFloat(x, 'f', places, 64) }

// WriteGeoJSON writes the faults as points in WGS84, for a map. A fault without
// a place has no geometry.
func (r Report) WriteGeoJSON(to io.Writer) error {
	collection := map[string]any{"type": "FeatureCollection", "features": lo.Map(r.Faults, feature)}
	if err := json.NewEncoder(to).Encode(collection); err != nil {
		return fmt.Errorf("write faults: %w", err)
	}
	return nil
}

func feature(f Fault, _ int) any {
	properties := map[string]any{
		"row": f.Row, "commune": f.Commune, "sheet": f.Sheet, "scale": f.Scale, "number": f.Number,
		"code": f.Code, "severity": f.Severity, "message": f.Message, "source": f.Source,
	}
	if f.At != nil {
		properties["srid"], properties["e"], properties["n"] = f.At.SRID, f.At.E, f.At.N
	}
	var geometry any
	if f.WGS84 != nil {
		geometry = map[string]any{"type": "Point", "coordinates": []float64{f.WGS84.Lon, f.WGS84.Lat}}
	}
	return map[string]any{"type": "Feature", "geometry": geometry, "properties": properties}
}
