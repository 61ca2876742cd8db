// Package generated executes operations: parsing arguments, calling resolvers
// and writing answers. It comes from the schema; `go generate ./graph` writes it.
package generated
