// Package storetest says, as tests, what any [es.Store] must do. Each store runs
// it: the one in memory, the embedded node, a cluster.
package storetest
