package graph

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/google/uuid"
	"github.com/samber/lo"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/diachinh/diachinh/access"
	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/graph/fault"
	"github.com/diachinh/diachinh/projections/read"
)

// faultOf returns the fault that a client may see for an error, or nil where it
// must not see any of it.
func faultOf(err error) *fault.Fault {
	var known *fault.Fault
	var scale *read.AmbiguousScaleError
	var code *read.AmbiguousCodeError
	switch {
	case errors.As(err, &known):
		return known
	case errors.As(err, &scale):
		return fault.New(fault.AmbiguousScale, "Xã %s có nhiều tờ bản đồ số %d, ở các tỷ lệ %s. Hãy nêu scale.",
			scale.CommuneCode, scale.Sheet, scales(scale.Scales))
	case errors.As(err, &code):
		return fault.New(fault.AmbiguousCode, "Mã thửa đất %s đang thuộc %d thửa: %s. Hãy hỏi theo id.",
			code.Code, len(code.Parcels), strings.Join(lo.Map(code.Parcels, func(id ladm.ParcelID, _ int) string { return id.String() }), ", "))
	case errors.Is(err, access.ErrNoPrincipal):
		return fault.New(fault.ActorRequired, "Cần nêu cán bộ và cơ quan thực hiện trong tiêu đề X-Actor và X-Office.")
	case errors.Is(err, access.ErrBadPrincipal):
		return fault.New(fault.BadActor, "X-Actor và X-Office mỗi tiêu đề là một mã từ 1 đến 64 ký tự: chữ không dấu, số và . _ : @ -")
	case errors.Is(err, es.ErrBusy):
		return fault.New(fault.Busy, "Tờ bản đồ đang được nhiều người cập nhật. Hãy gửi lại nguyên yêu cầu này.")
	case errors.Is(err, es.ErrUnavailable):
		return fault.New(fault.Unavailable, "Kho sự kiện tạm thời không trả lời. Hãy gửi lại nguyên yêu cầu này với cùng idempotencyKey.")
	case errors.Is(err, read.ErrUnavailable):
		return fault.New(fault.Unavailable, "Cơ sở dữ liệu tạm thời không trả lời. Hãy gửi lại nguyên yêu cầu này sau ít giây.")
	case errors.Is(err, context.DeadlineExceeded):
		return fault.New(fault.Timeout, "Câu trả lời mất quá nhiều thời gian. Hãy hỏi ít hơn trong một lần, hoặc thử lại sau.")
	}
	return nil
}

func scales(denominators []int) string {
	return strings.Join(lo.Map(denominators, func(d, _ int) string { return fmt.Sprintf("1:%d", d) }), ", ")
}

// visible says that an error may be shown at the field that it belongs to.
func visible(err error) bool { return faultOf(err) != nil }

// present turns every error of a request into what the client sees. The error
// arrives wrapped by gqlgen, or is gqlgen's own.
func (s *server) present(ctx context.Context, err error) *gqlerror.Error {
	var wrapped *gqlerror.Error
	if !errors.As(err, &wrapped) {
		wrapped = gqlerror.WrapPath(graphql.GetPath(ctx), err)
	}
	if known := faultOf(err); known != nil {
		return shownAs(wrapped, known)
	}
	if wrapped.Err == nil {
		if message, found := protocol(wrapped); found {
			return message
		}
	}
	return shownAs(wrapped, s.masked(ctx, err, wrapped))
}

func shownAs(err *gqlerror.Error, shown *fault.Fault) *gqlerror.Error {
	extensions := map[string]any{"code": shown.Code}
	if shown.ID != "" {
		extensions["id"] = shown.ID
	}
	return &gqlerror.Error{Message: shown.Message, Path: err.Path, Locations: err.Locations, Extensions: extensions}
}

// protocol words what gqlgen has to say about a request that it did not carry
// out: the operation is the client's own, so its text may be shown.
func protocol(err *gqlerror.Error) (*gqlerror.Error, bool) {
	switch err.Extensions["code"] {
	case "GRAPHQL_PARSE_FAILED":
		return worded(err, "Không đọc được câu truy vấn: "+err.Message), true
	case "GRAPHQL_VALIDATION_FAILED":
		return worded(err, "Câu truy vấn không hợp lệ: "+err.Message), true
	case "COMPLEXITY_LIMIT_EXCEEDED":
		return shownAs(err, fault.New(fault.TooComplex, "Câu truy vấn hỏi quá nhiều trong một lần. Hãy giảm first, bớt cấp lồng nhau, hoặc chia nhỏ.")), true
	}
	return nil, false
}

func worded(err *gqlerror.Error, message string) *gqlerror.Error {
	return &gqlerror.Error{Message: message, Path: err.Path, Locations: err.Locations, Extensions: err.Extensions, Rule: err.Rule}
}

// masked logs an error that no client may see and returns what it sees instead.
func (s *server) masked(ctx context.Context, err error, at *gqlerror.Error) *fault.Fault {
	id := uuid.NewString()
	s.logger.ErrorContext(ctx, "request failed",
		slog.String("error_id", id),
		slog.String("path", at.Path.String()),
		slog.Any("error", err))
	shown := fault.New(fault.Internal, "Lỗi nội bộ, đã được ghi lại với mã %s. Hãy báo mã này cho bộ phận vận hành.", id)
	shown.ID = id
	return shown
}

// recovered keeps a panic out of the answer; present masks it. Of what was
// panicked with only the runtime's own words are logged: others may hold data.
func recovered(_ context.Context, panicked any) error {
	var cause runtime.Error
	if err, ok := panicked.(error); ok && errors.As(err, &cause) {
		return fmt.Errorf("panic: %w\n%s", cause, debug.Stack())
	}
	return fmt.Errorf("panic with a %T\n%s", panicked, debug.Stack())
}
