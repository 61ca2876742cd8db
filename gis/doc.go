// Package gis is the geometry of a cadastre: polygons on the millimetre grid of
// a VN-2000 zone, whether they are valid, overlap or adjoin, and where they lie
// on earth. Coordinates are whole millimetres, so that every predicate is exact;
// only the transformation between coordinate systems computes with floats.
//
// Boundaries have points that only one of two neighbours knows, and coordinates
// that were rounded more than once. So a point within 1 mm of a side is a point of
// that side which was not inserted yet (Insert), and within 1 mm of a vertex it is
// that vertex. Once polygons have each other's points, whether parts cover their
// ground without gap and overlap is a sum of directed edges (Cover), and so is what
// several make up together (Dissolve). CheckTiles looks for what does not fit in
// whole communes.
//
// The package is pure. What speaks to PostGIS is in gis/postgis, what reads and
// writes files in gis/formats.
package gis
