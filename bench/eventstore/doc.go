// Package eventstore measures the embedded event store, a node in a process of
// its own, through the EventStoreDB client: against other durable stores, and
// against a server of the same protocol that stores nothing, which is as fast as
// client and protocol can be.
//
// The sides take turns within each run, and begin with another one each time, so
// that a noisy machine hurts all alike; the medians of the runs count. All
// stores in PostgreSQL are on one server, which waits for the disk at every
// commit.
package eventstore
