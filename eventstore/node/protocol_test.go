package node_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/gossip"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/persistent"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"github.com/google/uuid"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"github.com/diachinh/diachinh/cluster/testdb"
	"github.com/diachinh/diachinh/eventstore/node"
)

// connect speaks the protocol to a node without any client's help.
func connect(t *testing.T, n *node.Node) *grpc.ClientConn {
	t.Helper()
	address := strings.TrimSuffix(strings.TrimPrefix(n.URL(), "esdb://"), "?tls=false")
	conn, err := grpc.NewClient(address, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return conn
}

// event is a proposed message; without a type or content type where they are "".
func event(id uuid.UUID, kind, contentType string, data []byte) *streams.AppendReq_ProposedMessage {
	m := &streams.AppendReq_ProposedMessage{
		Id: &shared.UUID{Value: &shared.UUID_String_{String_: id.String()}}, Metadata: map[string]string{}, Data: data,
	}
	if kind != "" {
		m.Metadata["type"] = kind
	}
	if contentType != "" {
		m.Metadata["content-type"] = contentType
	}
	return m
}

// send appends by the protocol, whatever the answer, and returns its trailers.
func send(t *testing.T, conn *grpc.ClientConn, stream string, revision uint64, events ...*streams.AppendReq_ProposedMessage) (*streams.AppendResp, metadata.MD, error) {
	t.Helper()
	call, err := streams.NewStreamsClient(conn).Append(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	options := &streams.AppendReq_Options{StreamIdentifier: &shared.StreamIdentifier{StreamName: []byte(stream)}}
	options.ExpectedStreamRevision = &streams.AppendReq_Options_Any{Any: &shared.Empty{}}
	if revision > 0 {
		options.ExpectedStreamRevision = &streams.AppendReq_Options_Revision{Revision: revision}
	}
	messages := []*streams.AppendReq{{Content: &streams.AppendReq_Options_{Options: options}}}
	for _, e := range events {
		messages = append(messages, &streams.AppendReq{Content: &streams.AppendReq_ProposedMessage_{ProposedMessage: e}})
	}
	for _, m := range messages {
		if err := call.Send(m); err != nil {
			t.Fatalf("the node did not read the append to its end: %v", err)
		}
	}
	response, err := call.CloseAndRecv()
	return response, call.Trailer(), err
}

func TestAppend(t *testing.T) {
	t.Parallel()
	n := start(t, testdb.New(t))
	conn := connect(t, n)
	const json = "application/json"
	refusals := []struct {
		name, stream, exception string
		code                    codes.Code
		events                  []*streams.AppendReq_ProposedMessage
	}{
		{"too large an append, with a small event at its end", "s", "maximum-append-size-exceeded", codes.InvalidArgument,
			[]*streams.AppendReq_ProposedMessage{event(uuid.New(), "k", json, make([]byte, 2<<20)), event(uuid.New(), "k", json, nil)}},
		{"an event without a type", "s", "missing-required-metadata-property", codes.InvalidArgument,
			[]*streams.AppendReq_ProposedMessage{event(uuid.New(), "", json, nil)}},
		{"an event without a content type", "s", "missing-required-metadata-property", codes.InvalidArgument,
			[]*streams.AppendReq_ProposedMessage{event(uuid.New(), "k", "", nil)}},
		{"an append to $all", "$all", "access-denied", codes.PermissionDenied,
			[]*streams.AppendReq_ProposedMessage{event(uuid.New(), "k", json, nil)}},
		{"an append without a stream name", "", "", codes.InvalidArgument, nil},
		{"a stream name too long for an index", strings.Repeat("s", 3_000), "", codes.InvalidArgument, nil},
		{"a stream name with NUL", "a\x00b", "", codes.InvalidArgument, nil},
		{"an event type with NUL", "s", "", codes.InvalidArgument,
			[]*streams.AppendReq_ProposedMessage{event(uuid.New(), "a\x00b", json, nil)}},
		{"a link", "s", "", codes.Unimplemented, []*streams.AppendReq_ProposedMessage{event(uuid.New(), "$>", json, nil)}},
		{"stream metadata that would age a stream", "$$s", "access-denied", codes.PermissionDenied,
			[]*streams.AppendReq_ProposedMessage{event(uuid.New(), "$metadata", json, []byte(`{"$maxAge":60}`))}},
	}
	for _, c := range refusals {
		t.Run(c.name+" is refused", func(t *testing.T) {
			t.Parallel()
			_, trailers, err := send(t, conn, c.stream, 0, c.events...)
			if status.Code(err) != c.code {
				t.Errorf("got %v, want %s", err, c.code)
			}
			if got := strings.Join(trailers.Get("exception"), " "); got != c.exception {
				t.Errorf("exception %q, want %q", got, c.exception)
			}
		})
	}
	t.Run("metadata that would age a stream are refused, whatever the append named before or after them", func(t *testing.T) {
		t.Parallel()
		named := func(stream string) *streams.AppendReq {
			return &streams.AppendReq{Content: &streams.AppendReq_Options_{Options: &streams.AppendReq_Options{
				StreamIdentifier:       &shared.StreamIdentifier{StreamName: []byte(stream)},
				ExpectedStreamRevision: &streams.AppendReq_Options_Any{Any: &shared.Empty{}},
			}}}
		}
		aging := &streams.AppendReq{Content: &streams.AppendReq_ProposedMessage_{ProposedMessage: event(uuid.New(), "$metadata", json, []byte(`{"$maxAge":1}`))}}
		for _, messages := range [][]*streams.AppendReq{
			{aging, named("$$aged")},
			{named("other"), aging, named("$$aged")},
			{named("$$aged"), named("other"), aging, named("$$aged")},
		} {
			call, err := streams.NewStreamsClient(conn).Append(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range messages {
				if err := call.Send(m); err != nil {
					t.Fatal(err)
				}
			}
			if answer, err := call.CloseAndRecv(); status.Code(err) != codes.InvalidArgument {
				t.Errorf("got %v, %v", answer, err)
			}
		}
		if got := read(t, conn, &streams.ReadReq_Options{StreamOption: streamOption("$$aged"), CountOption: &streams.ReadReq_Options_Count{Count: 1}}); got[0].GetEvent() != nil {
			t.Errorf("written: %v", got)
		}
	})
	t.Run("a wrong expected version is an answer that names both versions", func(t *testing.T) {
		t.Parallel()
		response, _, err := send(t, conn, "nothing-yet", 7, event(uuid.New(), "k", json, nil))
		wrong := response.GetWrongExpectedVersion()
		if err != nil || wrong.GetExpectedRevision() != 7 || wrong.GetCurrentNoStream() == nil {
			t.Errorf("got %v, %v", response, err)
		}
	})
	t.Run("without events a new stream stays without", func(t *testing.T) {
		t.Parallel()
		response, _, err := send(t, conn, "empty", 0)
		if err != nil || response.GetSuccess().GetNoStream() == nil || response.GetSuccess().GetNoPosition() == nil {
			t.Errorf("got %v, %v", response, err)
		}
	})
	t.Run("at stream exists is right where the stream has metadata alone", func(t *testing.T) {
		t.Parallel()
		options := esdb.AppendToStreamOptions{ExpectedRevision: esdb.StreamExists{}}
		c, happened := client(t, n.URL()), esdb.EventData{EventType: "happened.v1"}
		if _, err := c.AppendToStream(t.Context(), "described", options, happened); err == nil {
			t.Error("it is right without metadata too")
		}
		if _, err := c.SetStreamMetadata(t.Context(), "described", esdb.AppendToStreamOptions{}, esdb.StreamMetadata{}); err != nil {
			t.Fatal(err)
		}
		if _, err := c.AppendToStream(t.Context(), "described", options, happened); err != nil {
			t.Error(err)
		}
	})
	t.Run("binary data and its content type are kept", func(t *testing.T) {
		t.Parallel()
		data := []byte{0, 255, 1}
		if _, _, err := send(t, conn, "binary", 0, event(uuid.New(), "k", "application/octet-stream", data)); err != nil {
			t.Fatal(err)
		}
		got := read(t, conn, &streams.ReadReq_Options{StreamOption: streamOption("binary"), CountOption: &streams.ReadReq_Options_Count{Count: 1}})
		recorded := got[0].GetEvent().GetEvent()
		if !bytes.Equal(recorded.GetData(), data) || recorded.GetMetadata()["content-type"] != "application/octet-stream" {
			t.Errorf("got %v", recorded)
		}
	})
}

func streamOption(name string) *streams.ReadReq_Options_Stream {
	return &streams.ReadReq_Options_Stream{Stream: &streams.ReadReq_Options_StreamOptions{
		StreamIdentifier: &shared.StreamIdentifier{StreamName: []byte(name)},
	}}
}

func read(t *testing.T, conn *grpc.ClientConn, options *streams.ReadReq_Options) (messages []*streams.ReadResp) {
	t.Helper()
	messages, err := tryRead(t.Context(), conn, options)
	if err != nil {
		t.Fatal(err)
	}
	return messages
}

func tryRead(ctx context.Context, conn *grpc.ClientConn, options *streams.ReadReq_Options) (messages []*streams.ReadResp, err error) {
	call, err := streams.NewStreamsClient(conn).Read(ctx, &streams.ReadReq{Options: options})
	for err == nil {
		var m *streams.ReadResp
		if m, err = call.Recv(); err == nil {
			messages = append(messages, m)
		}
	}
	if errors.Is(err, io.EOF) {
		return messages, nil
	}
	return messages, err
}

func TestRead(t *testing.T) {
	t.Parallel()
	n := start(t, testdb.New(t))
	conn := connect(t, n)
	for range 5 {
		appendOne(t, n.URL(), "five", esdb.Any{})
	}
	options := func(count uint64, backwards bool) *streams.ReadReq_Options {
		o := &streams.ReadReq_Options{StreamOption: streamOption("five"), CountOption: &streams.ReadReq_Options_Count{Count: count}}
		if backwards {
			o.ReadDirection = streams.ReadReq_Options_Backwards
		}
		return o
	}
	revisions := func(messages []*streams.ReadResp) (all []uint64) {
		for _, m := range messages {
			all = append(all, m.GetEvent().GetEvent().GetStreamRevision())
		}
		return all
	}
	t.Run("gives no more than was asked for", func(t *testing.T) {
		t.Parallel()
		if got := revisions(read(t, conn, options(2, false))); len(got) != 2 || got[0] != 0 || got[1] != 1 {
			t.Errorf("got %v", got)
		}
	})
	t.Run("backwards begins at a revision, inclusive", func(t *testing.T) {
		t.Parallel()
		o := options(10, true)
		o.GetStream().RevisionOption = &streams.ReadReq_Options_StreamOptions_Revision{Revision: 2}
		if got := revisions(read(t, conn, o)); len(got) != 3 || got[0] != 2 || got[2] != 0 {
			t.Errorf("got %v", got)
		}
	})
	t.Run("forwards from the end gives nothing", func(t *testing.T) {
		t.Parallel()
		o := options(10, false)
		o.GetStream().RevisionOption = &streams.ReadReq_Options_StreamOptions_End{End: &shared.Empty{}}
		if got := read(t, conn, o); len(got) != 0 {
			t.Errorf("got %v", got)
		}
	})
	t.Run("gives ids as text to who asks for text", func(t *testing.T) {
		t.Parallel()
		o := options(1, false)
		o.UuidOption = &streams.ReadReq_Options_UUIDOption{Content: &streams.ReadReq_Options_UUIDOption_String_{String_: &shared.Empty{}}}
		if id := read(t, conn, o)[0].GetEvent().GetEvent().GetId().GetString_(); uuid.Validate(id) != nil {
			t.Errorf("got %q", id)
		}
	})
	t.Run("of stream metadata gives what was set", func(t *testing.T) {
		t.Parallel()
		c := client(t, n.URL())
		meta := esdb.StreamMetadata{}
		meta.AddCustomProperty("office", "Hà Đông")
		if _, err := c.SetStreamMetadata(t.Context(), "five", esdb.AppendToStreamOptions{}, meta); err != nil {
			t.Fatal(err)
		}
		got, err := c.GetStreamMetadata(t.Context(), "five", esdb.ReadStreamOptions{Direction: esdb.Backwards, From: esdb.End{}})
		if err != nil || got.CustomProperty("office") != "Hà Đông" {
			t.Errorf("got %v, %v", got, err)
		}
	})
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	n := start(t, testdb.New(t))
	conn := connect(t, n)
	calls := map[string]func() error{
		"PersistentSubscriptions": func() error {
			_, err := persistent.NewPersistentSubscriptionsClient(conn).Create(t.Context(), &persistent.CreateReq{})
			return err
		},
	}
	for name, call := range calls {
		t.Run(name+" is refused by name", func(t *testing.T) {
			t.Parallel()
			if err := call(); status.Code(err) != codes.Unimplemented || !strings.Contains(err.Error(), name) {
				t.Errorf("got %v", err)
			}
		})
	}
	t.Run("gossip names one leader, at the node's own address", func(t *testing.T) {
		t.Parallel()
		info, err := gossip.NewGossipClient(conn).Read(t.Context(), &shared.Empty{})
		if err != nil {
			t.Fatal(err)
		}
		if m := info.GetMembers(); len(m) != 1 || m[0].GetState() != gossip.MemberInfo_Leader || !m[0].GetIsAlive() {
			t.Errorf("got %v", m)
		}
	})
	t.Run("a client that discovers a cluster finds the node", func(t *testing.T) {
		t.Parallel()
		discover := strings.Replace(n.URL(), "esdb://", "esdb+discover://", 1)
		appendOne(t, discover, "discovered", esdb.NoStream{})
	})
}
