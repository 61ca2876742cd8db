// Package postgis carries polygons between the millimetre grid and the geometry
// columns of PostGIS, over go-geom and pgx-geom.
//
// A row keeps its polygon three times: as surveyed, in WGS84 and in Web Mercator.
// All three are computed here, by the same transformation that the parcel code
// uses, so that writing rows needs nothing of the database's own transformations.
package postgis
