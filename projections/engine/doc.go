// Package engine keeps read models in step with the log.
//
// One subscription to the whole log feeds every model:
//
//	$all ─► cut into chunks ─► decode, prepare (in parallel) ─► in order ─┬─► model: rows + checkpoint ─► commit
//	                                                                       ├─► model: rows + checkpoint ─► commit
//	                                                                       └─► …
//
// A model has a goroutine, a connection and a transaction a batch of its own. A
// batch is whatever waits, so that a single event is visible at once and a
// million pass in large bites. Rows and the model's checkpoint commit together:
// what a crash undoes is applied again, what was applied is never applied twice.
// That is also why these connections may commit without waiting for the disk
// (synchronous_commit = off): a crash may take the last batches, and their
// checkpoints with them. Events that a model ignores cost it no transaction: its
// checkpoint moves over them with the next that it does not ignore, or a moment
// later by itself.
//
// An event that a model cannot apply stops that model alone, at that event; the
// others go on, and [Engine.Status] names it. A database that is away is waited
// for. Every transaction begins by locking and comparing the checkpoint, so the
// engine notices when a [Rebuild] in another process has switched the tables.
package engine
