// Package linear judges what clients of a store saw: whether every append and
// every read took effect at one moment between its call and its answer, by the
// rules of package es. It records a history of concurrent operations, lets
// porcupine look for an order that explains each stream's part of it, and
// compares the positions of the whole log with the clock.
package linear
