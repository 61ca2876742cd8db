// Package memory is an [es.Store] that lives as long as its process: for tests
// that need a store and not a server. It follows the same rules as the real one
// (package storetest), save that it remembers every event's id for ever.
package memory
