package cadastre

import (
	"slices"

	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/gis"
)

// survey is what a boundary alone decides about a parcel.
type survey struct {
	of         gis.Polygon // the boundary as given
	tooLarge   bool        // for an event: nothing more is worked out
	violations []gis.Violation
	// The rest is known of a valid boundary in a known zone only.
	boundary gis.Polygon // normalised
	box      gis.Box
	area     ladm.Area
	code     ParcelCode    // as long as it is empty, nobody has asked for it
	corners  [4]gis.LonLat // of the box
}

// Measure returns the parcel with all that its boundary alone decides worked
// out (validity, area, parcel code), which is most of the work of a
// registration: [Check] and Decide then need not do it again. It may run
// anywhere, several at a time.
func (p ParcelInput) Measure() ParcelInput {
	p = p.outlined()
	if p.survey.boundary.SRID != 0 && p.survey.code.Code == "" {
		p.survey = p.survey.coded()
	}
	return p
}

// outlined returns the parcel measured but for its code, whose point takes longest
// to find.
func (p ParcelInput) outlined() ParcelInput {
	if p.survey == nil || !p.survey.isOf(p.Boundary) {
		p.survey = surveyOf(p.Boundary, p.Size() > es.MaxEvent)
	}
	return p
}

// Surface returns the boundary of a measured parcel, normalised, and whether it
// is a valid surface in a known zone.
func (p ParcelInput) Surface() (gis.Polygon, bool) {
	if p.survey == nil {
		return gis.Polygon{}, false
	}
	return p.survey.boundary, p.survey.boundary.SRID != 0
}

func surveyOf(boundary gis.Polygon, tooLarge bool) *survey {
	s := &survey{of: boundary, tooLarge: tooLarge}
	if tooLarge {
		return s
	}
	s.violations = boundary.Validate()
	zone, known := gis.ZoneBySRID(boundary.SRID)
	if len(s.violations) > 0 || !known {
		return s
	}
	s.boundary = boundary.Normalise()
	s.box = s.boundary.Bounds()
	s.area = ladm.SquareMetres(s.boundary.Area())
	low, high := s.box.Min, s.box.Max
	for i, corner := range []gis.Point{low, {E: high.E, N: low.N}, high, {E: low.E, N: high.N}} {
		s.corners[i] = zone.ToWGS84(corner)
	}
	return s
}

// coded returns the survey of a valid boundary with its parcel code.
func (s *survey) coded() *survey {
	with := *s
	code, pole := gis.ParcelCode(s.boundary)
	with.code = ParcelCode{Code: code, Point: pole, Algorithm: gis.CodeAlgorithm, Transformation: gis.Transformation}
	return &with
}

// sound reports whether the boundary is valid and in the given zone.
func (s *survey) sound(srid int) bool { return s.boundary.SRID == srid && srid != 0 }

// isOf reports whether the survey was made of this very boundary.
func (s *survey) isOf(boundary gis.Polygon) bool {
	return s.of.SRID == boundary.SRID && len(s.of.Rings) == len(boundary.Rings) &&
		(len(boundary.Rings) == 0 || &s.of.Rings[0] == &boundary.Rings[0])
}

// points returns the surveyed points with their places in the normalised boundary.
func (s *survey) points(surveyed []SurveyedPoint) []SurveyedPoint {
	if len(surveyed) == 0 {
		return nil
	}
	moved := slices.Clone(surveyed)
	for i, point := range moved {
		given, now := s.of.Rings[point.Ring], s.boundary.Rings[point.Ring]
		if given[1] != now[1] { // the ring was turned round
			moved[i].Vertex = slices.Index(now, given[point.Vertex])
		}
	}
	return moved
}
