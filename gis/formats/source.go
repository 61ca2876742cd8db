package formats

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strings"
)

// Feature is one row of a layer of polygons.
type Feature struct {
	// Row is the feature id in a GeoPackage, the place in the list, from 1, in GeoJSON.
	Row int64
	// Attributes by name, as the file writes it: string, int64, float64, bool,
	// []byte, nil; in GeoJSON also lists and objects.
	Attributes map[string]any
	// Rings are the exterior ring, then the holes: as read, not yet on the grid. Of
	// several parts they are those of the first.
	Rings [][][2]float64
	// Parts is how many polygons the geometry has: 1, or more in a multipolygon.
	Parts int
	// Err says why this feature's geometry cannot be used; the others can. It wraps
	// ErrNoGeometry or ErrBadGeometry.
	Err error
}

// Source is an open layer of polygons.
type Source interface {
	// SRID is the EPSG code of the layer's coordinate system; 0 if the file does
	// not say one, or not by its EPSG code.
	SRID() int
	// Count is how many features there are, if that is known without reading them.
	Count() (n int64, known bool)
	// Features yields the features in the file's order. It may be ranged over more
	// than once. An error ends the sequence: the file cannot be read on.
	Features(ctx context.Context) iter.Seq2[Feature, error]
	Close() error
}

var (
	// ErrUnknownFormat: the file's name ends in none of the endings that are read.
	ErrUnknownFormat = errors.New("unknown file format: .gpkg, .geojson and .json are read")
	// ErrNotGeoPackage: the file is no GeoPackage, whatever its name says.
	ErrNotGeoPackage = errors.New("not a GeoPackage")
	// ErrNotGeoJSON: the file is no GeoJSON feature collection.
	ErrNotGeoJSON = errors.New("not a GeoJSON feature collection")
	// ErrNoGeometry: a feature has no geometry, or an empty one.
	ErrNoGeometry = errors.New("no geometry")
	// ErrBadGeometry: a feature's geometry is corrupt, or no polygon.
	ErrBadGeometry = errors.New("unusable geometry")
)

// LayerError says that a file has no layer of that name, or that none was named
// where there are several. Name one of Layers.
type LayerError struct {
	Layer  string
	Layers []string
}

func (e *LayerError) Error() string {
	there := "it has none"
	if len(e.Layers) > 0 {
		there = "it has " + strings.Join(e.Layers, ", ")
	}
	if e.Layer == "" {
		return "name a layer of the file: " + there
	}
	return fmt.Sprintf("the file has no layer %q: %s", e.Layer, there)
}

// Open opens a layer of polygons. The format follows from the ending: .gpkg, or
// .geojson and .json, which have no layers and ignore the name. An empty name
// means the only layer. A missing file is an fs.ErrNotExist, a missing layer a
// *LayerError.
func Open(path, layer string) (Source, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, err
	}
	switch strings.ToLower(filepath.Ext(path)) {
	case ".gpkg":
		return openGeoPackage(path, layer)
	case ".geojson", ".json":
		return openGeoJSON(path)
	}
	return nil, fmt.Errorf("open %s: %w", filepath.Base(path), ErrUnknownFormat)
}
