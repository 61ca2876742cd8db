package formats

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// geoJSON is a file with one feature collection. It is opened anew for each
// reading, and never held in memory as a whole.
type geoJSON struct {
	path string
	srid int
}

// wgs84 is the coordinate system of a file that names none (RFC 7946, 4).
const wgs84 = 4326

// mostDegrees is the largest number that a longitude can be.
const mostDegrees = 180

func openGeoJSON(path string) (*geoJSON, error) {
	g := &geoJSON{path: path}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	if g.srid, err = sridOfCollection(newCollection(file)); err != nil {
		return nil, fmt.Errorf("open %s: %w", filepath.Base(path), err)
	}
	return g, nil
}

func (g *geoJSON) SRID() int            { return g.srid }
func (g *geoJSON) Count() (int64, bool) { return 0, false }
func (g *geoJSON) Close() error         { return nil }

func (g *geoJSON) Features(ctx context.Context) iter.Seq2[Feature, error] {
	return func(yield func(Feature, error) bool) {
		file, err := os.Open(g.path)
		if err != nil {
			yield(Feature{}, err)
			return
		}
		defer file.Close()
		c := newCollection(file)
		_, err = c.seekFeatures()
		for row := int64(1); err == nil && c.More(); row++ {
			if err = ctx.Err(); err != nil {
				break
			}
			var f Feature
			if f, err = c.feature(row); err == nil && !yield(f, nil) {
				return
			}
		}
		if err != nil {
			yield(Feature{}, fmt.Errorf("read %s: %w", filepath.Base(g.path), err))
		}
	}
}

// collection goes through the text of a feature collection once.
type collection struct{ *json.Decoder }

func newCollection(r io.Reader) collection {
	c := collection{json.NewDecoder(bufio.NewReaderSize(r, 1<<18))}
	c.UseNumber()
	return c
}

// sridOfCollection finds the crs member, which may stand before the features or
// after them. Without one the file is in WGS84, unless its first feature shows
// that it is not in degrees: then its system is unknown.
func sridOfCollection(c collection) (int, error) {
	crs, err := c.seekFeatures()
	if err != nil {
		return 0, err
	}
	unnamed := wgs84
	if crs == nil {
		if c.More() {
			first, err := c.feature(1)
			if err != nil {
				return 0, fmt.Errorf("%w: %w", ErrNotGeoJSON, err)
			}
			if first.beyondDegrees() {
				unnamed = 0
			}
		}
		for c.More() {
			var skipped json.RawMessage
			if err := c.Decode(&skipped); err != nil {
				return 0, fmt.Errorf("%w: %w", ErrNotGeoJSON, err)
			}
		}
		if _, err := c.Token(); err != nil {
			return 0, fmt.Errorf("%w: %w", ErrNotGeoJSON, err)
		}
		if crs, err = c.seekMember(""); err != nil {
			return 0, err
		}
	}
	if crs == nil {
		return unnamed, nil
	}
	return sridOf(crs), nil
}

// beyondDegrees says whether a coordinate cannot be a longitude or latitude.
func (f Feature) beyondDegrees() bool {
	for _, ring := range f.Rings {
		for _, position := range ring {
			if max(math.Abs(position[0]), math.Abs(position[1])) > mostDegrees {
				return true
			}
		}
	}
	return false
}

// seekFeatures goes to the first feature, and returns the crs member if it came
// by one.
func (c collection) seekFeatures() (crs json.RawMessage, err error) {
	if start, err := c.Token(); err != nil || start != json.Delim('{') {
		return nil, fmt.Errorf("%w: it does not begin with {", ErrNotGeoJSON)
	}
	if crs, err = c.seekMember("features"); err != nil {
		return nil, err
	}
	if start, err := c.Token(); err != nil || start != json.Delim('[') {
		return nil, fmt.Errorf("%w: it has no list of features", ErrNotGeoJSON)
	}
	return crs, nil
}

