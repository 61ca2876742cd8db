package engine

import (
	"errors"
	"fmt"
	"io"
	"net"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/diachinh/diachinh/domain/es"
)

// ErrNotYet says that a model had not come to the position when the time was up.
// Ask again.
var ErrNotYet = errors.New("read model has not come to the position yet")

// ErrPoisoned says that a model stands still at an event that it cannot apply.
// Every *PoisonedError is one.
var ErrPoisoned = errors.New("read model stopped at an event")

// PoisonedError says which model cannot apply which event, and why. Correct the
// program and start it again; where the rows are wrong, rebuild.
type PoisonedError struct {
	Model    string
	Position es.Position
	Stream   string
	Revision uint64
	Type     string
	Err      error
}

// Error names the model and the event.
func (e *PoisonedError) Error() string {
	return fmt.Sprintf("read model %s stopped at %s, revision %d of %s, position %d/%d: %v",
		e.Model, e.Type, e.Revision, e.Stream, e.Position.Commit, e.Position.Prepare, e.Err)
}

// Unwrap returns ErrPoisoned and the cause.
func (e *PoisonedError) Unwrap() []error { return []error{ErrPoisoned, e.Err} }

// StaleError says that a model's rows were built from another log or from what
// this log no longer holds, or in another shape than this program's: run
// `diachinh rebuild`.
type StaleError struct {
	Model              string
	LogFound, LogID    uuid.UUID
	ShapeFound, Shaped int
	// Ahead is the model's position where it lies beyond the log's end, else nil.
	Ahead *es.Position
}

// Error says what differs, and the command that cures it.
func (e *StaleError) Error() string {
	if e.LogFound != e.LogID {
		return fmt.Sprintf("read model %s was built from log %s, but this is log %s: run `diachinh rebuild`", e.Model, e.LogFound, e.LogID)
	}
	if e.Ahead != nil {
		return fmt.Sprintf("read model %s is at position %d/%d, beyond the end of log %s, which is an older copy: run `diachinh rebuild`",
			e.Model, e.Ahead.Commit, e.Ahead.Prepare, e.LogID)
	}
	return fmt.Sprintf("read model %s has shape %d, but this program writes shape %d: run `diachinh rebuild`", e.Model, e.ShapeFound, e.Shaped)
}

// errMoved says that a checkpoint is not where the engine left it: another
// process switched the tables. The engine goes on from what is there.
var errMoved = errors.New("checkpoint was moved by another process")

// passing are the classes of SQLSTATE that time cures: connection, transaction
// rollback, resources, locks, operator intervention, system.
var passing = []string{"08", "40", "53", "55", "57", "58"}

// transient reports whether an error is the database's absence rather than an
// event's fault.
func transient(err error) bool {
	// A connection that is refused or cut is nobody's fault here, whatever the
	// server says for a reason.
	var dial *pgconn.ConnectError
	if errors.As(err, &dial) || errors.Is(err, errConnection) {
		return true
	}
	var server *pgconn.PgError
	if errors.As(err, &server) {
		for _, class := range passing {
			if strings.HasPrefix(server.Code, class) {
				return true
			}
		}
		return false
	}
	var network net.Error
	return errors.As(err, &network) || pgconn.SafeToRetry(err) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed)
}

// errConnection marks an error after which the connection was found closed.
var errConnection = errors.New("database connection lost")
