// Command conformance lets other people's tests judge the event store node: the
// suites of the official Go clients, and a smoke test with each of the official
// npm clients.
//
//	conformance [-node PROGRAM] [-v] [SUITE...]
//
// Every suite gets a database and a node of its own, the real `diachinh node`
// with TLS and a user, behind the fixed ports that the suites dial:
//
//	2111, 2112, 2113   TLS, three members of a cluster: one and the same node
//	2114               plain
//	2115               TLS, a single node
//
// The node itself listens with TLS on 2110. The ports forward bytes, or, for the
// suites whose set-up creates a persistent subscription, calls: see bridge.
//
// It fails when a test fails, when one is skipped that expected.txt does not
// list, and when fewer pass than expected.txt says. PostgreSQL is found in
// DIACHINH_TEST_DATABASE_URL: `make conformance` starts one.
package main
