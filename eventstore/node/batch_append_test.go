package node_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"github.com/google/uuid"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/emptypb"
	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/diachinh/diachinh/cluster/testdb"
)

func batchCall(t *testing.T, conn *grpc.ClientConn) streams.Streams_BatchAppendClient {
	t.Helper()
	call, err := streams.NewStreamsClient(conn).BatchAppend(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return call
}

// batchOf is a whole append of BatchAppend, at any version.
func batchOf(stream string, events ...*streams.BatchAppendReq_ProposedMessage) *streams.BatchAppendReq {
	return &streams.BatchAppendReq{
		CorrelationId: &shared.UUID{Value: &shared.UUID_String_{String_: uuid.NewString()}},
		Options: &streams.BatchAppendReq_Options{
			StreamIdentifier:       &shared.StreamIdentifier{StreamName: []byte(stream)},
			ExpectedStreamPosition: &streams.BatchAppendReq_Options_Any{Any: &emptypb.Empty{}},
		},
		ProposedMessages: events,
		IsFinal:          true,
	}
}

func batchEvent(data string) *streams.BatchAppendReq_ProposedMessage {
	e := event(uuid.New(), "happened.v1", "application/json", []byte(data))
	return &streams.BatchAppendReq_ProposedMessage{Id: e.Id, Metadata: e.Metadata, Data: e.Data}
}

func answerTo(t *testing.T, call streams.Streams_BatchAppendClient, messages ...*streams.BatchAppendReq) *streams.BatchAppendResp {
	t.Helper()
	for _, m := range messages {
		if err := call.Send(m); err != nil {
			t.Fatal(err)
		}
	}
	answer, err := call.Recv()
	if err != nil {
		t.Fatal(err)
	}
	if m := messages[0]; !proto.Equal(answer.GetCorrelationId(), m.GetCorrelationId()) {
		t.Errorf("answer to %v, want to %v", answer.GetCorrelationId(), m.GetCorrelationId())
	}
	return answer
}

func TestBatchAppend(t *testing.T) {
	t.Parallel()
	n := startLenient(t, testdb.New(t))
	conn, c := connect(t, n), client(t, n.URL())
	t.Run("an append is answered with revision and position", func(t *testing.T) {
		t.Parallel()
		call := batchCall(t, conn)
		answer := answerTo(t, call, batchOf("plain", batchEvent("{}"), batchEvent("{}")))
		if s := answer.GetSuccess(); s.GetCurrentRevision() != 1 || s.GetPosition().GetCommitPosition() == 0 {
			t.Errorf("got %v", answer)
		}
		if got := string(answer.GetStreamIdentifier().GetStreamName()); got != "plain" {
			t.Errorf("of stream %q", got)
		}
	})
	t.Run("one that comes in pieces is written as one", func(t *testing.T) {
		t.Parallel()
		first := batchOf("pieces", batchEvent(`1`))
		first.IsFinal = false
		second := &streams.BatchAppendReq{CorrelationId: first.CorrelationId, ProposedMessages: []*streams.BatchAppendReq_ProposedMessage{batchEvent(`2`)}}
		last := &streams.BatchAppendReq{CorrelationId: first.CorrelationId, ProposedMessages: []*streams.BatchAppendReq_ProposedMessage{batchEvent(`3`)}, IsFinal: true}
		if s := answerTo(t, batchCall(t, conn), first, second, last).GetSuccess(); s.GetCurrentRevision() != 2 {
			t.Errorf("got %v", s)
		}
		requireRevisions(t, conn, "pieces", 0, 1, 2)
	})
	t.Run("the same events sent again are known", func(t *testing.T) {
		t.Parallel()
		call, m := batchCall(t, conn), batchOf("again", batchEvent("{}"))
		m.Options.ExpectedStreamPosition = &streams.BatchAppendReq_Options_NoStream{NoStream: &emptypb.Empty{}}
		first, second := answerTo(t, call, m), answerTo(t, call, m)
		if !proto.Equal(first.GetSuccess(), second.GetSuccess()) {
			t.Errorf("first %v, then %v", first, second)
		}
		requireRevisions(t, conn, "again", 0)
	})
	t.Run("appends of one call keep their order", func(t *testing.T) {
		t.Parallel()
		call := batchCall(t, conn)
		const count = 500
		go func() {
			for i := range count {
				m := batchOf("ordered", batchEvent(fmt.Sprint(i)))
				if i > 0 {
					m.Options.ExpectedStreamPosition = &streams.BatchAppendReq_Options_StreamPosition{StreamPosition: uint64(i - 1)}
				}
				call.Send(m)
			}
			call.CloseSend()
		}()
		for i := range count {
			answer, err := call.Recv()
			if err != nil || answer.GetSuccess().GetCurrentRevision() != uint64(i) {
				t.Fatalf("answer %d: %v, %v", i, answer, err)
			}
		}
		if _, err := call.Recv(); err == nil {
			t.Error("more answers than appends")
		}
	})
	tombstone(t, c, "batch-dead")
	refusals := []struct {
		name, stream string
		code         codes.Code
		message      string
		detail       proto.Message
		change       func(*streams.BatchAppendReq)
	}{
		{"a wrong version", "unborn", codes.AlreadyExists, "WrongExpectedVersion", &shared.WrongExpectedVersion{
			CurrentStreamRevisionOption:  &shared.WrongExpectedVersion_CurrentNoStream{CurrentNoStream: &emptypb.Empty{}},
			ExpectedStreamPositionOption: &shared.WrongExpectedVersion_ExpectedStreamPosition{ExpectedStreamPosition: 3},
		}, func(m *streams.BatchAppendReq) {
			m.Options.ExpectedStreamPosition = &streams.BatchAppendReq_Options_StreamPosition{StreamPosition: 3}
		}},
		{"a stream that must exist", "unborn", codes.AlreadyExists, "WrongExpectedVersion", &shared.WrongExpectedVersion{
			CurrentStreamRevisionOption:  &shared.WrongExpectedVersion_CurrentNoStream{CurrentNoStream: &emptypb.Empty{}},
			ExpectedStreamPositionOption: &shared.WrongExpectedVersion_ExpectedStreamExists{ExpectedStreamExists: &emptypb.Empty{}},
		}, func(m *streams.BatchAppendReq) {
			m.Options.ExpectedStreamPosition = &streams.BatchAppendReq_Options_StreamExists{StreamExists: &emptypb.Empty{}}
		}},
		{"a stream with a tombstone", "batch-dead", codes.NotFound, "StreamDeleted",
			&shared.StreamDeleted{StreamIdentifier: &shared.StreamIdentifier{StreamName: []byte("batch-dead")}}, nil},
		{"metadata that would truncate what must be kept", "$$keep-1", codes.PermissionDenied, "AccessDenied", &shared.AccessDenied{},
			func(m *streams.BatchAppendReq) { m.ProposedMessages[0].Data = []byte(`{"$tb":1}`) }},
		{"too many bytes", "s", codes.InvalidArgument, "MaximumAppendSizeExceeded", &shared.MaximumAppendSizeExceeded{MaxAppendSize: 1 << 20},
			func(m *streams.BatchAppendReq) { m.ProposedMessages[0].Data = make([]byte, 2<<20) }},
		{"an event without a type", "s", codes.InvalidArgument, "BadRequest", nil,
			func(m *streams.BatchAppendReq) { delete(m.ProposedMessages[0].Metadata, "type") }},
		{"no stream", "", codes.InvalidArgument, "BadRequest", nil, nil},
		{"no expected version", "s", codes.InvalidArgument, "BadRequest", nil,
			func(m *streams.BatchAppendReq) { m.Options.ExpectedStreamPosition = nil }},
		{"a deadline that is over", "s", codes.DeadlineExceeded, "Timeout", &shared.Timeout{},
			func(m *streams.BatchAppendReq) {
				m.Options.DeadlineOption = &streams.BatchAppendReq_Options_Deadline_21_10_0{Deadline_21_10_0: timestamppb.New(time.Now().Add(-time.Second))}
			}},
		{"an append that is not finished in time", "s", codes.DeadlineExceeded, "Timeout", &shared.Timeout{},
			func(m *streams.BatchAppendReq) {
				m.IsFinal = false
				m.Options.DeadlineOption = &streams.BatchAppendReq_Options_Deadline{Deadline: durationpb.New(50 * time.Millisecond)}
			}},
	}
	for _, r := range refusals {
		t.Run(r.name+" is refused, and the call goes on", func(t *testing.T) {
			t.Parallel()
			call, m := batchCall(t, conn), batchOf(r.stream, batchEvent("{}"))
			if r.change != nil {
				r.change(m)
			}
			failure := answerTo(t, call, m).GetError()
			if codes.Code(failure.GetCode()) != r.code || failure.GetMessage() != r.message || len(failure.GetDetails()) != 1 {
				t.Fatalf("got %v", failure)
			}
			detail, err := failure.GetDetails()[0].UnmarshalNew()
			if err != nil || r.detail != nil && !proto.Equal(detail, r.detail) {
				t.Errorf("detail %v, %v; want %v", detail, err, r.detail)
			}
			if answerTo(t, call, batchOf("goes-on", batchEvent("{}"))).GetSuccess() == nil {
				t.Error("the next append failed")
			}
		})
	}
	t.Run("pieces of nothing are passed over", func(t *testing.T) {
		t.Parallel()
		call, stray := batchCall(t, conn), batchOf("stray", batchEvent("{}"))
		stray.Options = nil
		if err := call.Send(stray); err != nil {
			t.Fatal(err)
		}
		if answerTo(t, call, batchOf("not-stray", batchEvent("{}"))).GetSuccess() == nil {
			t.Error("the next append failed")
		}
	})
	t.Run("who sends without reading the answers is held back, and loses nothing", func(t *testing.T) {
		t.Parallel()
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		call, err := streams.NewStreamsClient(conn).BatchAppend(ctx)
		if err != nil {
			t.Fatal(err)
		}
		const count = 64
		sent := make(chan error, 1)
		go func() {
			data := `"` + strings.Repeat("x", 1<<20-100) + `"`
			for range count {
				if err := call.Send(batchOf("heavy", batchEvent(data))); err != nil {
					sent <- err
					return
				}
			}
			sent <- call.CloseSend()
		}()
		for i := range count {
			answer, err := call.Recv()
			if err != nil || answer.GetSuccess().GetCurrentRevision() != uint64(i) {
				t.Fatalf("answer %d: %v, %v", i, answer, err)
			}
		}
		if err := <-sent; err != nil {
			t.Error(err)
		}
	})
}
