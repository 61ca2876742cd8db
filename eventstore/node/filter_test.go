package node_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"github.com/google/uuid"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protowire"

	"github.com/diachinh/diachinh/cluster/testdb"
	"github.com/diachinh/diachinh/eventstore/node"
)

// fillLog appends 3,000 events: of each ten, one each to stream rare-N and of
// type odd.v1, at different places.
func fillLog(t *testing.T, n *node.Node) {
	t.Helper()
	c := client(t, n.URL())
	for batch := range 300 {
		for i := range 2 {
			events := make([]esdb.EventData, 5)
			for j := range events {
				events[j] = happened()
			}
			stream := fmt.Sprintf("common-%d", batch%7)
			if i == 0 {
				events[3].EventType = "odd.v1"
			} else {
				events = events[1:]
				if _, err := c.AppendToStream(t.Context(), fmt.Sprintf("rare-%d", batch), esdb.AppendToStreamOptions{}, happened()); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := c.AppendToStream(t.Context(), stream, esdb.AppendToStreamOptions{}, events...); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func filtered(f *streams.ReadReq_Options_FilterOptions, count uint64, backwards bool) *streams.ReadReq_Options {
	all := &streams.ReadReq_Options_AllOptions{AllOption: &streams.ReadReq_Options_AllOptions_Start{Start: &shared.Empty{}}}
	o := &streams.ReadReq_Options{
		StreamOption: &streams.ReadReq_Options_All{All: all},
		CountOption:  &streams.ReadReq_Options_Count{Count: count},
		FilterOption: &streams.ReadReq_Options_Filter{Filter: f},
	}
	if backwards {
		o.ReadDirection = streams.ReadReq_Options_Backwards
		all.AllOption = &streams.ReadReq_Options_AllOptions_End{End: &shared.Empty{}}
	}
	return o
}

func onStreams(e *streams.ReadReq_Options_FilterOptions_Expression) *streams.ReadReq_Options_FilterOptions {
	return &streams.ReadReq_Options_FilterOptions{
		Filter:                       &streams.ReadReq_Options_FilterOptions_StreamIdentifier{StreamIdentifier: e},
		Window:                       &streams.ReadReq_Options_FilterOptions_Max{Max: 32},
		CheckpointIntervalMultiplier: 1,
	}
}

func onKinds(e *streams.ReadReq_Options_FilterOptions_Expression) *streams.ReadReq_Options_FilterOptions {
	f := onStreams(nil)
	f.Filter = &streams.ReadReq_Options_FilterOptions_EventType{EventType: e}
	f.Window = &streams.ReadReq_Options_FilterOptions_Count{Count: &shared.Empty{}}
	return f
}

type expression = streams.ReadReq_Options_FilterOptions_Expression

func TestFilteredRead(t *testing.T) {
	t.Parallel()
	n := startLenient(t, testdb.New(t))
	conn := connect(t, n)
	fillLog(t, n)
	rare := func(e *streams.ReadResp_ReadEvent_RecordedEvent) bool {
		return strings.HasPrefix(string(e.GetStreamIdentifier().GetStreamName()), "rare-")
	}
	odd := func(e *streams.ReadResp_ReadEvent_RecordedEvent) bool { return e.GetMetadata()["type"] == "odd.v1" }
	cases := []struct {
		name   string
		filter *streams.ReadReq_Options_FilterOptions
		want   func(*streams.ReadResp_ReadEvent_RecordedEvent) bool
		count  int
	}{
		{"by prefixes of the stream's name", onStreams(&expression{Prefix: []string{"rar", "nothing"}}), rare, 300},
		{"by a pattern of the stream's name", onStreams(&expression{Regex: `re-\d+$`}), rare, 300},
		{"by prefixes of the type", onKinds(&expression{Prefix: []string{"odd."}}), odd, 300},
		{"by a pattern of the type", onKinds(&expression{Regex: `^[^h]`}), odd, 300},
		{"by what nothing has", onKinds(&expression{Prefix: []string{"nothing"}}), odd, 0},
	}
	for _, c := range cases {
		for _, backwards := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, backwards %t", c.name, backwards), func(t *testing.T) {
				t.Parallel()
				got := read(t, conn, filtered(c.filter, 10_000, backwards))
				if len(got) != c.count {
					t.Fatalf("%d events, want %d", len(got), c.count)
				}
				var last uint64
				for i, m := range got {
					e := m.GetEvent().GetEvent()
					if !c.want(e) {
						t.Fatalf("got %v", e)
					}
					if i > 0 && (e.GetCommitPosition() < last) != backwards {
						t.Fatalf("position %d follows %d", e.GetCommitPosition(), last)
					}
					last = e.GetCommitPosition()
				}
			})
		}
	}
	t.Run("a count is one of chosen events", func(t *testing.T) {
		t.Parallel()
		for _, count := range []uint64{1, 7, 250, 300} {
			if got := read(t, conn, filtered(onStreams(&expression{Prefix: []string{"rare-"}}), count, false)); len(got) != int(count) {
				t.Errorf("%d events, want %d", len(got), count)
			}
		}
	})
	t.Run("what is no filter is refused", func(t *testing.T) {
		t.Parallel()
		ofStream := filtered(onStreams(&expression{Regex: "x"}), 1, false)
		ofStream.StreamOption = streamOption("common-1")
		windowless := onStreams(&expression{Regex: "x"})
		windowless.Window = nil
		for name, o := range map[string]*streams.ReadReq_Options{
			"a pattern that looks ahead": filtered(onStreams(&expression{Regex: `^(?!\$)`}), 1, false),
			"no expression":              filtered(&streams.ReadReq_Options_FilterOptions{Window: windowless.Window}, 1, false),
			"no window":                  filtered(windowless, 1, false),
			"a filter of one stream":     ofStream,
		} {
			if _, err := tryRead(t.Context(), conn, o); status.Code(err) != codes.InvalidArgument {
				t.Errorf("%s: got %v", name, err)
			}
		}
	})
}

// follow subscribes and hands each message to see until that says that it is
// enough.
func follow(t *testing.T, conn *grpc.ClientConn, o *streams.ReadReq_Options, see func(*streams.ReadResp) (enough bool)) {
	t.Helper()
	o.CountOption = &streams.ReadReq_Options_Subscription{Subscription: &streams.ReadReq_Options_SubscriptionOptions{}}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	call, err := streams.NewStreamsClient(conn).Read(ctx, &streams.ReadReq{Options: o})
	if err != nil {
		t.Fatal(err)
	}
	for {
		m, err := call.Recv()
		if err != nil {
			t.Fatal(err)
		}
		if see(m) {
			return
		}
	}
}

func TestFilteredSubscription(t *testing.T) {
	t.Parallel()
	for name, tailBytes := range map[string]int{"from memory": 64 << 20, "from the table": 1} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n, err := node.Start(t.Context(), node.Config{DatabaseURL: testdb.New(t), Listen: "127.0.0.1:0", TailBytes: tailBytes})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { n.Stop(context.Background()) })
			conn := connect(t, n)
			fillLog(t, n)
			var events, checkpoints []uint64
			o := filtered(onStreams(&expression{Prefix: []string{"rare-"}}), 0, false)
			o.GetFilter().CheckpointIntervalMultiplier = 3
			follow(t, conn, o, func(m *streams.ReadResp) bool {
				if c := m.GetCheckpoint(); c != nil {
					checkpoints = append(checkpoints, c.GetCommitPosition())
				}
				if m.GetEvent() != nil {
					events = append(events, m.GetEvent().GetCommitPosition())
				}
				return m.GetCaughtUp() != nil
			})
			if len(events) != 300 || !slices.IsSorted(events) {
				t.Errorf("%d events", len(events))
			}
			var want []uint64
			for p := uint64(96); p < 3_000; p += 96 {
				want = append(want, p)
			}
			if want = append(want, 3_000); !slices.Equal(checkpoints, want) {
				t.Errorf("checkpoints %v, want %v", checkpoints, want)
			}
			o.GetAll().AllOption = &streams.ReadReq_Options_AllOptions_Position{Position: &streams.ReadReq_Options_Position{CommitPosition: checkpoints[9], PreparePosition: checkpoints[9]}}
			after := slices.DeleteFunc(slices.Clone(events), func(p uint64) bool { return p <= checkpoints[9] })
			var again []uint64
			follow(t, conn, o, func(m *streams.ReadResp) bool {
				if m.GetEvent() != nil {
					again = append(again, m.GetEvent().GetCommitPosition())
				}
				return m.GetCaughtUp() != nil
			})
			if !slices.Equal(again, after) {
				t.Errorf("from a checkpoint: %d events, want %d", len(again), len(after))
			}
		})
	}
	t.Run("live events are chosen, and the others counted", func(t *testing.T) {
		t.Parallel()
		n := startLenient(t, testdb.New(t))
		conn, c := connect(t, n), client(t, n.URL())
		var got []string
		follow(t, conn, filtered(onStreams(&expression{Prefix: []string{"rare-"}}), 0, false), func(m *streams.ReadResp) bool {
			switch {
			case m.GetCaughtUp() != nil:
				for i := range 40 {
					add(t, c, fmt.Sprintf("common-%d", i), esdb.Any{})
				}
				add(t, c, "rare-1", esdb.Any{})
			case m.GetCheckpoint() != nil:
				got = append(got, fmt.Sprint("checkpoint ", m.GetCheckpoint().GetCommitPosition()))
			case m.GetEvent() != nil:
				got = append(got, fmt.Sprint("event ", m.GetEvent().GetCommitPosition()))
				return true
			}
			return false
		})
		if want := "checkpoint 32, event 41"; strings.Join(got, ", ") != want {
			t.Errorf("got %v, want %s", got, want)
		}
	})
	t.Run("without a multiplier it is refused", func(t *testing.T) {
		t.Parallel()
		conn := connect(t, startLenient(t, testdb.New(t)))
		o := filtered(onStreams(&expression{Regex: "x"}), 0, false)
		o.GetFilter().CheckpointIntervalMultiplier = 0
		o.CountOption = &streams.ReadReq_Options_Subscription{Subscription: &streams.ReadReq_Options_SubscriptionOptions{}}
		if _, err := tryRead(t.Context(), conn, o); status.Code(err) != codes.InvalidArgument {
			t.Errorf("got %v", err)
		}
	})
}

