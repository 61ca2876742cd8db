// Package judged has PostGIS judge what the cadastre says of boundaries: many
// made-up subdivisions, of which most have a fault put into them, go through the
// rules of a sheet and through the detector, and then through PostGIS. Every
// fault must be found by all who can see its kind, and none invented. There is
// nothing here but tests.
package judged
