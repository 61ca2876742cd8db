// Package registrytest is a small registry for tests: a log in memory, a database
// of its own, and events in the words of the field. Parcels are rectangles on a
// grid, so that their neighbours are known by heart.
package registrytest
