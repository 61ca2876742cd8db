package main

import (
	"context"
	"errors"
	"io"
	"sync/atomic"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"github.com/google/uuid"
)

// service takes all that comes.
type service struct {
	streams.UnimplementedStreamsServer
	position atomic.Uint64
	stopping context.Context
}

// Append implements streams.StreamsServer.
func (s *service) Append(stream streams.Streams_AppendServer) error {
	var events uint64
	for {
		message, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		if message.GetProposedMessage() != nil {
			events++
		}
	}
	position := s.position.Add(events)
	return stream.SendAndClose(&streams.AppendResp{Result: &streams.AppendResp_Success_{Success: &streams.AppendResp_Success{
		CurrentRevisionOption: &streams.AppendResp_Success_CurrentRevision{CurrentRevision: position},
		PositionOption: &streams.AppendResp_Success_Position{Position: &streams.AppendResp_Position{
			CommitPosition: position, PreparePosition: position,
		}},
	}}})
}

// Read implements streams.StreamsServer. A read gets as many events as it asks
// for; a subscription gets as many as its start says, and is then caught up.
func (s *service) Read(r *streams.ReadReq, stream streams.Streams_ReadServer) error {
	options := r.GetOptions()
	count := options.GetCount()
	if options.GetSubscription() != nil {
		count = options.GetAll().GetPosition().GetCommitPosition()
		if err := stream.Send(&streams.ReadResp{Content: &streams.ReadResp_Confirmation{
			Confirmation: &streams.ReadResp_SubscriptionConfirmation{SubscriptionId: uuid.NewString()},
		}}); err != nil {
			return err
		}
	}
	event, err := canned()
	if err != nil {
		return err
	}
	for range count {
		if err := stream.SendMsg(event); err != nil {
			return err
		}
	}
	if options.GetSubscription() == nil {
		return nil
	}
	if err := stream.Send(&streams.ReadResp{Content: &streams.ReadResp_CaughtUp_{CaughtUp: &streams.ReadResp_CaughtUp{}}}); err != nil {
		return err
	}
	select {
	case <-stream.Context().Done():
		return stream.Context().Err()
	case <-s.stopping.Done():
		return nil
	}
}