func TestCaughtUp(t *testing.T) {
	t.Parallel()
	conn := connect(t, startLenient(t, testdb.New(t)))
	_, _, err := send(t, conn, "s", 0, event(uuid.New(), "k", "application/json", nil), event(uuid.New(), "k", "application/json", nil))
	if err != nil {
		t.Fatal(err)
	}
	t.Run("says when, and how far a stream was read", func(t *testing.T) {
		t.Parallel()
		fields := caughtUp(t, conn, &streams.ReadReq_Options{StreamOption: streamOption("s")})
		if fields[1] == "" || fields[2] != "\x01" || fields[3] != "" {
			t.Errorf("got %q", fields)
		}
	})
	t.Run("says when, and how far the log was read", func(t *testing.T) {
		t.Parallel()
		o := filtered(onKinds(&expression{Regex: "x"}), 0, false)
		if fields := caughtUp(t, conn, o); fields[1] == "" || fields[2] != "" || fields[3] != "\x08\x02\x10\x02" {
			t.Errorf("got %q", fields)
		}
	})
}

// caughtUp returns the fields of the message of that name, by their number.
func caughtUp(t *testing.T, conn *grpc.ClientConn, o *streams.ReadReq_Options) map[protowire.Number]string {
	t.Helper()
	fields := map[protowire.Number]string{}
	follow(t, conn, o, func(m *streams.ReadResp) bool {
		if m.GetCaughtUp() == nil {
			return false
		}
		for b := m.GetCaughtUp().ProtoReflect().GetUnknown(); len(b) > 0; {
			number, kind, n := protowire.ConsumeTag(b)
			b = b[n:]
			size := protowire.ConsumeFieldValue(number, kind, b)
			value := b[:size]
			if kind == protowire.BytesType {
				value, _ = protowire.ConsumeBytes(b)
			}
			fields[number], b = string(value), b[size:]
		}
		return true
	})
	return fields
}
