package gis

// In brings a polygon from its own zone to another, vertex by vertex through
// WGS84, each rounded to the millimetre. A side stays straight: over a kilometre
// that is less than a millimetre from where it runs in its own zone. A polygon of
// that zone, or of none that is known, comes back as it is.
func (p Polygon) In(zone Zone) Polygon {
	own, known := ZoneBySRID(p.SRID)
	if !known || own.SRID == zone.SRID {
		return p
	}
	brought := Polygon{SRID: zone.SRID, Rings: make([]Ring, len(p.Rings))}
	for i, ring := range p.Rings {
		brought.Rings[i] = make(Ring, len(ring))
		for j, point := range ring {
			brought.Rings[i][j] = zone.FromWGS84(own.ToWGS84(point))
		}
	}
	return brought
}
