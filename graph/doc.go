// Package graph answers GraphQL over HTTP: the schema in schema/, one file a
// noun, and the resolvers behind it.
//
//	request ─► guard (size, deadline, principal) ─► limits ─► resolver
//	             resolver: atLeast ─► plan of the selection ─► one statement a level ─► view
//
// A mutation's input is read into the office's terms (what cannot be read is a
// finding), the office acts or refuses, and the payload shows the outcome, read off
// the event, and the parcels as they are afterwards. A try (dryRun) goes the same
// way and writes nothing.
//
// A root resolver looks ahead at everything that is asked below it and loads it
// level by level before any field is written, so no field below a root waits
// for the database. The picture of a family is the exception: it is read and drawn
// for each parcel by itself, and weighs accordingly. What the fields are written from stands in package view.
//
// generated/ and model/ come from the schema: `go generate ./graph`.
package graph

//go:generate go tool gqlgen generate --config gqlgen.yml
//go:generate go run ./plainly generated/generated.go
