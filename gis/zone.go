package gis

import (
	"fmt"
	"math"
	"slices"
)

// Transformation names how VN-2000 is brought to WGS84, recorded wherever a
// result is kept: the national one, a coordinate frame rotation.
const Transformation = "EPSG:6960"

// Zone is one of the 18 zones of VN-2000 that cadastral maps are drawn in: three
// degrees wide transverse Mercator (TM-3), scale 0.9999, false easting 500 km.
type Zone struct {
	// SRID is the EPSG code: 5896 to 5899 or 9205 to 9218.
	SRID int
	// CentralMeridian is in degrees east of Greenwich.
	CentralMeridian float64
	// Name is how officers write the zone: VN-2000 / TM-3 105°00'.
	Name string
}

var zones = []Zone{
	zone(5896, 102), zone(5897, 105), zone(5898, 108), zone(5899, 107.75),
	zone(9205, 103), zone(9206, 104), zone(9207, 104.5), zone(9208, 104.75),
	zone(9209, 105.5), zone(9210, 105.75), zone(9211, 106), zone(9212, 106.25),
	zone(9213, 106.5), zone(9214, 107), zone(9215, 107.25), zone(9216, 107.5),
	zone(9217, 108.25), zone(9218, 108.5),
}

func zone(srid int, meridian float64) Zone {
	degrees, minutes := math.Modf(meridian)
	return Zone{
		SRID:            srid,
		CentralMeridian: meridian,
		Name:            fmt.Sprintf("VN-2000 / TM-3 %.0f°%02.0f'", degrees, 60*minutes),
	}
}

// Zones returns all zones, in order of their codes.
func Zones() []Zone { return slices.Clone(zones) }

// ZoneBySRID returns the zone with that EPSG code; false if it is none of the 18.
func ZoneBySRID(srid int) (Zone, bool) {
	for _, z := range zones {
		if z.SRID == srid {
			return z, true
		}
	}
	return Zone{}, false
}
