package eventstore

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/diachinh/diachinh/domain/es"
)

// ErrDamaged says that the log has lost events and takes no more. Restore a backup.
var ErrDamaged = errors.New("the event log is damaged")

var errClosed = fmt.Errorf("%w: the store is closed", es.ErrUnavailable)

// unavailable says that the log could not be asked, and why.
func unavailable(cause error) error {
	if errors.Is(cause, es.ErrUnavailable) {
		return cause
	}
	return fmt.Errorf("%w: %w", es.ErrUnavailable, cause)
}

// translate puts an error of the client into es's words. Nothing else in the
// program knows the client's.
func translate(err error) error {
	if err == nil || errors.Is(err, es.ErrUnavailable) {
		return err
	}
	if clientError := (*esdb.Error)(nil); errors.As(err, &clientError) {
		switch clientError.Code() {
		case esdb.ErrorCodeResourceNotFound:
			return es.ErrNoStream
		case esdb.ErrorCodeAccessDenied, esdb.ErrorCodeUnauthenticated, esdb.ErrorCodeStreamDeleted:
			return fmt.Errorf("%w: %w", es.ErrDenied, err)
		case esdb.ErrorUnavailable, esdb.ErrorCodeConnectionClosed, esdb.ErrorCodeDeadlineExceeded,
			esdb.ErrorCodeNotLeader, esdb.ErrorAborted:
			return unavailable(err)
		}
	}
	switch status.Code(err) {
	case codes.InvalidArgument:
		if strings.Contains(err.Error(), "Maximum Append Size") {
			return fmt.Errorf("%w: %w", es.ErrTooLarge, err)
		}
	case codes.ResourceExhausted:
		return fmt.Errorf("%w: %w", es.ErrTooLarge, err)
	case codes.DataLoss:
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	case codes.PermissionDenied, codes.Unauthenticated:
		return fmt.Errorf("%w: %w", es.ErrDenied, err)
	case codes.Unavailable, codes.DeadlineExceeded, codes.Canceled, codes.Internal, codes.Aborted:
		return unavailable(err)
	}
	// A connection that breaks while an append is sent shows as a bare EOF.
	if errors.Is(err, io.EOF) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return unavailable(err)
	}
	return fmt.Errorf("event store: %w", err)
}

func translateAppend(stream string, expected es.Expected, err error) error {
	clientError := (*esdb.Error)(nil)
	if !errors.As(err, &clientError) || clientError.Code() != esdb.ErrorCodeWrongExpectedVersion {
		return translate(err)
	}
	actual, readable := actualRevision(clientError.Error())
	if !readable {
		return fmt.Errorf("event store: unreadable conflict: %w", err)
	}
	return &es.ConflictError{Stream: stream, Expected: expected, Actual: actual}
}

// actualRevision reads where the stream stands from the client's text, which
// ends "got '12'" or "got 'no_stream'"; it says so nowhere else.
func actualRevision(text string) (revision *uint64, readable bool) {
	_, rest, found := strings.Cut(text, "but got '")
	found = found && strings.HasSuffix(rest, "'")
	rest = strings.TrimSuffix(rest, "'")
	if rest == "no_stream" {
		return nil, found
	}
	n, err := strconv.ParseUint(rest, 10, 64)
	return &n, found && err == nil
}

// isGone tells whether a call found that its client has no server any more.
func isGone(err error) bool {
	if clientError := (*esdb.Error)(nil); errors.As(err, &clientError) {
		return clientError.Code() == esdb.ErrorUnavailable || clientError.Code() == esdb.ErrorCodeConnectionClosed
	}
	return status.Code(err) == codes.Unavailable
}
