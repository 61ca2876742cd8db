package graph

import (
	"context"
	"errors"

	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/graph/fault"
)

// await returns when the models show what atLeast names. Errors: BAD_POSITION,
// NOT_YET_VISIBLE.
func (r *resolver) await(ctx context.Context, atLeast *string, models []string) error {
	if atLeast == nil {
		return nil
	}
	token, err := es.ParseToken(*atLeast)
	if err != nil || token.Log != r.log {
		return fault.New(fault.BadPosition,
			"atLeast không phải vị trí của nhật ký đang dùng. Hãy dùng nguyên văn `position` mà một lần ghi đã trả về; nếu kho sự kiện vừa được chuyển hoặc khôi phục thì bỏ atLeast.")
	}
	return r.see(ctx, models, token.Position)
}

// see waits until the models have come to a position.
func (r *resolver) see(ctx context.Context, models []string, position es.Position) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	err := r.visibility.WaitFor(ctx, models, position)
	if err != nil && errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return fault.New(fault.NotYetVisible,
			"Dữ liệu của vị trí này chưa đọc được. Lần ghi đã được lưu; hãy hỏi lại sau vài giây.")
	}
	return err
}
