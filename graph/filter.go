package graph

import (
	"github.com/diachinh/diachinh/gis"
	"github.com/diachinh/diachinh/graph/fault"
	"github.com/diachinh/diachinh/graph/model"
	"github.com/diachinh/diachinh/projections/read"
)

// farthest bounds a search around a place, in metres.
const farthest = 10_000

// parcelFilter reads the conditions of a list of parcels. Errors: BAD_INPUT.
func parcelFilter(commune *string, sheet, scale *int, near *model.NearInput, within *model.WithinInput, at read.At) (read.ParcelFilter, error) {
	filter := read.ParcelFilter{
		CommuneCode: orZero(commune),
		Sheet:       orZero(sheet),
		Scale:       orZero(scale),
		At:          at,
	}
	switch {
	case commune == nil && (sheet != nil || scale != nil):
		return filter, fault.New(fault.BadInput, "Điều kiện sheet và scale cần đi cùng commune.")
	case commune != nil && *commune == "":
		return filter, fault.New(fault.BadInput, "commune không được rỗng. Bỏ hẳn điều kiện để lấy mọi xã.")
	case sheet != nil && *sheet < 1, scale != nil && *scale < 1:
		return filter, fault.New(fault.BadInput, "sheet và scale phải lớn hơn 0.")
	}
	if near != nil {
		if !onEarth(near.Longitude, near.Latitude) || near.Distance <= 0 || near.Distance > farthest {
			return filter, fault.New(fault.BadInput, "near cần kinh độ, vĩ độ WGS84 và khoảng cách lớn hơn 0, không quá %d m.", farthest)
		}
		filter.Near = &read.Near{Centre: gis.LonLat{Lon: near.Longitude, Lat: near.Latitude}, Radius: near.Distance}
	}
	if within != nil {
		if !onEarth(within.West, within.South) || !onEarth(within.East, within.North) ||
			within.West >= within.East || within.South >= within.North {
			return filter, fault.New(fault.BadInput, "within cần west < east và south < north, tính bằng độ WGS84.")
		}
		filter.Within = []gis.LonLat{{Lon: within.West, Lat: within.South}, {Lon: within.East, Lat: within.North}}
	}
	return filter, nil
}

func onEarth(longitude, latitude float64) bool {
	return longitude >= -180 && longitude <= 180 && latitude >= -90 && latitude <= 90
}
