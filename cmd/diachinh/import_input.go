package main

import (
	"context"
	"errors"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/gis/formats"
	"github.com/diachinh/diachinh/office"
)

// parcelsInput is a survey file, open, and how it is to be imported.
type parcelsInput struct {
	source  formats.Source
	options office.ImportOptions
}

// surveyPoints is the layer of survey points that is read where it is there.
const surveyPoints = "boundary_points"

// open opens the file and reads all that goes with it. What the user said wrong
// is a failure that says so.
func (c *importParcelsCommand) open() (*parcelsInput, error) {
	options := office.ImportOptions{DryRun: c.DryRun}
	var err error
	if options.EffectiveDate, err = c.effectiveDate(); err != nil {
		return nil, err
	}
	if options.Mapping, err = c.mapping(); err != nil {
		return nil, err
	}
	source, err := formats.Open(c.File, c.Layer)
	if err != nil {
		return nil, c.unreadable(err)
	}
	points, err := c.points()
	if err != nil {
		source.Close()
		return nil, c.unreadable(err)
	}
	if points != nil {
		options.Points = points
	}
	return &parcelsInput{readable{source, c.File}, options}, nil
}

func (c *importParcelsCommand) effectiveDate() (ladm.Date, error) {
	if c.EffectiveDate == "" {
		return 0, nil
	}
	date, err := ladm.ParseDate(c.EffectiveDate)
	if err != nil {
		return date, usage("BAD_DATE", "--effective-date=%s không phải ngày dạng 2026-07-01.", c.EffectiveDate)
	}
	return date, nil
}

func (c *importParcelsCommand) mapping() (office.Mapping, error) {
	if c.Mapping == "" {
		return office.DefaultMapping, nil
	}
	file, err := os.Open(c.Mapping)
	if err != nil {
		return office.Mapping{}, usage("BAD_MAPPING", "Tệp đặt tên cột %s không đọc được: %v.", c.Mapping, err)
	}
	defer file.Close()
	mapping, err := office.ReadMapping(file)
	if err != nil {
		return mapping, usage("BAD_MAPPING", "Tệp đặt tên cột %s không đúng: %v.", c.Mapping, err)
	}
	return mapping, nil
}

// points reads the survey points of a GeoPackage: nil where it has no such layer
// and none was asked for.
func (c *importParcelsCommand) points() (*formats.SurveyPoints, error) {
	if c.Points == "" || !strings.EqualFold(filepath.Ext(c.File), ".gpkg") {
		return nil, nil
	}
	points, err := formats.Points(c.File, c.Points)
	var missing *formats.LayerError
	if errors.As(err, &missing) && c.Points == surveyPoints {
		return nil, nil
	}
	return points, err
}

// unreadable says what is wrong with the file.
func (c *importParcelsCommand) unreadable(err error) error {
	var layer *formats.LayerError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return usage("FILE_MISSING", "Không có tệp %s.", c.File)
	case errors.As(err, &layer):
		return usage("LAYER_MISSING", "Tệp %s không có lớp %q. Các lớp: %s.", c.File, layer.Layer, strings.Join(layer.Layers, ", "))
	}
	return usage("FILE_UNREADABLE", "Tệp %s không đọc được (%v). Đọc được GeoPackage (.gpkg) và GeoJSON (.geojson, .json).", c.File, err)
}

// readable is a source that says which file cannot be read to its end.
type readable struct {
	formats.Source
	file string
}

// Features yields those of the source.
func (r readable) Features(ctx context.Context) iter.Seq2[formats.Feature, error] {
	return func(yield func(formats.Feature, error) bool) {
		for feature, err := range r.Source.Features(ctx) {
			if err != nil && ctx.Err() == nil {
				err = usage("FILE_UNREADABLE", "Tệp %s hỏng hoặc thiếu phần cuối (%v). Chưa thửa nào của tệp được đăng ký; hãy xuất lại tệp.", r.file, err)
			}
			if !yield(feature, err) {
				return
			}
		}
	}
}
