package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"github.com/google/uuid"
	"google.golang.org/grpc"
)

// usersStream is where an EventStoreDB keeps its users. The suites wait for an
// event in it to know that the user they are is there.
var usersStream = &shared.StreamIdentifier{StreamName: []byte("$users")}

// writeUsers appends one event to the stream of users.
func writeUsers(ctx context.Context, node *grpc.ClientConn) error {
	call, err := streams.NewStreamsClient(node).Append(ctx)
	if err != nil {
		return err
	}
	options := &streams.AppendReq{Content: &streams.AppendReq_Options_{Options: &streams.AppendReq_Options{
		StreamIdentifier:       usersStream,
		ExpectedStreamRevision: &streams.AppendReq_Options_NoStream{NoStream: &shared.Empty{}},
	}}}
	event := &streams.AppendReq{Content: &streams.AppendReq_ProposedMessage_{ProposedMessage: &streams.AppendReq_ProposedMessage{
		Id:       &shared.UUID{Value: &shared.UUID_String_{String_: uuid.NewString()}},
		Metadata: map[string]string{"type": "$User", "content-type": "application/octet-stream"},
		Data:     []byte(user),
	}}}
	for _, message := range []*streams.AppendReq{options, event} {
		if err := call.Send(message); err != nil && !errors.Is(err, io.EOF) {
			return err
		}
	}
	answer, err := call.CloseAndRecv()
	if err != nil {
		return fmt.Errorf("write the stream of users: %w", err)
	}
	if answer.GetSuccess() == nil {
		return fmt.Errorf("write the stream of users: %v", answer)
	}
	return nil
}

// readUsers reads one event of the stream of users, with the credentials that
// the context carries.
func readUsers(ctx context.Context, node *grpc.ClientConn) error {
	call, err := streams.NewStreamsClient(node).Read(ctx, &streams.ReadReq{Options: &streams.ReadReq_Options{
		StreamOption: &streams.ReadReq_Options_Stream{Stream: &streams.ReadReq_Options_StreamOptions{
			StreamIdentifier: usersStream,
			RevisionOption:   &streams.ReadReq_Options_StreamOptions_Start{Start: &shared.Empty{}},
		}},
		CountOption:  &streams.ReadReq_Options_Count{Count: 1},
		FilterOption: &streams.ReadReq_Options_NoFilter{NoFilter: &shared.Empty{}},
		UuidOption: &streams.ReadReq_Options_UUIDOption{
			Content: &streams.ReadReq_Options_UUIDOption_String_{String_: &shared.Empty{}},
		},
	}})
	if err != nil {
		return err
	}
	for {
		if _, err := call.Recv(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}
