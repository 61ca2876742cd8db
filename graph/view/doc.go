// Package view holds what an answer is written from: rows of the read models in
// the words of the schema. Whatever a field needs is there before it is asked
// for, so fields are plain methods without context: none waits, and none starts
// a goroutine.
package view
