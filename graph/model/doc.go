// Package model holds the inputs and enumerations of the schema.
// `go generate ./graph` writes it.
package model
