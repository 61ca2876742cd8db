// Package family draws the parcels that descend from one another as the read
// models know them: it turns their versions and descents into the acts that
// [figure.Family] draws.
package family
