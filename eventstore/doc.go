// Package eventstore is the event log behind [es.Store]: streams of an
// EventStoreDB or KurrentDB cluster, or of the embedded node (package node),
// reached through the same client.
//
// The client closes itself for good when it finds no server for about a second,
// never resubscribes, and can block or panic where it is closed while calls are
// under way. So a [Store] holds it in a session: as soon as one call finds the
// server gone the session takes no new calls, the next call opens another, and
// the old client is closed when its last call has ended. Subscriptions go on
// from the last event that they delivered.
package eventstore
