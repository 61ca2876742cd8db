// Package rules says how a rule of the law speaks: what it found, how grave it
// is, where, and on which legal ground.
package rules
