// Package read asks the read models: typed queries, one statement each, for the
// graph, the offices' use cases and the services. It writes nothing.
//
// A query answers what is valid at a day, as known now; the zero day asks for
// what is current. What is not there is [ErrNotFound], never a nil answer; a
// database that is away is [ErrUnavailable].
//
// pgx closes a connection whose request is cancelled in the middle of a
// statement. So a query does not follow its caller's cancellation: the server
// ends it at the pool's statement_timeout.
package read
