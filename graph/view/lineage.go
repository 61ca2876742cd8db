package view

import (
	"time"

	"github.com/samber/lo"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/graph/fault"
	"github.com/diachinh/diachinh/projections/read"
)

// LineageEdge is what an old parcel gave to one that began on its ground.
type LineageEdge struct {
	Parent, Child *Parcel
	Kind          string // wire name of the event
	Cause         *string
	Area          float64 // m²
	EffectiveDate ladm.Date
	RecordedAt    time.Time
	CorrectedAt   *time.Time
	Depth         int
}

// NewLineageEdge shows a row.
func NewLineageEdge(row *read.Descent) *LineageEdge {
	return &LineageEdge{
		Parent: NewParcel(&row.Parent), Child: NewParcel(&row.Child),
		Kind: row.Kind, Cause: orNil(row.Cause), Area: row.Area.Float(),
		EffectiveDate: row.Effective, RecordedAt: row.RecordedAt, CorrectedAt: instant(row.CorrectedAt),
		Depth: row.Depth,
	}
}

// Depth reads how many generations are asked for, 0 for all. Errors: BAD_INPUT.
func Depth(asked *int) (int, error) {
	if asked != nil && *asked < 1 {
		return 0, fault.New(fault.BadInput, "depth phải từ 1; bỏ trống để lấy mọi đời.")
	}
	return orZero(asked), nil
}

// within returns the edges of as many generations as are asked for.
func within(edges []*LineageEdge, depth *int) ([]*LineageEdge, error) {
	most, err := Depth(depth)
	if err != nil || most == 0 {
		return edges, err
	}
	return lo.Filter(edges, func(e *LineageEdge, _ int) bool { return e.Depth <= most }), nil
}

// ParcelAlias is an address that a parcel had before.
type ParcelAlias struct {
	Commune, Code        string
	Sheet, Scale, Number int
	From, To             ladm.Date
}

// NewParcelAlias shows a row.
func NewParcelAlias(row *read.Alias) *ParcelAlias {
	return &ParcelAlias{
		Commune: row.CommuneCode, Code: row.Code, Sheet: row.Sheet, Scale: row.Scale, Number: row.Number,
		From: row.From, To: row.To,
	}
}

// instant turns the zero time, which stands for none, into null.
func instant(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
