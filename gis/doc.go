// Package gis is the geometry of a cadastre: polygons on the millimetre grid of
// a VN-2000 zone, whether they are valid, overlap or adjoin, and where they lie
// on earth. Coordinates are whole millimetres, so that every predicate is exact;
// only the transformation between coordinate systems computes with floats.
//
// The package is pure. What speaks to PostGIS is in gis/postgis, what reads and
// writes files in gis/formats.
package gis
