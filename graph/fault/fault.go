// Package fault holds the errors that a client of the API may see: a stable
// English code and a Vietnamese message that says what to do. Any other error
// is masked.
package fault

import "fmt"

// Code is stable: clients may switch on it.
type Code string

const (
	// ActorRequired: a mutation without X-Actor or X-Office.
	ActorRequired Code = "ACTOR_REQUIRED"
	// BadActor: X-Actor or X-Office is malformed.
	BadActor Code = "BAD_ACTOR"
	// BadInput: an argument makes no sense.
	BadInput Code = "BAD_INPUT"
	// BadID: an id is not one of the registry's.
	BadID Code = "BAD_ID"
	// BadPage: first and last are out of range, or given together.
	BadPage Code = "BAD_PAGE"
	// BadCursor: a cursor that this list never gave.
	BadCursor Code = "BAD_CURSOR"
	// BadPosition: atLeast is not a position of this registry.
	BadPosition Code = "BAD_POSITION"
	// NotYetVisible: what atLeast asks for cannot be read yet. Ask again.
	NotYetVisible Code = "NOT_YET_VISIBLE"
	// UnknownSRID: no coordinate system of the registry.
	UnknownSRID Code = "UNKNOWN_SRID"
	// AmbiguousScale: several sheets have the number. Name the scale.
	AmbiguousScale Code = "AMBIGUOUS_SCALE"
	// AmbiguousCode: several parcels carry the code. Ask by id.
	AmbiguousCode Code = "AMBIGUOUS_CODE"
	// Busy: others kept changing the same sheet. Try again.
	Busy Code = "BUSY"
	// Unavailable: the registry cannot be reached. Send the same again.
	Unavailable Code = "UNAVAILABLE"
	// Timeout: the answer took too long.
	Timeout Code = "TIMEOUT"
	// BadRequest: not a GraphQL request.
	BadRequest Code = "BAD_REQUEST"
	// TooLarge: the request's body is too long.
	TooLarge Code = "REQUEST_TOO_LARGE"
	// TooComplex: the operation asks for too much at once.
	TooComplex Code = "QUERY_TOO_COMPLEX"
	// Internal: a mistake on our side, logged under the error's id.
	Internal Code = "INTERNAL"
)

// Fault is an error that a client may see as it is.
type Fault struct {
	Code    Code
	Message string // Vietnamese
	// ID is under what the cause was logged, where it was.
	ID string
}

// Error names the code: the message is for the client alone.
func (f *Fault) Error() string { return string(f.Code) }

// New returns a fault with a formatted message.
func New(code Code, message string, args ...any) *Fault {
	return &Fault{Code: code, Message: fmt.Sprintf(message, args...)}
}
