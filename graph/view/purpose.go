package view

import (
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
	shown := make([]*LandPurpose, len(row.Purposes))
	for i, p := range row.Purposes {
		shown[i] = &LandPurpose{landType(p.Type, row.ValidFrom), p.Area.Float(), orNil(p.Until), orNil(p.Origin)}
	}
	return shown
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
