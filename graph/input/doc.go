// Package input holds what clients send to change the cadastral record: the
// input objects of the schema whose fields are common to many acts.
package input
