package node_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"github.com/google/uuid"

	"github.com/diachinh/diachinh/cluster/testdb"
	"github.com/diachinh/diachinh/eventstore/node"
)

// held is more than a reader that does not read lets the node send.
const held = 10_000

func TestReadersOfANodeThatStops(t *testing.T) {
	t.Parallel()

	t.Run("a read that is cut off does not end as if it were whole", func(t *testing.T) {
		t.Parallel()
		n, reader := slowReader(t, false)
		got := receive(t, reader, 200)
		stopAccepting(t, n)
		for {
			_, err := reader.Recv()
			if errors.Is(err, io.EOF) && got < held {
				t.Fatalf("the read ended in order after %d of %d events", got, held)
			}
			if err != nil {
				return
			}
			got++
		}
	})

	t.Run("a subscription that is cut off leaves no event out", func(t *testing.T) {
		t.Parallel()
		n, reader := slowReader(t, true)
		last := uint64(receive(t, reader, 200))
		appendMany(t, client(t, n.URL()), 10)
		stopAccepting(t, n)
		for {
			message, err := reader.Recv()
			if err != nil {
				return
			}
			event := message.GetEvent()
			if event == nil {
				continue
			}
			if at := event.GetEvent().GetCommitPosition(); at != last+1 {
				t.Fatalf("position %d after %d", at, last)
			}
			last++
		}
	})
}

// slowReader asks a node, which has to read its table for it, for the whole log.
func slowReader(t *testing.T, subscribes bool) (*node.Node, streams.Streams_ReadClient) {
	t.Helper()
	database := testdb.New(t)
	first := start(t, database)
	appendMany(t, client(t, first.URL()), held)
	if err := first.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	n := start(t, database)
	options := &streams.ReadReq_Options{
		StreamOption: &streams.ReadReq_Options_All{All: &streams.ReadReq_Options_AllOptions{
			AllOption: &streams.ReadReq_Options_AllOptions_Start{Start: &shared.Empty{}},
		}},
		UuidOption:  &streams.ReadReq_Options_UUIDOption{Content: &streams.ReadReq_Options_UUIDOption_Structured{Structured: &shared.Empty{}}},
		CountOption: &streams.ReadReq_Options_Count{Count: 1 << 40},
	}
	if subscribes {
		options.CountOption = &streams.ReadReq_Options_Subscription{Subscription: &streams.ReadReq_Options_SubscriptionOptions{}}
	}
	reader, err := streams.NewStreamsClient(connect(t, n)).Read(t.Context(), &streams.ReadReq{Options: options})
	if err != nil {
		t.Fatal(err)
	}
	return n, reader
}

func appendMany(t *testing.T, c *esdb.Client, count int) {
	t.Helper()
	body := fmt.Appendf(nil, `{"pad":%q}`, strings.Repeat("x", 1500))
	for count > 0 {
		batch := make([]esdb.EventData, min(count, 400))
		for i := range batch {
			batch[i] = esdb.EventData{EventID: uuid.New(), EventType: "x.v1", ContentType: esdb.ContentTypeJson, Data: body}
		}
		if _, err := c.AppendToStream(t.Context(), "s", esdb.AppendToStreamOptions{ExpectedRevision: esdb.Any{}}, batch...); err != nil {
			t.Fatal(err)
		}
		count -= len(batch)
	}
}

// receive takes some events, in order.
func receive(t *testing.T, reader streams.Streams_ReadClient, count int) (got int) {
	t.Helper()
	for got < count {
		message, err := reader.Recv()
		if err != nil {
			t.Fatal(err)
		}
		if message.GetEvent() != nil {
			got++
		}
	}
	return got
}

// stopAccepting stops a node and returns as soon as it lets nobody in any more:
// by then it has told its readers to go.
func stopAccepting(t *testing.T, n *node.Node) {
	t.Helper()
	stopped := make(chan error, 1)
	go func() { stopped <- n.Stop(context.Background()) }()
	t.Cleanup(func() {
		if err := <-stopped; err != nil {
			t.Error(err)
		}
	})
	address, _, _ := strings.Cut(strings.TrimPrefix(n.URL(), "esdb://"), "?")
	for {
		conn, err := net.Dial("tcp", address)
		if err != nil {
			return
		}
		conn.Close()
	}
}
