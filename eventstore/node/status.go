package node

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
)

// maxAppend is how many bytes one append may carry, as EventStoreDB counts them.
const maxAppend = 1 << 20

var (
	errStopping = status.Error(codes.Unavailable, "the node is stopping")
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

// asStatus makes a status of an append's error.
func asStatus(err error) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return status.FromContextError(err).Err()
	}
	return err
}

// refuse answers with a status and the trailers by which clients tell the
// protocol's own errors apart.
func refuse(stream grpc.ServerStream, code codes.Code, message, exception string, trailers ...string) error {
	stream.SetTrailer(metadata.Join(metadata.Pairs("exception", exception), metadata.Pairs(trailers...)))
	return status.Error(code, message)
}

func refuseTooLarge(stream grpc.ServerStream) error {
	return refuse(stream, codes.InvalidArgument, fmt.Sprintf("Maximum Append Size of %d Exceeded.", maxAppend),
		"maximum-append-size-exceeded", "maximum-append-size", strconv.Itoa(maxAppend))
}

func refuseMissing(stream grpc.ServerStream, property string) error {
	return refuse(stream, codes.InvalidArgument, fmt.Sprintf("Required Metadata Property '%s' is missing", property),
		"missing-required-metadata-property", "required-metadata-properties", keyType+","+keyContentType)
}

func refuseDenied(stream grpc.ServerStream, message string) error {
	return refuse(stream, codes.PermissionDenied, message, "access-denied")
}
