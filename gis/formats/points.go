package formats

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/diachinh/diachinh/gis"
)

// SurveyPoint is what a survey says of one boundary point.
type SurveyPoint struct {
	// Number as the surveyor gave it.
	Number string
	// Accuracy is the mean error of the position in metres; 0 if not known.
	Accuracy float64
}

// SurveyPoints finds survey points by their place on the millimetre grid.
type SurveyPoints struct {
	srid   int
	points map[gis.Point]SurveyPoint
}

// Points reads a layer of survey points of a GeoPackage into memory: columns
// number and accuracy_m (m), each optional. Of two at one place the more accurate
// counts. A point without a usable geometry is left out. A missing layer is a
// *LayerError.
func Points(path, layer string) (*SurveyPoints, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, err
	}
	g, err := openGeoPackage(path, layer)
	if err != nil {
		return nil, err
	}
	defer g.Close()
	s := &SurveyPoints{srid: g.srid, points: make(map[gis.Point]SurveyPoint, g.count)}
	for row, err := range g.rows(context.Background()) {
		if err != nil {
			return nil, fmt.Errorf("read the survey points of %s: %w", filepath.Base(path), err)
		}
		body, err := geoPackageGeometry(row.geometry)
		if err != nil {
			continue
		}
		if place, err := (&wkb{rest: body}).point(); err == nil {
			s.add(gis.PointOf(place[0], place[1]), surveyPoint(row.attributes))
		}
	}
	return s, nil
}

// SRID is the EPSG code of the layer's coordinate system; 0 if it is not known.
func (s *SurveyPoints) SRID() int { return s.srid }

// Len is how many places have a survey point.
func (s *SurveyPoints) Len() int { return len(s.points) }

// At returns the survey point at exactly that millimetre.
func (s *SurveyPoints) At(place gis.Point) (SurveyPoint, bool) {
	p, found := s.points[place]
	return p, found
}

func (s *SurveyPoints) add(place gis.Point, p SurveyPoint) {
	known, found := s.points[place]
	if found && known.Accuracy > 0 && (p.Accuracy == 0 || known.Accuracy <= p.Accuracy) {
		return
	}
	s.points[place] = p
}

func surveyPoint(attributes map[string]any) SurveyPoint {
	var p SurveyPoint
	for name, value := range attributes {
		switch strings.ToLower(name) {
		case "number":
			if value != nil {
				p.Number = fmt.Sprint(value)
			}
		case "accuracy_m":
			switch accuracy := value.(type) {
			case float64:
				p.Accuracy = accuracy
			case int64:
				p.Accuracy = float64(accuracy)
			}
		}
	}
	return p
}
