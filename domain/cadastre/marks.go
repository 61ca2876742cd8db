package cadastre

import "github.com/diachinh/diachinh/gis"

// marks are survey points by their places, so that they follow their vertices
// from one boundary to another.
type marks map[gis.Point]SurveyedPoint

// add takes in the survey points of a boundary. Later ones take precedence.
func (m marks) add(boundary gis.Polygon, surveyed []SurveyedPoint) {
	for _, point := range surveyed {
		m[boundary.Rings[point.Ring][point.Vertex]] = point
	}
}

// on returns the survey points of a boundary's vertices, in their order. A vertex
// within 1 mm of a survey point is that point.
func (m marks) on(boundary gis.Polygon) []SurveyedPoint {
	if len(m) == 0 {
		return nil
	}
	var surveyed []SurveyedPoint
	for i, ring := range boundary.Rings {
		for j, vertex := range ring[:len(ring)-1] {
			if point, known := m.near(vertex); known {
				point.Ring, point.Vertex = i, j
				surveyed = append(surveyed, point)
			}
		}
	}
	return surveyed
}

// drop forgets the survey points within 1 mm of places.
func (m marks) drop(places []gis.Point) {
	for _, at := range places {
		for _, place := range about(at) {
			delete(m, place)
		}
	}
}

func (m marks) near(at gis.Point) (SurveyedPoint, bool) {
	for _, place := range about(at) {
		if point, known := m[place]; known {
			return point, true
		}
	}
	return SurveyedPoint{}, false
}

// about are the places within 1 mm of one, itself first.
func about(at gis.Point) [5]gis.Point {
	return [...]gis.Point{
		at, {E: at.E - 1, N: at.N}, {E: at.E + 1, N: at.N}, {E: at.E, N: at.N - 1}, {E: at.E, N: at.N + 1},
	}
}

// surveyedAs returns survey points of one boundary as those of another that has
// its vertices.
func surveyedAs(surveyed []SurveyedPoint, from, to gis.Polygon) []SurveyedPoint {
	if len(surveyed) == 0 {
		return nil
	}
	m := marks{}
	m.add(from, surveyed)
	return m.on(to)
}
