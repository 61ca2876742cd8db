package node

import (
	"testing"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"github.com/google/uuid"
	"google.golang.org/protobuf/proto"
	"pgregory.net/rapid"
)

func TestFrame(t *testing.T) {
	t.Parallel()
	t.Run("is what protobuf makes of the same event", func(t *testing.T) {
		t.Parallel()
		rapid.Check(t, func(t *rapid.T) {
			r := record{
				position: rapid.Uint64().Draw(t, "position"),
				stream:   rapid.String().Draw(t, "stream"),
				revision: rapid.Uint64().Draw(t, "revision"),
				id:       uuid.UUID(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "id")),
				kind:     rapid.String().Draw(t, "kind"),
				json:     rapid.Bool().Draw(t, "json"),
				created:  time.UnixMicro(rapid.Int64Range(0, 1<<52).Draw(t, "created")),
				data:     rapid.SliceOf(rapid.Byte()).Draw(t, "data"),
				metadata: rapid.SliceOf(rapid.Byte()).Draw(t, "metadata"),
			}
			got := &streams.ReadResp{}
			if err := proto.Unmarshal(appendFrame(nil, &r), got); err != nil {
				t.Fatal(err)
			}
			if want := messageOf(&r); !proto.Equal(got, want) {
				t.Fatalf("got  %v\nwant %v", got, want)
			}
		})
	})
	t.Run("can carry its id as text", func(t *testing.T) {
		t.Parallel()
		r := record{id: uuid.New(), stream: "s", kind: "k", created: time.Now()}
		message, err := withTextID(appendFrame(nil, &r))
		if err != nil {
			t.Fatal(err)
		}
		if got := message.GetEvent().GetEvent().GetId().GetString_(); got != r.id.String() {
			t.Errorf("got %s, want %s", got, r.id)
		}
	})
}

// messageOf says with protobuf's own messages what a frame says by hand.
func messageOf(r *record) *streams.ReadResp {
	contentType := "application/octet-stream"
	if r.json {
		contentType = "application/json"
	}
	return &streams.ReadResp{Content: &streams.ReadResp_Event{Event: &streams.ReadResp_ReadEvent{
		Event: &streams.ReadResp_ReadEvent_RecordedEvent{
			Id:               structured(r.id),
			StreamIdentifier: &shared.StreamIdentifier{StreamName: []byte(r.stream)},
			StreamRevision:   r.revision,
			PreparePosition:  r.position,
			CommitPosition:   r.position,
			Metadata: map[string]string{
				"type": r.kind, "content-type": contentType, "created": string(number(r.created.UnixNano() / 100)),
			},
			CustomMetadata: r.metadata,
			Data:           r.data,
		},
		Position: &streams.ReadResp_ReadEvent_CommitPosition{CommitPosition: r.position},
	}}}
}
