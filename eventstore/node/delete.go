package node

import (
	"context"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"github.com/google/uuid"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
)

// Delete implements streams.StreamsServer: the stream's events are no longer
// read; it may be appended to again, and goes on counting.
func (s *service) Delete(ctx context.Context, r *streams.DeleteReq) (*streams.DeleteResp, error) {
	o := r.GetOptions()
	e, err := expectedOf(o, o.GetExpectedStreamRevision() != nil)
	if err != nil {
		return nil, err
	}
	position, err := s.delete(ctx, softDelete, o.GetStreamIdentifier(), e)
	if err != nil {
		return nil, err
	}
	return &streams.DeleteResp{PositionOption: &streams.DeleteResp_Position_{
		Position: &streams.DeleteResp_Position{CommitPosition: position, PreparePosition: position},
	}}, nil
}

// Tombstone implements streams.StreamsServer: the stream can never be used again.
func (s *service) Tombstone(ctx context.Context, r *streams.TombstoneReq) (*streams.TombstoneResp, error) {
	o := r.GetOptions()
	e, err := expectedOf(o, o.GetExpectedStreamRevision() != nil)
	if err != nil {
		return nil, err
	}
	position, err := s.delete(ctx, hardDelete, o.GetStreamIdentifier(), e)
	if err != nil {
		return nil, err
	}
	return &streams.TombstoneResp{PositionOption: &streams.TombstoneResp_Position_{
		Position: &streams.TombstoneResp_Position{CommitPosition: position, PreparePosition: position},
	}}, nil
}

// delete returns the position of the event that says so.
func (s *service) delete(ctx context.Context, how change, id *shared.StreamIdentifier, e expected) (position uint64, err error) {
	call, stream := unary{ctx}, string(id.GetStreamName())
	if err := checkName(call, stream); err != nil {
		return 0, err
	}
	if how == softDelete && len(stream) > maxStreamName-len(metadataPrefix) {
		return 0, status.Error(codes.InvalidArgument, "stream name leaves no room for that of its metadata")
	}
	if err := s.checkDeletable(call, stream); err != nil {
		return 0, err
	}
	event := proposed{id: uuid.New(), kind: kindTombstone}
	if how == softDelete {
		event = proposed{id: uuid.New(), kind: kindMetadata, json: true}
	}
	o := s.writer.perform(&request{ctx: ctx, change: how, stream: stream, expected: e, events: []proposed{event}})
	switch {
	case o.err != nil:
		return 0, o.err
	case o.refusal == streamDeleted:
		return 0, refuseDeleted(call, stream)
	case o.refusal == wrongExpected:
		return 0, refuseWrongExpected(call, "Delete", stream, e.number(), o.current)
	}
	return o.position, nil
}

// unary is a call with one answer, as what trailers are set on.
type unary struct{ ctx context.Context }

// SetTrailer implements trailers.
func (u unary) SetTrailer(md metadata.MD) {
	// It fails only where there is no call to set them on.
	_ = grpc.SetTrailer(u.ctx, md)
}
