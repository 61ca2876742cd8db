// Package read asks the read models: typed queries, one statement each, for the
// graph, the offices' use cases and the services. It writes nothing.
//
// A query answers what was so on a day, as it was known at an instant; the zero
// [At] asks for what is current. Lists hold the parcels that exist then; a single
// look-up also finds what has ended, by old numbers too: what is [ErrNotFound]
// never was there. Sheets show the numbers and scales that they had on the day.
// A database that is away is [ErrUnavailable].
//
// pgx closes a connection whose request is cancelled in the middle of a
// statement. So a query does not follow its caller's cancellation: the server
// ends it at the pool's statement_timeout.
package read
