// Package cluster runs a private PostgreSQL cluster: one that belongs to a
// directory and to nobody else. It is what `make demo` and `make test` store
// into, so that neither needs anything configured and neither can touch a
// cluster that was there before.
//
//	DIR/lock          held for as long as a process uses the directory
//	HOME/postgres     the data, made by initdb
//	HOME/run          the unix socket (elsewhere if that path would be too long)
//	HOME/postgres.log what the server says
//
// HOME is DIR, except where root starts the cluster in a place that the account
// postgres cannot reach: PostgreSQL refuses to run as root, so its programs run
// as postgres, HOME is a directory below /var/lib/diachinh, and DIR/postgres is
// a link into it.
//
// The server never outlives its starter: the kernel asks it for a fast shutdown
// when the starter ends, however it ends, and the next start waits for it to be
// gone. What was committed is there again. A server that somebody else runs on
// the same data is reported ([InUseError]) and left alone.
//
// Linux only. For production use a PostgreSQL that is looked after, and name it
// in DIACHINH_DATABASE_URL.
package cluster
