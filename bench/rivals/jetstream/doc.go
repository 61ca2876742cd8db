// Command jetstream is a rival of the event store: an embedded NATS JetStream
// that flushes every message to disk before it acknowledges it, with clients that
// each keep a subject of their own by its expected last sequence. It keeps its
// messages in the directory that it is given, reads one load a line from its
// input, puts itself under it and prints what it measured, as JSON.
//
// It is a module of its own, so that the registry does not depend on NATS.
package main
