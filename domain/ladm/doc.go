// Package ladm holds the words that every part of the registry shares: typed
// identifiers, civil dates, areas and code lists, named after ISO 19152 (the
// Land Administration Domain Model). It decides nothing.
package ladm
