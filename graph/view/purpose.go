package view

import (
	"github.com/samber/lo"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/projections/read"
)

// LandPurpose is one use of a parcel.
type LandPurpose struct {
	Type   *LandType
	Area   float64 // m²
	Until  *ladm.Date
	Origin *string
}

// LandType is a code of Circular 08/2024 and its name.
type LandType struct {
	Code string
	Name *string
}

func purposes(row *read.Parcel) []*LandPurpose {
	return lo.Map(row.Purposes, func(p read.Purpose, _ int) *LandPurpose { return purpose(p, row.ValidFrom) })
}

// purpose shows a purpose as on a day.
func purpose(p read.Purpose, day ladm.Date) *LandPurpose {
	return &LandPurpose{landType(p.Type, day), p.Area.Float(), orNil(p.Until), orNil(p.Origin)}
}

// landType names a code as on the day, or as first listed where the day is
// older than the list.
func landType(code string, day ladm.Date) *LandType {
	entry, known := ladm.LandTypes.On(code, max(day, ladm.LandTypes.From))
	if !known {
		return &LandType{Code: code}
	}
	return &LandType{Code: code, Name: &entry.Vietnamese}
}
