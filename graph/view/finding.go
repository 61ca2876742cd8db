package view

import (
	"strconv"
	"strings"

	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/graph/scalar"
)

// Finding is what a rule found in an input.
type Finding struct {
	Code      string
	Message   string  // Vietnamese
	MessageEn *string // English
	Path      []string
	Source    *string // legal ground
	Place     scalar.GeoJSON
	// CurrentRevision is that of a parcel that was touched meanwhile.
	CurrentRevision *int
}

// NewFindings shows findings about one input; an input without findings has an
// empty list.
func NewFindings(findings []rules.Finding, of Input) []*Finding {
	return Shown(findings, func(f *rules.Finding) *Finding {
		shown := &Finding{
			Code: f.Code, Message: f.Message, MessageEn: orNil(f.MessageEN),
			Path: of.path(f), Source: orNil(f.Source),
		}
		if f.At != nil {
			shown.Place = space{srid: f.At.SRID, decimals: 3}.point(f.At.E, f.At.N)
		}
		if f.Revision != nil {
			shown.CurrentRevision = new(int(*f.Revision))
		}
		return shown
	})
}

// Input says how a mutation's input is made, for the way into it.
type Input struct {
	// Parcel is the field that names the parcels: "parcel" one, "parcels" a list,
	// "" none.
	Parcel string
	// Items is the list whose elements' fields are spoken of: "parts" or "parcels";
	// "" where the fields are the input's own.
	Items string
	// Undrawn says that the input brings no boundary: what is found of one concerns
	// the parcels themselves, or the points that move.
	Undrawn bool
	// Named are the fields that rules speak of, by the rule's code, where this input
	// calls them otherwise.
	Named map[string]string
}

// path turns a finding's item and field, e.g. 1 and "purposes.0", into the way
// from the mutation's argument.
func (in Input) path(f *rules.Finding) []string {
	if field, otherwise := in.Named[f.Code]; otherwise {
		return []string{"input", field}
	}
	way := strings.Split(f.Field, ".")
	switch way[0] {
	case "":
		return in.item(f)
	case "idempotencyKey", "effectiveDate", "dossier", "procedure", "sources", "commune", "sheet", "scale", "cause", "kind":
		return append([]string{"input"}, way...)
	case "parts", "moves":
		if len(way) == 1 {
			return indexed([]string{"input", way[0]}, f.Item)
		}
		return append([]string{"input"}, way...)
	case "parcel", "parcels":
		return append(in.parcel(f), way[1:]...)
	case "revision", "expectedRevision":
		return append(in.parcel(f), "expectedRevision")
	case "geometry":
		if in.Undrawn {
			return in.undrawn(f)
		}
		way[0] = "boundary"
	}
	if in.Items != "" && f.Item < 0 {
		return in.item(f)
	}
	return append(in.item(f), way...)
}

// item leads to the element that a finding is about, or to the whole input.
func (in Input) item(f *rules.Finding) []string {
	if in.Items == "" {
		return []string{"input"}
	}
	return indexed([]string{"input", in.Items}, f.Item)
}

// undrawn leads to what a boundary that the input does not bring comes of.
func (in Input) undrawn(f *rules.Finding) []string {
	switch {
	case in.Parcel == "parcels" && in.Items == "":
		return []string{"input", "parcels"}
	case in.Parcel == "parcels" && f.Item < 0:
		return []string{"input", "moves"}
	}
	return in.parcel(f)
}

// parcel leads to the parcel that a finding is about.
func (in Input) parcel(f *rules.Finding) []string {
	switch in.Parcel {
	case "":
		return []string{"input"}
	case "parcels":
		return indexed([]string{"input", "parcels"}, f.Item)
	}
	return []string{"input", in.Parcel}
}

func indexed(way []string, item int) []string {
	if item < 0 {
		return way
	}
	return append(way, strconv.Itoa(item))
}
