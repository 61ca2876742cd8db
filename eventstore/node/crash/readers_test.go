package crash_test

import (
	"bytes"
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"github.com/google/uuid"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"

	"github.com/diachinh/diachinh/cluster/testdb"
	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/eventstore"
)

const megabyte = 1 << 20

// tail is what the node may keep of its newest events here.
const tail = 16 * megabyte

func TestReaders(t *testing.T) {
	t.Parallel()
	t.Run("fifty subscribers that do not read hold up nobody, cost little memory, and are not dropped", func(t *testing.T) {
		t.Parallel()
		p := start(t, testdb.New(t), "127.0.0.1:0", fmt.Sprintf("%s=%d", childTail, tail))
		subscribers := make([]*subscriber, 50)
		for i := range subscribers {
			subscribers[i] = subscribe(t, connect(t, p.address(t)))
			subscribers[i].caughtUp(t)
		}
		// Nobody reads before the last append is answered: one that waited for a
		// reader would wait for ever.
		slowest, end := appendLarge(t, dial(t, p.url), 350)
		unread := p.memory(t)
		everyone(subscribers, func(s *subscriber) { s.read(t, 50) }) // behind what the node keeps: each needs pages
		begun := p.memory(t)
		readers := subscribers
		if !long() { // ten gigabytes are left to the long run
			readers = subscribers[:3]
		}
		everyone(readers, func(s *subscriber) { s.read(t, end) })
		everyone(subscribers, func(s *subscriber) { s.read(t, 60) })
		most := p.memory(t)
		t.Logf("%d subscribers, %d MB appended, slowest append %s; the node held %d MB while nobody read, %d MB when each had begun, at most %d MB",
			len(subscribers), end*60/1000, slowest, unread/megabyte, begun/megabyte, most/megabyte)
		if unread > 200*megabyte || most > 700*megabyte {
			t.Error("the node held too much")
		}
	})
	t.Run("a thousand idle subscribers cost little memory", func(t *testing.T) {
		t.Parallel()
		p := start(t, testdb.New(t), "127.0.0.1:0")
		appendLarge(t, dial(t, p.url), 1)
		before := p.memory(t)
		var subscribers []*subscriber
		for range 20 {
			conn := connect(t, p.address(t))
			for range 50 {
				subscribers = append(subscribers, subscribe(t, conn))
			}
		}
		everyone(subscribers, func(s *subscriber) { s.caughtUp(t) })
		each := (p.memory(t) - before) / len(subscribers)
		t.Logf("%d idle subscribers: %d kB each", len(subscribers), each>>10)
		if each > 100<<10 {
			t.Errorf("an idle subscriber costs %d bytes", each)
		}
	})
}

func everyone(subscribers []*subscriber, do func(*subscriber)) {
	var all sync.WaitGroup
	for _, s := range subscribers {
		all.Go(func() { do(s) })
	}
	all.Wait()
}

// appendLarge appends batches of ten events, together 600 kB, one after the
// other, and returns how long the slowest took and how many events there are.
func appendLarge(t *testing.T, store *eventstore.Store, appends int) (slowest time.Duration, events int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	data := fmt.Appendf(nil, `{"pad":%q}`, bytes.Repeat([]byte{'x'}, 60_000))
	for range appends {
		batch := make([]es.Proposed, 10)
		for i := range batch {
			batch[i] = es.Proposed{ID: uuid.New(), Type: "happened.v1", Data: data, Metadata: []byte(`{}`)}
		}
		begun := time.Now()
		if _, err := store.Append(ctx, "large", es.Any{}, batch); err != nil {
			t.Fatal(err)
		}
		slowest = max(slowest, time.Since(begun))
		events += len(batch)
	}
	return slowest, events
}

// subscriber reads the whole log over the bare protocol, when it is told to and
// not before.
type subscriber struct {
	stream streams.Streams_ReadClient
	at     uint64 // position of the last event
}

func connect(t *testing.T, address string) *grpc.ClientConn {
	t.Helper()
	conn, err := grpc.NewClient(address, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return conn
}

func subscribe(t *testing.T, conn *grpc.ClientConn) *subscriber {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	stream, err := streams.NewStreamsClient(conn).Read(ctx, &streams.ReadReq{Options: &streams.ReadReq_Options{
		StreamOption: &streams.ReadReq_Options_All{All: &streams.ReadReq_Options_AllOptions{
			AllOption: &streams.ReadReq_Options_AllOptions_Start{Start: &shared.Empty{}},
		}},
		CountOption:  &streams.ReadReq_Options_Subscription{Subscription: &streams.ReadReq_Options_SubscriptionOptions{}},
		FilterOption: &streams.ReadReq_Options_NoFilter{NoFilter: &shared.Empty{}},
		UuidOption:   &streams.ReadReq_Options_UUIDOption{Content: &streams.ReadReq_Options_UUIDOption_Structured{Structured: &shared.Empty{}}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	return &subscriber{stream: stream}
}

// caughtUp reads until the node says that it has sent all there is.
func (s *subscriber) caughtUp(t *testing.T) {
	t.Helper()
	for {
		message, err := s.stream.Recv()
		if err != nil {
			t.Errorf("the subscription ended: %v", err)
			return
		}
		if message.GetCaughtUp() != nil {
			return
		}
		s.take(t, message)
	}
}

// read reads up to a position.
func (s *subscriber) read(t *testing.T, until int) {
	t.Helper()
	for s.at < uint64(until) {
		message, err := s.stream.Recv()
		if err != nil {
			t.Errorf("the subscription ended at %d: %v", s.at, err)
			return
		}
		s.take(t, message)
	}
}

// take requires the events in order.
func (s *subscriber) take(t *testing.T, message *streams.ReadResp) {
	t.Helper()
	if event := message.GetEvent().GetEvent(); event != nil {
		if event.GetCommitPosition() != s.at+1 {
			t.Errorf("position %d follows %d", event.GetCommitPosition(), s.at)
		}
		s.at = event.GetCommitPosition()
	}
}
