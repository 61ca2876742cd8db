package read

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/diachinh/diachinh/domain/ladm"
)

// ErrNotFound says that the registry holds no such object at the day asked for.
var ErrNotFound = errors.New("not found in the read models")

// ErrUnavailable says that the database could not be reached, or went away
// before it answered. Ask again.
var ErrUnavailable = errors.New("read models unavailable")

// absent are the classes of SQLSTATE with which a server says that it is not at
// anybody's service: connection, resources, operator intervention.
var absent = []string{"08", "53", "57"}

// statementEnded is the SQLSTATE of a statement that took too long.
const statementEnded = "57014"

// asked names the database's absence and its impatience, which are no fault of
// the question.
func asked(err error) error {
	var server *pgconn.PgError
	var dial *pgconn.ConnectError
	var network net.Error
	switch {
	case err == nil, errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.As(err, &dial):
	case errors.As(err, &server):
		if server.Code == statementEnded {
			return fmt.Errorf("%w: %w", context.DeadlineExceeded, err)
		}
		if !slices.ContainsFunc(absent, func(class string) bool { return strings.HasPrefix(server.Code, class) }) {
			return err
		}
	case errors.As(err, &network), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
	default:
		return err
	}
	return fmt.Errorf("%w: %w", ErrUnavailable, err)
}

// AmbiguousScaleError says that a commune has several sheets of the number
// asked for, of different scale series. Ask again with one of Scales.
type AmbiguousScaleError struct {
	CommuneCode string
	Sheet       int
	Scales      []int // denominators, ascending
}

// Error names the commune, the sheet and the scales.
func (e *AmbiguousScaleError) Error() string {
	return fmt.Sprintf("commune %s has sheet %d in the scales %v", e.CommuneCode, e.Sheet, e.Scales)
}

// AmbiguousCodeError says that several parcels carry a parcel code on the same
// day: their representative points fell into one cell of 37 × 19 mm. Ask for
// one of Parcels by its id.
type AmbiguousCodeError struct {
	Code    string
	Parcels []ladm.ParcelID
}

// Error names the code and the parcels.
func (e *AmbiguousCodeError) Error() string {
	return fmt.Sprintf("parcel code %s belongs to %d parcels: %v", e.Code, len(e.Parcels), e.Parcels)
}
