// Package claim holds what must be unique over all streams: a claim is a stream
// of its own, and whoever appends its first event has it. A look-up in a read
// model could not promise that.
//
// So far one kind of thing is claimed: the idempotency key of an act whose target
// is found only on the way. The claim binds the key to one wish and its target,
// so that a resend goes where the first went.
package claim
