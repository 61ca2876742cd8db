package view

import (
	"github.com/diachinh/diachinh/gis"
	"github.com/diachinh/diachinh/projections/read"
)

// BoundaryPoint is a vertex of a boundary in the coordinate system asked for.
type BoundaryPoint struct {
	Order, Ring       int
	Easting, Northing float64
	Number            *string
	Accuracy          *float64 // metres
}

// boundaryPoints lists every vertex once: a ring's closing point is left out.
func boundaryPoints(p gis.Polygon, surveyed []read.SurveyedPoint, in space) []*BoundaryPoint {
	type vertex struct{ ring, vertex int }
	survey := make(map[vertex]read.SurveyedPoint, len(surveyed))
	for _, s := range surveyed {
		survey[vertex{s.Ring, s.Vertex}] = s
	}
	points := make([]*BoundaryPoint, 0, vertices(p))
	for r, ring := range p.Rings {
		for v, place := range ring[:len(ring)-1] {
			point := &BoundaryPoint{Order: len(points) + 1, Ring: r}
			point.Easting, point.Northing = in.project(place)
			if s, found := survey[vertex{r, v}]; found {
				point.Number, point.Accuracy = orNil(s.Number), orNil(s.Accuracy)
			}
			points = append(points, point)
		}
	}
	return points
}

// orNil turns the zero value, which stands for none, into null.
func orNil[T comparable](value T) *T {
	var zero T
	if value == zero {
		return nil
	}
	return &value
}
