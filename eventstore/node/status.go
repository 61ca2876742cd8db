package node

import (
	"context"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"unicode"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
)

// maxAppend is how many bytes one append may carry, as EventStoreDB counts them.
const maxAppend = 1 << 20

var (
	errStopping = status.Error(codes.Unavailable, "the node is stopping")
	errNotBegun = status.Error(codes.Unavailable, "the session with the event log's database failed before the write was begun: nothing was written, send it again")
	errDamaged  = status.Error(codes.DataLoss, ErrDamaged.Error()+": nothing was written, and nothing can be before a backup is restored")
	errInDoubt  = status.Error(codes.Unavailable, "the session with the event log's database failed: the append may or may not have happened, send it again unchanged")
)

// unserved refuses by name what this node does not do.
func unserved(what string) error {
	return status.Errorf(codes.Unimplemented, "%s: not served by the embedded node; use an EventStoreDB server for it", what)
}

// unreadable turns a failed query into what a client may try again.
func unreadable(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return status.FromContextError(ctx.Err()).Err()
	}
	return status.Errorf(codes.Unavailable, "the event log's database did not answer: %v", err)
}

// notWritten says of a request whose caller waits no longer that it did not happen.
func notWritten(ctx context.Context) error {
	return status.Error(status.FromContextError(ctx.Err()).Code(), "the caller's time was over before the write was begun: nothing was written")
}

// inDoubt says of a request whose caller waits no longer that it had been begun.
func inDoubt(ctx context.Context) error {
	return status.Error(status.FromContextError(ctx.Err()).Code(), "the caller's time was over while the write was under way: it may or may not have happened, send it again unchanged")
}

// refuse answers with a status and the trailers by which clients tell the
// protocol's own errors apart.
func refuse(call trailers, code codes.Code, message, exception string, details ...string) error {
	call.SetTrailer(metadata.Join(metadata.Pairs("exception", exception), metadata.Pairs(details...)))
	return status.Error(code, message)
}

func refuseTooLarge(call trailers) error {
	return refuse(call, codes.InvalidArgument, fmt.Sprintf("Maximum Append Size of %d Exceeded.", maxAppend),
		"maximum-append-size-exceeded", "maximum-append-size", strconv.Itoa(maxAppend))
}

func refuseMissing(call trailers, property string) error {
	return refuse(call, codes.InvalidArgument, fmt.Sprintf("Required Metadata Property '%s' is missing", property),
		"missing-required-metadata-property", "required-metadata-properties", keyType+","+keyContentType)
}

func refuseDenied(call trailers, message string) error {
	return refuse(call, codes.PermissionDenied, message, "access-denied")
}

// trailers is what a refusal is told through: any call of gRPC.
type trailers interface {
	SetTrailer(metadata.MD)
}

func refuseDeleted(call trailers, stream string) error {
	return refuse(call, codes.FailedPrecondition, fmt.Sprintf("Event stream '%s' is deleted.", stream),
		"stream-deleted", "stream-name", headerText(stream))
}

func refuseWrongExpected(call trailers, operation, stream string, expected, actual int64) error {
	return refuse(call, codes.FailedPrecondition,
		fmt.Sprintf("%s failed due to WrongExpectedVersion. Stream: %s, Expected version: %d, Actual version: %d", operation, stream, expected, actual),
		"wrong-expected-version", "stream-name", headerText(stream),
		"expected-version", strconv.FormatInt(expected, 10), "actual-version", strconv.FormatInt(actual, 10))
}

// headerText keeps a name as it is, unless HTTP/2 would not carry it.
func headerText(name string) string {
	if strings.ContainsFunc(name, unicode.IsControl) {
		return url.PathEscape(name)
	}
	return name
}
