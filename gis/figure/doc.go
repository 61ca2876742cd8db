// Package figure draws parcels for people to read, as SVG: real outlines, all at
// one scale, with their numbers and areas. It names no fonts that have to be
// fetched and runs no scripts; the same input always gives the same bytes.
package figure
