// Package transfer moves a whole log from one event store to another, by way of a
// file of lines (package journal).
//
//	store ─► [Export] ─► lines ─► [Check] ─► [Import] ─► another store ─► [Compare]
//
// Streams, order, ids, types, data and metadata come over unchanged; positions and
// the server's times do not, since the protocol gives whoever appends no say in
// them. So the moved log is another log, with an identity of its own. Events of the
// system, whose stream or type begins with $, stay behind, and so does the stream
// "log", which names the log.
//
// Each step can be interrupted anywhere and taken up again. Export compares what the
// file holds with the log and goes on where it ends; the file's last line says how
// many events it has and what their hash is. Import compares what the target holds with the file and
// goes on where it ends; every append says which revision it expects, so that an
// append whose answer was lost is not repeated. Until Compare has found everything
// there, [eventstore.LogID] refuses the target, so that no registry goes on from half
// a log.
package transfer
