package node_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"github.com/google/uuid"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"github.com/diachinh/diachinh/cluster/testdb"
	"github.com/diachinh/diachinh/eventstore/node"
)

// startLenient starts a node on which all streams may be deleted but those whose
// name begins with keep-.
func startLenient(t *testing.T, database string) *node.Node {
	t.Helper()
	n, err := node.Start(t.Context(), node.Config{
		DatabaseURL: database, Listen: "127.0.0.1:0",
		Deletable: func(stream string) bool { return !strings.HasPrefix(stream, "keep-") },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { n.Stop(context.Background()) })
	return n
}

// someStream names a stream of n events.
func someStream(t *testing.T, c *esdb.Client, n int) string {
	t.Helper()
	stream := "some-" + uuid.NewString()
	for range n {
		add(t, c, stream, esdb.Any{})
	}
	return stream
}

func happened() esdb.EventData {
	return esdb.EventData{EventID: uuid.New(), EventType: "happened.v1", ContentType: esdb.ContentTypeJson, Data: []byte(`{}`)}
}

func add(t *testing.T, c *esdb.Client, stream string, expected esdb.ExpectedRevision) *esdb.WriteResult {
	t.Helper()
	result, err := c.AppendToStream(t.Context(), stream, esdb.AppendToStreamOptions{ExpectedRevision: expected}, happened())
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func remove(t *testing.T, c *esdb.Client, stream string, expected esdb.ExpectedRevision) {
	t.Helper()
	result, err := c.DeleteStream(t.Context(), stream, esdb.DeleteStreamOptions{ExpectedRevision: expected})
	if err != nil {
		t.Fatal(err)
	}
	if result.Position.Commit == 0 {
		t.Error("the answer carries no position")
	}
}

func tombstone(t *testing.T, c *esdb.Client, stream string) {
	t.Helper()
	result, err := c.TombstoneStream(t.Context(), stream, esdb.TombstoneStreamOptions{ExpectedRevision: esdb.Any{}})
	if err != nil {
		t.Fatal(err)
	}
	if result.Position.Commit == 0 {
		t.Error("the answer carries no position")
	}
}

// revisions reads a stream through, forwards and backwards, and requires that
// both ways give the same; found is false where the node says that there is none.
func revisionsOf(t *testing.T, conn *grpc.ClientConn, stream string) (revisions []uint64, found bool) {
	t.Helper()
	forwards := walkStream(t, conn, stream, false)
	backwards := walkStream(t, conn, stream, true)
	if len(forwards) != len(backwards) {
		t.Fatalf("%d forwards, %d backwards", len(forwards), len(backwards))
	}
	found = true
	for i, m := range forwards {
		found = found && m.GetStreamNotFound() == nil
		revision := m.GetEvent().GetEvent().GetStreamRevision()
		revisions = append(revisions, revision)
		if other := backwards[len(backwards)-1-i].GetEvent().GetEvent().GetStreamRevision(); other != revision {
			t.Fatalf("revision %d forwards is %d backwards", revision, other)
		}
	}
	return revisions, found
}

func walkStream(t *testing.T, conn *grpc.ClientConn, stream string, backwards bool) []*streams.ReadResp {
	t.Helper()
	o := &streams.ReadReq_Options{StreamOption: streamOption(stream), CountOption: &streams.ReadReq_Options_Count{Count: 1_000}}
	if backwards {
		o.ReadDirection = streams.ReadReq_Options_Backwards
		o.GetStream().RevisionOption = &streams.ReadReq_Options_StreamOptions_End{End: &shared.Empty{}}
	}
	return read(t, conn, o)
}

func requireRevisions(t *testing.T, conn *grpc.ClientConn, stream string, want ...uint64) {
	t.Helper()
	got, found := revisionsOf(t, conn, stream)
	if !found || len(got) != len(want) {
		t.Fatalf("read %v (found %t), want %v", got, found, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("read %v, want %v", got, want)
		}
	}
}

func requireCode(t *testing.T, err error, code esdb.ErrorCode) {
	t.Helper()
	var e *esdb.Error
	if !errors.As(err, &e) || e.Code() != code {
		t.Errorf("got %v, want code %d", err, code)
	}
}

func TestDelete(t *testing.T) {
	t.Parallel()
	n := startLenient(t, testdb.New(t))
	c, conn := client(t, n.URL()), connect(t, n)
	t.Run("a deleted stream is not found", func(t *testing.T) {
		t.Parallel()
		stream := someStream(t, c, 2)
		remove(t, c, stream, esdb.Revision(1))
		if got, found := revisionsOf(t, conn, stream); found {
			t.Errorf("read %v", got)
		}
	})
	t.Run("appending to a deleted stream goes on counting", func(t *testing.T) {
		t.Parallel()
		for _, expected := range []esdb.ExpectedRevision{esdb.Any{}, esdb.NoStream{}, esdb.Revision(1)} {
			stream := someStream(t, c, 2)
			remove(t, c, stream, esdb.Any{})
			if result := add(t, c, stream, expected); result.NextExpectedVersion != 2 {
				t.Errorf("at %v: revision %d", expected, result.NextExpectedVersion)
			}
			requireRevisions(t, conn, stream, 2)
			add(t, c, stream, esdb.Revision(2))
			requireRevisions(t, conn, stream, 2, 3)
		}
	})
	t.Run("a deleted stream does not exist for whoever expects one", func(t *testing.T) {
		t.Parallel()
		stream := someStream(t, c, 1)
		remove(t, c, stream, esdb.StreamExists{})
		_, err := c.AppendToStream(t.Context(), stream, esdb.AppendToStreamOptions{ExpectedRevision: esdb.StreamExists{}}, happened())
		requireCode(t, err, esdb.ErrorCodeStreamDeleted)
		_, err = c.DeleteStream(t.Context(), stream, esdb.DeleteStreamOptions{ExpectedRevision: esdb.StreamExists{}})
		requireCode(t, err, esdb.ErrorCodeStreamDeleted)
	})
	t.Run("the events sent before the delete are known when they are sent again", func(t *testing.T) {
		t.Parallel()
		stream, event := "again-"+uuid.NewString(), happened()
		at := esdb.AppendToStreamOptions{ExpectedRevision: esdb.NoStream{}}
		first, err := c.AppendToStream(t.Context(), stream, at, event)
		if err != nil {
			t.Fatal(err)
		}
		remove(t, c, stream, esdb.Any{})
		again, err := c.AppendToStream(t.Context(), stream, at, event)
		if err != nil || again.CommitPosition != first.CommitPosition {
			t.Errorf("got %v, %v; want position %d", again, err, first.CommitPosition)
		}
		if _, found := revisionsOf(t, conn, stream); found {
			t.Error("the stream is back")
		}
	})
	t.Run("it needs the right version, and says what it is", func(t *testing.T) {
		t.Parallel()
		stream := someStream(t, c, 3)
		o := &streams.DeleteReq_Options{
			StreamIdentifier:       &shared.StreamIdentifier{StreamName: []byte(stream)},
			ExpectedStreamRevision: &streams.DeleteReq_Options_Revision{Revision: 7},
		}
		var trailers metadata.MD
		_, err := streams.NewStreamsClient(conn).Delete(t.Context(), &streams.DeleteReq{Options: o}, grpc.Trailer(&trailers))
		if status.Code(err) != codes.FailedPrecondition {
			t.Errorf("got %v", err)
		}
		for name, want := range map[string]string{
			"exception": "wrong-expected-version", "stream-name": stream, "expected-version": "7", "actual-version": "2",
		} {
			if got := strings.Join(trailers.Get(name), " "); got != want {
				t.Errorf("trailer %s %q, want %q", name, got, want)
			}
		}
	})
	t.Run("a stream that never was cannot be deleted", func(t *testing.T) {
		t.Parallel()
		for _, expected := range []esdb.ExpectedRevision{esdb.Any{}, esdb.NoStream{}, esdb.StreamExists{}} {
			// The client knows no code for it.
			_, err := c.DeleteStream(t.Context(), "never", esdb.DeleteStreamOptions{ExpectedRevision: expected})
			if err == nil || !strings.Contains(err.Error(), "WrongExpectedVersion") {
				t.Errorf("got %v", err)
			}
		}
	})
	t.Run("a stream of metadata alone can be", func(t *testing.T) {
		t.Parallel()
		stream := "described-" + uuid.NewString()
		describe(t, c, stream, `{"office":"Hà Đông"}`)
		remove(t, c, stream, esdb.NoStream{})
		add(t, c, stream, esdb.Any{})
		requireRevisions(t, conn, stream, 0)
	})
	t.Run("new metadata bring a deleted stream back, without its old events", func(t *testing.T) {
		t.Parallel()
		stream := someStream(t, c, 2)
		remove(t, c, stream, esdb.Any{})
		describe(t, c, stream, `{"office":"Hà Đông"}`)
		requireRevisions(t, conn, stream)
		if got := metadataOf(t, conn, stream); got != `{"$tb":2,"office":"Hà Đông"}` {
			t.Errorf("metadata %s", got)
		}
		add(t, c, stream, esdb.StreamExists{})
		requireRevisions(t, conn, stream, 2)
	})
	t.Run("$all still holds the events, and that they were deleted", func(t *testing.T) {
		t.Parallel()
		stream := someStream(t, c, 1)
		remove(t, c, stream, esdb.Any{})
		var kinds []string
		for _, m := range readAll(t, conn) {
			if e := m.GetEvent().GetEvent(); strings.HasSuffix(string(e.GetStreamIdentifier().GetStreamName()), stream) {
				kinds = append(kinds, e.GetMetadata()["type"]+" "+string(e.GetData()))
			}
		}
		if got := strings.Join(kinds, ", "); got != `happened.v1 {}, $metadata {"$tb":9223372036854775807}` {
			t.Errorf("got %s", got)
		}
	})
	t.Run("it is remembered by the next node", func(t *testing.T) {
		t.Parallel()
		database := testdb.New(t)
		first := startLenient(t, database)
		c := client(t, first.URL())
		hidden, ended := someStream(t, c, 2), someStream(t, c, 2)
		remove(t, c, hidden, esdb.Any{})
		tombstone(t, c, ended)
		if err := first.Stop(t.Context()); err != nil {
			t.Fatal(err)
		}
		second := startLenient(t, database)
		if _, found := revisionsOf(t, connect(t, second), hidden); found {
			t.Error("the deleted stream is read")
		}
		c = client(t, second.URL())
		_, err := c.AppendToStream(t.Context(), ended, esdb.AppendToStreamOptions{}, happened())
		requireCode(t, err, esdb.ErrorCodeStreamDeleted)
		if result := add(t, c, hidden, esdb.NoStream{}); result.NextExpectedVersion != 2 {
			t.Errorf("it goes on at %d", result.NextExpectedVersion)
		}
	})
	t.Run("streams that must be kept refuse it, and every way around it", func(t *testing.T) {
		t.Parallel()
		add(t, c, "keep-1", esdb.Any{})
		for _, stream := range []string{"keep-1", "$$keep-1", "$$$$keep-1"} {
			_, err := c.DeleteStream(t.Context(), stream, esdb.DeleteStreamOptions{ExpectedRevision: esdb.Any{}})
			requireCode(t, err, esdb.ErrorCodeAccessDenied)
			_, err = c.TombstoneStream(t.Context(), stream, esdb.TombstoneStreamOptions{ExpectedRevision: esdb.Any{}})
			requireCode(t, err, esdb.ErrorCodeAccessDenied)
		}
		for _, settings := range []string{`{"$tb":1}`, `{"$maxAge":1}`, `{"$maxCount":1}`, `{'$tb':1}`} {
			_, _, err := send(t, conn, "$$keep-1", 0, event(uuid.New(), "$metadata", "application/json", []byte(settings)))
			if status.Code(err) != codes.PermissionDenied {
				t.Errorf("%s: got %v", settings, err)
			}
		}
		describe(t, c, "keep-1", `{"$acl":{"$r":"$admins"},"office":"Hà Đông"}`)
		requireRevisions(t, conn, "keep-1", 0)
	})
}

func TestTombstone(t *testing.T) {
	t.Parallel()
	n := startLenient(t, testdb.New(t))
	c, conn := client(t, n.URL()), connect(t, n)
	t.Run("a stream with a tombstone can never be used again, nor can its metadata", func(t *testing.T) {
		t.Parallel()
		stream := someStream(t, c, 2)
		describe(t, c, stream, `{"office":"Hà Đông"}`)
		tombstone(t, c, stream)
		for _, name := range []string{stream, "$$" + stream} {
			_, err := tryRead(t.Context(), conn, &streams.ReadReq_Options{StreamOption: streamOption(name), CountOption: &streams.ReadReq_Options_Count{Count: 1}})
			requireDeleted(t, err)
			for _, expected := range []esdb.ExpectedRevision{esdb.Any{}, esdb.NoStream{}, esdb.StreamExists{}, esdb.Revision(1)} {
				_, err = c.AppendToStream(t.Context(), name, esdb.AppendToStreamOptions{ExpectedRevision: expected}, happened())
				requireCode(t, err, esdb.ErrorCodeStreamDeleted)
			}
			_, err = c.DeleteStream(t.Context(), name, esdb.DeleteStreamOptions{ExpectedRevision: esdb.Any{}})
			requireCode(t, err, esdb.ErrorCodeStreamDeleted)
			_, err = c.TombstoneStream(t.Context(), name, esdb.TombstoneStreamOptions{ExpectedRevision: esdb.Any{}})
			requireCode(t, err, esdb.ErrorCodeStreamDeleted)
		}
	})
	t.Run("a name that was never used can be given one", func(t *testing.T) {
		t.Parallel()
		tombstone(t, c, "unused")
		_, err := c.AppendToStream(t.Context(), "unused", esdb.AppendToStreamOptions{}, happened())
		requireCode(t, err, esdb.ErrorCodeStreamDeleted)
	})
	t.Run("so can a stream that was deleted before", func(t *testing.T) {
		t.Parallel()
		stream := someStream(t, c, 1)
		remove(t, c, stream, esdb.Any{})
		tombstone(t, c, stream)
		_, err := c.AppendToStream(t.Context(), stream, esdb.AppendToStreamOptions{}, happened())
		requireCode(t, err, esdb.ErrorCodeStreamDeleted)
	})
	t.Run("a subscription ends with it, begun before or after", func(t *testing.T) {
		t.Parallel()
		stream := someStream(t, c, 1)
		options := &streams.ReadReq_Options{
			StreamOption: streamOption(stream), CountOption: &streams.ReadReq_Options_Subscription{Subscription: &streams.ReadReq_Options_SubscriptionOptions{}},
		}
		call, err := streams.NewStreamsClient(conn).Read(t.Context(), &streams.ReadReq{Options: options})
		if err != nil {
			t.Fatal(err)
		}
		for caughtUp := false; !caughtUp; {
			m, err := call.Recv()
			if err != nil {
				t.Fatal(err)
			}
			caughtUp = m.GetCaughtUp() != nil
		}
		tombstone(t, c, stream)
		_, err = call.Recv()
		requireDeleted(t, err)
		if got := strings.Join(call.Trailer().Get("stream-name"), " "); got != stream {
			t.Errorf("stream-name %q", got)
		}
		_, err = tryRead(t.Context(), conn, options)
		requireDeleted(t, err)
	})
	t.Run("in $all it is an event at the last of all revisions", func(t *testing.T) {
		t.Parallel()
		stream := someStream(t, c, 1)
		tombstone(t, c, stream)
		for _, m := range readAll(t, conn) {
			if e := m.GetEvent().GetEvent(); string(e.GetStreamIdentifier().GetStreamName()) == stream && e.GetMetadata()["type"] == "$streamDeleted" {
				if e.GetStreamRevision() != 1<<63-1 {
					t.Errorf("revision %d", e.GetStreamRevision())
				}
				return
			}
		}
		t.Error("it is not there")
	})
}

func requireDeleted(t *testing.T, err error) {
	t.Helper()
	if status.Code(err) != codes.FailedPrecondition || !strings.Contains(err.Error(), "is deleted") {
		t.Errorf("got %v", err)
	}
}

func readAll(t *testing.T, conn *grpc.ClientConn) []*streams.ReadResp {
	t.Helper()
	return read(t, conn, &streams.ReadReq_Options{
		StreamOption: &streams.ReadReq_Options_All{All: &streams.ReadReq_Options_AllOptions{
			AllOption: &streams.ReadReq_Options_AllOptions_Start{Start: &shared.Empty{}},
		}},
		CountOption: &streams.ReadReq_Options_Count{Count: 100_000},
	})
}

func describe(t *testing.T, c *esdb.Client, stream, settings string) {
	t.Helper()
	_, err := c.AppendToStream(t.Context(), "$$"+stream, esdb.AppendToStreamOptions{}, esdb.EventData{
		EventID: uuid.New(), EventType: "$metadata", ContentType: esdb.ContentTypeJson, Data: []byte(settings),
	})
	if err != nil {
		t.Fatal(err)
	}
}

func metadataOf(t *testing.T, conn *grpc.ClientConn, stream string) string {
	t.Helper()
	messages := walkStream(t, conn, "$$"+stream, false)
	if len(messages) != 1 {
		t.Fatalf("%d events of metadata, want the last", len(messages))
	}
	return string(messages[0].GetEvent().GetEvent().GetData())
}
