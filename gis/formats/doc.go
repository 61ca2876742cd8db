// Package formats reads the files that surveyors and offices hand over, one
// feature at a time and whatever their size: GeoPackage and GeoJSON. It gives
// what stands in the file, in the file's own coordinate system and not yet on the
// millimetre grid; what is wrong with one feature is said with that feature and
// stops nothing.
package formats
