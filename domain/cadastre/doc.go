// Package cadastre holds the rules of one map sheet (tờ bản đồ địa chính): its
// parcels' numbers are unique and never reused, and its parcels do not overlap.
// The sheet, not the parcel, is the consistency boundary; see
// docs/adr/0001-map-sheet-is-the-boundary.md.
package cadastre
