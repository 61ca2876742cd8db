// Package crash proves, with processes that are killed, what the event store's
// node promises: that an acknowledged event is never lost, that nothing is there
// twice, and that only who holds the log appends to it. It holds tests alone.
//
// The test binary runs itself again as a node, so that SIGKILL and SIGSTOP hit a
// process that is nothing else. Where PostgreSQL is to die, it is a cluster of
// the test's own, with fsync on as in production.
//
//	writers ──► ledger: what was appended, what was answered
//	   │
//	   ▼
//	node process ──► PostgreSQL        kills, at moments drawn from a seed
//	   │
//	   ▼
//	follower: what a subscriber saw
//
// At the end the audit compares ledger, follower, the whole log and each stream.
//
// A killed process leaves the operating system's page cache alone, so that none
// of this tells whether a disk keeps what it says it has written.
//
// DIACHINH_TEST_LONG=1 makes 500 kills of ten; DIACHINH_TEST_SEED repeats a run's
// draws, which each test prints when it fails.
package crash
