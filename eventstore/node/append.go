package node

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"github.com/google/uuid"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// maxStreamName is how many bytes a stream's name may have: what an index
// entry of PostgreSQL holds, with room to spare.
const maxStreamName = 1024

// maxEvents is how many events one append may carry: such as say nothing weigh
// nothing.
const maxEvents = 100_000

// Append implements streams.StreamsServer.
func (s *service) Append(stream streams.Streams_AppendServer) error {
	r, err := s.receive(stream)
	if err != nil {
		return err
	}
	o := s.writer.perform(r)
	switch {
	case o.err != nil:
		return o.err
	case o.refusal == streamDeleted:
		return refuseDeleted(stream, r.stream)
	}
	return stream.SendAndClose(response(r.expected, o))
}

// receive reads an append to its end, even where its first message would do to
// refuse it: the v4 client understands no answer while it is still sending.
func (s *service) receive(stream streams.Streams_AppendServer) (*request, error) {
	r := &request{ctx: stream.Context(), change: appendEvents}
	var refusal error
	for {
		message, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		if refusal == nil {
			refusal = s.take(stream, r, message)
		}
	}
	if refusal == nil && r.stream == "" {
		refusal = errUnnamed
	}
	return r, refusal
}

// take adds one message to the request.
func (s *service) take(stream streams.Streams_AppendServer, r *request, message *streams.AppendReq) (err error) {
	options := message.GetOptions()
	switch named := r.stream != ""; {
	case options == nil && named:
		return s.propose(stream, r, message.GetProposedMessage())
	case options == nil:
		return errUnnamed
	case named:
		// What came before was judged by the first name.
		return status.Error(codes.InvalidArgument, "an append names its stream once")
	}
	r.stream = string(options.GetStreamIdentifier().GetStreamName())
	if r.expected, err = expectedOf(options, options.GetExpectedStreamRevision() != nil); err != nil {
		return err
	}
	return checkName(stream, r.stream)
}

// proposal is an event as a client sends it, in either kind of append.
type proposal interface {
	GetId() *shared.UUID
	GetMetadata() map[string]string
	GetCustomMetadata() []byte
	GetData() []byte
}

// propose adds an event to the request.
func (s *service) propose(call trailers, r *request, p proposal) error {
	kind, typed := p.GetMetadata()[keyType]
	contentType, told := p.GetMetadata()[keyContentType]
	switch {
	case !typed:
		return refuseMissing(call, keyType)
	case !told:
		return refuseMissing(call, keyContentType)
	}
	id, err := idOf(p.GetId())
	if err != nil {
		return err
	}
	// EventStoreDB counts two bytes a character of the type.
	r.bytes += len(p.GetData()) + len(p.GetCustomMetadata()) + 2*len(kind)
	if r.bytes > maxAppend || len(r.events) >= maxEvents {
		return refuseTooLarge(call)
	}
	e := proposed{id: id, kind: kind, json: contentType == contentTypeJSON, data: p.GetData(), metadata: p.GetCustomMetadata()}
	if err := s.checkEvent(call, r.stream, e); err != nil {
		return err
	}
	r.events = append(r.events, e)
	return nil
}

var errUnnamed = status.Error(codes.InvalidArgument, "a stream name is missing")

// checkName refuses names that the log cannot hold, before they spoil the
// transaction that all callers share.
func checkName(call trailers, name string) error {
	switch {
	case name == "":
		return errUnnamed
	case name == "$all":
		return refuseDenied(call, "nothing can be written to $all")
	case name == metadataPrefix:
		return status.Error(codes.InvalidArgument, "stream name $$ names no stream")
	case len(name) > maxStreamName:
		return status.Errorf(codes.InvalidArgument, "stream name of %d bytes: at most %d are allowed", len(name), maxStreamName)
	case !isText(name):
		return status.Error(codes.InvalidArgument, "stream name is not UTF-8 text without NUL")
	}
	return nil
}

// isText tells whether PostgreSQL takes s as text.
func isText(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsRune(s, 0)
}

func (s *service) checkEvent(call trailers, stream string, e proposed) error {
	switch {
	case !isText(e.kind):
		return status.Error(codes.InvalidArgument, "event type is not UTF-8 text without NUL")
	case e.kind == "$>":
		return unserved("link events ($>)")
	}
	if _, isMetadata := described(stream); isMetadata && restricts(e.data) {
		return s.checkDeletable(call, stream)
	}
	return nil
}

// checkDeletable refuses what would hide events of a stream that must be kept,
// or of its metadata.
func (s *service) checkDeletable(call trailers, stream string) error {
	original := stream
	for isMetadata := true; isMetadata; {
		original, isMetadata = described(original)
	}
	if s.deletable(original) {
		return nil
	}
	return refuseDenied(call, fmt.Sprintf("stream '%s' cannot be deleted, truncated or aged", stream))
}

func idOf(id *shared.UUID) (uuid.UUID, error) {
	if s := id.GetStructured(); s != nil {
		var u uuid.UUID
		binary.BigEndian.PutUint64(u[:8], uint64(s.GetMostSignificantBits()))
		binary.BigEndian.PutUint64(u[8:], uint64(s.GetLeastSignificantBits()))
		return u, nil
	}
	u, err := uuid.Parse(id.GetString_())
	if err != nil {
		return u, status.Errorf(codes.InvalidArgument, "event id: %v", err)
	}
	return u, nil
}
