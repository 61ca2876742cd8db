// Package projections makes the read models out of the log, one file a model,
// reading top to bottom: the question that it answers, its tables, and one
// function a stream kind that names every event of that kind. How events come
// and rows commit is the business of projections/engine; how rows are asked for
// is that of projections/read.
//
// A row's key is its event's position and the row's ordinal in the event, never
// a sequence or a clock: the same log gives the same rows.
package projections
