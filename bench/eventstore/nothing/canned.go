package main

import (
	"crypto/rand"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"google.golang.org/protobuf/proto"
)

// cannedBytes is the size of the events that the bench reads.
const cannedBytes = 256

// canned is an event as it goes over the wire.
func canned() (frame, error) {
	data := make([]byte, 0, 2*cannedBytes)
	for len(data) < cannedBytes {
		data = append(data, rand.Text()...)
	}
	position := uint64(1)
	return proto.Marshal(&streams.ReadResp{Content: &streams.ReadResp_Event{Event: &streams.ReadResp_ReadEvent{
		Event: &streams.ReadResp_ReadEvent_RecordedEvent{
			Id: &shared.UUID{Value: &shared.UUID_Structured_{Structured: &shared.UUID_Structured{
				MostSignificantBits: 0x1234567890abcdef, LeastSignificantBits: -0x1234567890abcdef,
			}}},
			StreamIdentifier: &shared.StreamIdentifier{StreamName: []byte("sheet-01890a5d-ac96-774b-bcce-b302099a8057")},
			StreamRevision:   position, PreparePosition: position, CommitPosition: position,
			Metadata: map[string]string{"type": "parcel.measured.v1", "content-type": "application/json", "created": "17300000000000000"},
			Data:     data[:cannedBytes],
		},
		Position: &streams.ReadResp_ReadEvent_CommitPosition{CommitPosition: position},
	}}})
}
