// Package es is the little that event sourcing needs: what an event looks like
// on the wire, what a store of events must do, and [Handler], which carries out
// a command on one stream.
//
// A decider is two pure functions. Decide looks at the state and a command and
// answers with events or a refusal; Evolve folds an event into the state. All
// that is impure (the store, time, queues, resends) stands in Handler.
package es
