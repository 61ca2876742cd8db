// Package node is the embedded event store: it serves the streams protocol of
// EventStoreDB over a log in PostgreSQL (schema eventlog), so that an office
// with one machine needs no further server and a program notices no difference.
//
//	Append ──► queue ──► writer ──► one transaction a batch ──► PostgreSQL
//	                       │         on the session that holds the lock
//	                       ▼
//	                     tail (the newest events, in memory)
//	                       ▼
//	Read (subscription) ◄──┴── pages from PostgreSQL, for whoever is behind it
//
// There is one writer. It gives positions without gaps, lets all callers that
// wait share one durable transaction, and works on the very session that holds
// the log's advisory lock: whoever loses the lock cannot append. Where the
// session breaks, appends in flight answer Unavailable and the writer takes the
// lock again; where another node has taken it, this one ends and says so.
//
// It serves appends, reads, catch-up subscriptions, gossip and server features,
// on loopback alone. Deleting, truncating, filters, links, batch appends,
// persistent subscriptions and projections are refused by name.
package node
