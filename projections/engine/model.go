package engine

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/diachinh/diachinh/domain/es"
)

// Model is a read model: some tables, and how events change them.
type Model interface {
	// Name names the model in checkpoints and messages.
	Name() string
	// Shape counts the versions of the model's tables and of their meaning. A
	// database that holds another shape asks for a rebuild.
	Shape() int
	// Tables lists the model's tables, by their names in schema registry.
	Tables() []Table
	// Prepare does the part of the work that looks at nothing but the event. It
	// is called from several goroutines, in no order. A nil change means that
	// the event is none of the model's.
	Prepare(Event) (change any, err error)
	// Apply writes changes in the order of the log. Tables are named without
	// their schema: the connection's search path decides whether they are the
	// live ones. An error stops the model, unless it is the database's absence.
	Apply(ctx context.Context, tx pgx.Tx, changes []any) error
}

// Table is a table of a read model.
type Table struct {
	Name string
	// Lookup names the indexes by which Apply finds rows. A rebuild has them
	// from the beginning; all others it creates when the rows are there.
	Lookup []string
}

// Event is a recorded event with its body and metadata decoded.
type Event struct {
	es.Recorded // without Data and Metadata
	Meta        es.Metadata
	// Body is the event, a struct value of the catalogue; nil for what is not
	// the registry's own.
	Body any
}

// ordinalBits leave room for 8,192 rows an event in a row's key.
const ordinalBits = 13

// Key returns the integer key of the nth row that the event makes.
func (e Event) Key(ordinal int) int64 {
	return int64(e.Position.Commit)<<ordinalBits | int64(ordinal)
}
