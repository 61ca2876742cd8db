package office

import "github.com/diachinh/diachinh/gis"

// polygon puts rings of metres on the millimetre grid. Rings stay open if they
// are; a point that only rounding makes equal to the one before it is dropped.
func polygon(srid int, rings [][][2]float64) gis.Polygon {
	size := 0
	for _, ring := range rings {
		size += len(ring)
	}
	points := make(gis.Ring, 0, size) // of all rings, in one piece
	p := gis.Polygon{SRID: srid, Rings: make([]gis.Ring, len(rings))}
	for i, ring := range rings {
		start := len(points)
		for j, metres := range ring {
			point := gis.PointOf(metres[0], metres[1])
			if j > 0 && point == points[len(points)-1] && metres != ring[j-1] {
				continue
			}
			points = append(points, point)
		}
		p.Rings[i] = points[start:len(points):len(points)]
	}
	return p
}
