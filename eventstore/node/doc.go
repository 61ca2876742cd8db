// Package node is the embedded event store: it serves the streams protocol of
// EventStoreDB over a log in PostgreSQL (schema eventlog), so that an office
// with one machine needs no further server and a program notices no difference.
//
//	Append, BatchAppend,
//	Delete, Tombstone ──► queue ──► writer ──► one transaction ──► PostgreSQL
//	                                  │        on the session that holds the lock
//	                                  ▼
//	                                tail (the newest events, in memory)
//	                                  ▼
//	Read (subscription) ◄─────────────┴── pages from PostgreSQL, for whoever is behind it
//
// There is one writer. It gives positions without gaps, lets all callers that
// wait share one durable transaction, and works on the very session that holds
// the log's advisory lock: whoever loses the lock cannot write. Where the
// session breaks, requests in flight answer Unavailable and the writer takes the
// lock again; where another node has taken it, this one ends and says so.
//
// A request is judged in one place (judge): whether its stream stands where it
// was expected, was written to by the same request before, or is deleted. What
// stream metadata and deletes hide is hidden from reads of that stream: limits
// are kept for the few streams that have any, in memory and beside the log, and
// no event is ever taken out of the log or out of $all.
//
// It listens twice. The plain listener is on loopback alone and asks nobody who
// they are: it is for the processes of this machine. The one with TLS, for other
// machines, has a doorkeeper: every call brings a user's name and password, and
// every message is held against that user's rights before a service sees it.
//
// Links, persistent subscriptions and projections are refused by name;
// docs/reference/event-store.md lists what is served and what differs from
// EventStoreDB.
package node
