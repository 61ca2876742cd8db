package view

import (
	"strings"

	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/graph/scalar"
)

// Finding is what a rule found in an input.
type Finding struct {
	Code    string
	Message string   // Vietnamese
	Path    []string // into the input
	Source  *string  // legal ground
	Place   scalar.GeoJSON
}

// NewFindings shows findings about one input; an input without findings has an
// empty list.
func NewFindings(findings []rules.Finding) []*Finding {
	return Shown(findings, func(f *rules.Finding) *Finding {
		shown := &Finding{Code: f.Code, Message: f.Message, Path: path(f.Field), Source: orNil(f.Source)}
		if f.At != nil {
			shown.Place = space{srid: f.At.SRID, decimals: 3}.point(f.At.E, f.At.N)
		}
		return shown
	})
}

// path turns a finding's field, e.g. "purposes.0", into the way from the
// mutation's argument.
func path(field string) []string {
	if field == "" {
		return []string{"input"}
	}
	way := strings.Split(field, ".")
	if way[0] == "geometry" {
		way[0] = "boundary"
	}
	return append([]string{"input"}, way...)
}

// ParcelRegisterPayload is what became of a registration.
type ParcelRegisterPayload struct {
	Parcel     *Parcel
	UserErrors []*Finding
	Warnings   []*Finding
	Position   *string
}
