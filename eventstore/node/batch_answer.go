package node

import (
	"errors"
	"fmt"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/protoadapt"
	"google.golang.org/protobuf/types/known/emptypb"
)

var errUnfinished = status.Error(codes.ResourceExhausted, fmt.Sprintf("appends of more than %d bytes are begun and not finished", unfinishedBytes))

func expectedOfBatch(options *streams.BatchAppendReq_Options) (expected, error) {
	switch e := options.GetExpectedStreamPosition().(type) {
	case *streams.BatchAppendReq_Options_StreamPosition:
		return expected{atRevision, number64(e.StreamPosition)}, nil
	case *streams.BatchAppendReq_Options_NoStream:
		return noStream, nil
	case *streams.BatchAppendReq_Options_StreamExists:
		return expected{form: streamExists}, nil
	case *streams.BatchAppendReq_Options_Any:
		return expected{form: anyRevision}, nil
	}
	return expected{}, errNothingExpected
}

// deadlineOf is when the client waits no longer, in either of the protocol's forms.
func deadlineOf(options *streams.BatchAppendReq_Options, now time.Time) (until time.Time, bounded bool) {
	switch d := options.GetDeadlineOption().(type) {
	case *streams.BatchAppendReq_Options_Deadline:
		return now.Add(d.Deadline.AsDuration()), true
	case *streams.BatchAppendReq_Options_Deadline_21_10_0:
		return d.Deadline_21_10_0.AsTime(), true
	}
	return time.Time{}, false
}

// exceptions notes what a refusal would be called in the trailers of a call of
// its own: appends of one batch call have none.
type exceptions struct{ name string }

// SetTrailer implements trailers.
func (e *exceptions) SetTrailer(md metadata.MD) {
	if names := md.Get("exception"); len(names) > 0 {
		e.name = names[0]
	}
}

func (e *exceptions) attach(err error) error {
	if err == nil {
		return nil
	}
	return namedRefusal{err, e.name}
}

// namedRefusal is a refusal with the name that the protocol gives it.
type namedRefusal struct {
	error
	exception string
}

// batchAnswer puts an outcome into the words of BatchAppend, whose errors are
// answers too.
func batchAnswer(b *batched, o outcome) *streams.BatchAppendResp {
	m := &streams.BatchAppendResp{CorrelationId: b.correlation, StreamIdentifier: &shared.StreamIdentifier{StreamName: []byte(b.stream)}}
	var failure *status.Status
	switch {
	case o.err != nil:
		failure = batchFailure(o.err)
	case o.refusal == wrongExpected:
		failure = detailed(codes.AlreadyExists, "WrongExpectedVersion", batchWrongVersion(b.expected, o.current))
	case o.refusal == streamDeleted:
		failure = detailed(codes.NotFound, "StreamDeleted", &shared.StreamDeleted{StreamIdentifier: m.StreamIdentifier})
	default:
		m.Result = &streams.BatchAppendResp_Success_{Success: batchSuccess(o)}
		return m
	}
	m.Result = &streams.BatchAppendResp_Error{Error: failure.Proto()}
	return m
}

func batchSuccess(o outcome) *streams.BatchAppendResp_Success {
	success := &streams.BatchAppendResp_Success{}
	if o.current == noRevision {
		success.CurrentRevisionOption = &streams.BatchAppendResp_Success_NoStream{NoStream: &emptypb.Empty{}}
	} else {
		success.CurrentRevisionOption = &streams.BatchAppendResp_Success_CurrentRevision{CurrentRevision: uint64(o.current)}
	}
	if o.position == 0 {
		success.PositionOption = &streams.BatchAppendResp_Success_NoPosition{NoPosition: &emptypb.Empty{}}
	} else {
		success.PositionOption = &streams.BatchAppendResp_Success_Position{
			Position: &shared.AllStreamPosition{CommitPosition: o.position, PreparePosition: o.position},
		}
	}
	return success
}

func batchWrongVersion(e expected, current int64) *shared.WrongExpectedVersion {
	w := &shared.WrongExpectedVersion{}
	if current == noRevision {
		w.CurrentStreamRevisionOption = &shared.WrongExpectedVersion_CurrentNoStream{CurrentNoStream: &emptypb.Empty{}}
	} else {
		w.CurrentStreamRevisionOption = &shared.WrongExpectedVersion_CurrentStreamRevision{CurrentStreamRevision: uint64(current)}
	}
	switch {
	case e.form == anyRevision:
		w.ExpectedStreamPositionOption = &shared.WrongExpectedVersion_ExpectedAny{ExpectedAny: &emptypb.Empty{}}
	case e.form == streamExists:
		w.ExpectedStreamPositionOption = &shared.WrongExpectedVersion_ExpectedStreamExists{ExpectedStreamExists: &emptypb.Empty{}}
	case e == noStream:
		w.ExpectedStreamPositionOption = &shared.WrongExpectedVersion_ExpectedNoStream{ExpectedNoStream: &emptypb.Empty{}}
	default:
		w.ExpectedStreamPositionOption = &shared.WrongExpectedVersion_ExpectedStreamPosition{ExpectedStreamPosition: uint64(e.revision)}
	}
	return w
}

func batchFailure(err error) *status.Status {
	var named namedRefusal
	if errors.As(err, &named) {
		err = named.error
	}
	s := status.Convert(err)
	switch {
	case named.exception == "maximum-append-size-exceeded":
		return detailed(codes.InvalidArgument, "MaximumAppendSizeExceeded", &shared.MaximumAppendSizeExceeded{MaxAppendSize: maxAppend})
	case named.exception == "access-denied":
		return detailed(codes.PermissionDenied, "AccessDenied", &shared.AccessDenied{})
	case s.Code() == codes.DeadlineExceeded:
		return detailed(codes.DeadlineExceeded, "Timeout", &shared.Timeout{})
	case s.Code() == codes.InvalidArgument, s.Code() == codes.Unimplemented:
		return detailed(codes.InvalidArgument, "BadRequest", &shared.BadRequest{Message: s.Message()})
	}
	return detailed(s.Code(), s.Message(), &emptypb.Empty{})
}

func detailed(code codes.Code, message string, detail protoadapt.MessageV1) *status.Status {
	s, err := status.New(code, message).WithDetails(detail)
	if err != nil { // the detail is not the message's fault
		return status.New(code, message)
	}
	return s
}
