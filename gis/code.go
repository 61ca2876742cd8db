package gis

// CodeAlgorithm names how the point of a parcel code is found.
const CodeAlgorithm = "polylabel/1mm"

// ParcelCode computes the national parcel code (mã thửa đất, Circular 19/2026,
// annex) and the point that it stands for: the pole of inaccessibility, found in
// the zone that the polygon's SRID names, brought to WGS84 by EPSG:6960, as a
// GeoHash of 12 characters. The code is empty if the SRID names no zone.
func ParcelCode(p Polygon) (code string, pole Point) {
	pole = p.Pole()
	if z, known := ZoneBySRID(p.SRID); known {
		code = z.ToWGS84(pole).GeoHash()
	}
	return code, pole
}
