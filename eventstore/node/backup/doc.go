// Package backup copies the embedded node's log into a directory of plain files,
// and a log from such a directory into an empty database.
//
//	DIR/manifest.json                              written last: what is not in it is not there
//	DIR/log/000000000001-000000100000.jsonl.gz     events, see package journal
//	DIR/keys/manifest.json, DIR/keys/users-….json  who may talk to the node: kept apart, for other eyes
//
// It reads the tables of the schema eventlog and so needs no running node, nor
// does it disturb one: a transaction sees the log as it was at one moment, and all
// that was acknowledged before that moment is in the backup. Written again into
// the same directory, the backup is extended: only newer events are read.
//
// At every moment the manifest is true: it is replaced whole, after the files that
// it names are on disk, and those it named before go only after that. An
// interrupted backup leaves progress.json, from which the next goes on.
//
// A restored log has the same events at the same positions and one more, by which
// it becomes a log of its own: positions and checkpoints of the log that it was
// made from are not its own, since that log may have gone on.
package backup
