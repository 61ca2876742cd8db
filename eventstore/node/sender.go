package node

import (
	"encoding/binary"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"github.com/google/uuid"
	"google.golang.org/protobuf/proto"
)

// sender sends events to one reader, no faster than that reads.
type sender struct {
	metrics *metrics
	stream  streams.Streams_ReadServer
	// textIDs: the reader wants event ids as text.
	textIDs bool
	// uncounted is how many events were sent since the last count.
	uncounted int
}

// count tells the measurements where the events sent since the last count came from.
func (s *sender) count(from source) {
	s.metrics.sent(from, s.uncounted)
	s.uncounted = 0
}

func (s *sender) event(e event) error {
	s.uncounted++
	if !s.textIDs {
		return s.stream.SendMsg(e.frame)
	}
	message, err := withTextID(e.frame)
	if err != nil {
		return err
	}
	return s.stream.Send(message)
}

func withTextID(f frame) (*streams.ReadResp, error) {
	message := &streams.ReadResp{}
	if err := proto.Unmarshal(f, message); err != nil {
		return nil, err
	}
	recorded := message.GetEvent().GetEvent()
	id, err := idOf(recorded.GetId())
	if err != nil {
		return nil, err
	}
	recorded.Id = &shared.UUID{Value: &shared.UUID_String_{String_: id.String()}}
	return message, nil
}

func structured(id uuid.UUID) *shared.UUID {
	return &shared.UUID{Value: &shared.UUID_Structured_{Structured: &shared.UUID_Structured{
		MostSignificantBits:  int64(binary.BigEndian.Uint64(id[:8])),
		LeastSignificantBits: int64(binary.BigEndian.Uint64(id[8:])),
	}}}
}

func (s *sender) confirmation() error {
	return s.stream.Send(&streams.ReadResp{Content: &streams.ReadResp_Confirmation{
		Confirmation: &streams.ReadResp_SubscriptionConfirmation{SubscriptionId: uuid.NewString()},
	}})
}

func (s *sender) checkpoint(position uint64) error {
	return s.stream.Send(&streams.ReadResp{Content: &streams.ReadResp_Checkpoint_{
		Checkpoint: &streams.ReadResp_Checkpoint{CommitPosition: position, PreparePosition: position},
	}})
}

func (s *sender) caughtUp(at mark) error {
	m := &streams.ReadResp_CaughtUp{}
	m.ProtoReflect().SetUnknown(at.fields(time.Now()))
	return s.stream.Send(&streams.ReadResp{Content: &streams.ReadResp_CaughtUp_{CaughtUp: m}})
}

func (s *sender) fellBehind(at mark) error {
	m := &streams.ReadResp_FellBehind{}
	m.ProtoReflect().SetUnknown(at.fields(time.Now()))
	return s.stream.Send(&streams.ReadResp{Content: &streams.ReadResp_FellBehind_{FellBehind: m}})
}

func (s *sender) notFound(stream string) error {
	return s.stream.Send(&streams.ReadResp{Content: &streams.ReadResp_StreamNotFound_{StreamNotFound: &streams.ReadResp_StreamNotFound{
		StreamIdentifier: &shared.StreamIdentifier{StreamName: []byte(stream)},
	}}})
}
