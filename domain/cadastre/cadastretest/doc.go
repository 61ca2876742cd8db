// Package cadastretest draws random sheets and random sequences of all commands on
// them, sensible and faulty ones mixed, and keeps beside them a naive model: for
// each event what was then known to hold on every day. The rules of a sheet are
// held against the model without a database, the read models with one.
package cadastretest
