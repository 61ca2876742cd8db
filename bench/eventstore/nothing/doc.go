// Command nothing serves the EventStoreDB protocol and stores nothing: it counts
// what is appended and answers, and reads return the same event again and again.
// What a client reaches with it is the most that client and protocol allow.
package main