// seekMember goes to the value of a member of the collection, or to its end, and
// returns the crs member if it came by one.
func (c collection) seekMember(name string) (crs json.RawMessage, err error) {
	for c.More() {
		key, err := c.Token()
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrNotGeoJSON, err)
		}
		if key == name {
			return crs, nil
		}
		var value json.RawMessage
		if err := c.Decode(&value); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrNotGeoJSON, err)
		}
		if key == "crs" {
			crs = value
		}
	}
	return crs, nil
}

// feature reads the next feature. Text that is no JSON is an error; JSON that is
// no feature is said in the feature.
func (c collection) feature(row int64) (Feature, error) {
	var member struct {
		Geometry *struct {
			Type        string          `json:"type"`
			Coordinates json.RawMessage `json:"coordinates"`
		} `json:"geometry"`
		Properties map[string]any `json:"properties"`
	}
	err := c.Decode(&member)
	var mistyped *json.UnmarshalTypeError
	if err != nil && !errors.As(err, &mistyped) {
		return Feature{}, fmt.Errorf("feature %d: %w", row, err)
	}
	f := Feature{Row: row, Attributes: member.Properties}
	for name, value := range f.Attributes {
		f.Attributes[name] = plain(value)
	}
	switch {
	case err != nil:
		f.Err = fmt.Errorf("%w: %w", ErrBadGeometry, err)
	case member.Geometry == nil:
		f.Err = ErrNoGeometry
	default:
		f.Rings, f.Parts, f.Err = surface(member.Geometry.Type, member.Geometry.Coordinates)
	}
	return f, nil
}

// plain turns the numbers of an attribute into int64 where they are whole, and
// into float64 otherwise.
func plain(value any) any {
	switch value := value.(type) {
	case json.Number:
		if whole, err := value.Int64(); err == nil {
			return whole
		}
		number, err := value.Float64()
		if err != nil {
			return value.String()
		}
		return number
	case []any:
		for i := range value {
			value[i] = plain(value[i])
		}
	case map[string]any:
		for name := range value {
			value[name] = plain(value[name])
		}
	}
	return value
}

// surface reads the coordinates of a polygon or multipolygon.
func surface(kind string, coordinates json.RawMessage) (rings [][][2]float64, parts int, err error) {
	var all [][][][]float64
	switch kind {
	case "Polygon":
		all = make([][][][]float64, 1)
		err = json.Unmarshal(coordinates, &all[0])
	case "MultiPolygon":
		err = json.Unmarshal(coordinates, &all)
	default:
		return nil, 0, fmt.Errorf("%w: geometry type %q is no polygon", ErrBadGeometry, kind)
	}
	if err != nil {
		return nil, 0, fmt.Errorf("%w: %w", ErrBadGeometry, err)
	}
	if len(all) == 0 || len(all[0]) == 0 {
		return nil, 0, ErrNoGeometry
	}
	rings = make([][][2]float64, len(all[0]))
	for i, ring := range all[0] {
		rings[i] = make([][2]float64, len(ring))
		for j, position := range ring {
			if len(position) < 2 {
				return nil, 0, fmt.Errorf("%w: a position of %d numbers", ErrBadGeometry, len(position))
			}
			rings[i][j] = [2]float64{position[0], position[1]}
		}
	}
	return rings, len(all), nil
}

var epsgName = regexp.MustCompile(`(?i)EPSG(?::|/)(?:[0-9.]*(?::|/))?([0-9]+)$`)

// sridOf reads a crs member as GDAL and QGIS write it; 0 if it names no EPSG code.
func sridOf(crs json.RawMessage) int {
	var named struct {
		Properties struct {
			Name string `json:"name"`
		} `json:"properties"`
	}
	if json.Unmarshal(crs, &named) != nil {
		return 0
	}
	name := named.Properties.Name
	if strings.HasSuffix(strings.ToUpper(name), "CRS84") {
		return wgs84
	}
	found := epsgName.FindStringSubmatch(name)
	if found == nil {
		return 0
	}
	srid, _ := strconv.Atoi(found[1])
	return srid
}
