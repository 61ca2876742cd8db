package office

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// Mapping names the columns of a surveyed map.
type Mapping struct {
	// Commune holds the commune's code: 09616, or 9616 as a number.
	Commune string `json:"commune"`
	// Sheet, Scale and Number hold whole numbers; Scale is the denominator.
	Sheet  string `json:"sheet"`
	Scale  string `json:"scale"`
	Number string `json:"number"`
	// LegalArea holds m².
	LegalArea string `json:"legalArea"`
	// Purposes holds land types with their areas in m²: "ONT 400.0; CLN 212.0".
	Purposes string `json:"purposes"`
}

// DefaultMapping is that of samples/real-cadastre.gpkg.
var DefaultMapping = Mapping{
	Commune: "commune", Sheet: "sheet_no", Scale: "scale", Number: "parcel_no",
	LegalArea: "register_area_m2", Purposes: "purposes",
}

// ErrBadMapping says that a mapping file is not what it should be. It is wrapped
// with what is wrong.
var ErrBadMapping = errors.New("malformed mapping")

// ReadMapping reads a mapping as a JSON object whose values are column names. A
// key that it lacks keeps its default; a key that means nothing is ErrBadMapping.
func ReadMapping(from io.Reader) (Mapping, error) {
	mapping := DefaultMapping
	decoder := json.NewDecoder(from)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&mapping); err != nil {
		return Mapping{}, fmt.Errorf("%w: %w", ErrBadMapping, err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return Mapping{}, fmt.Errorf("%w: more than one JSON value", ErrBadMapping)
	}
	for _, column := range mapping.columns() {
		if column.name == "" {
			return Mapping{}, fmt.Errorf("%w: %s names no column", ErrBadMapping, column.field)
		}
	}
	return mapping, nil
}

// column is a column and the field of a parcel that it feeds.
type column struct{ field, name string }

func (m Mapping) columns() []column {
	return []column{
		{"commune", m.Commune}, {"sheet", m.Sheet}, {"scale", m.Scale},
		{"number", m.Number}, {"legalArea", m.LegalArea}, {"purposes", m.Purposes},
	}
}
