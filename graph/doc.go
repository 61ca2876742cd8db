// Package graph answers GraphQL over HTTP: the schema in schema/, one file a
// noun, and the resolvers behind it.
//
//	request ─► guard (size, deadline, principal) ─► limits ─► resolver
//	             resolver: atLeast ─► plan of the selection ─► one statement a level ─► view
//
// A root resolver looks ahead at everything that is asked below it and loads it
// level by level before any field is written, so no field below a root waits
// for the database. What the fields are written from stands in package view.
//
// generated/ and model/ come from the schema: `go generate ./graph`.
package graph

//go:generate go tool gqlgen generate --config gqlgen.yml
//go:generate go run ./plainly generated/generated.go
