package main

import (
	"context"
	"errors"
	"fmt"
	"syscall"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/diachinh/diachinh/cluster"
	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/eventstore/node"
	"github.com/diachinh/diachinh/projections/engine"
)

// Exit codes, as the help says.
const (
	exitGood    = 0
	exitRefused = 1
	exitUsage   = 2
	exitFailure = 3
)

// failure is an error as the user sees it: a stable code, and in Vietnamese what
// is wrong and what to do.
type failure struct {
	code    string
	message string // empty: all has been said already
	exit    int
	cause   error
}

// Error is the line that is printed.
func (f *failure) Error() string {
	if f.cause == nil {
		return f.code + ": " + f.message
	}
	return fmt.Sprintf("%s: %s (%v)", f.code, f.message, f.cause)
}

// Unwrap returns the cause.
func (f *failure) Unwrap() error { return f.cause }

// usage is a failure that the user mends by saying something else.
func usage(code, message string, args ...any) *failure {
	return &failure{code: code, message: fmt.Sprintf(message, args...), exit: exitUsage}
}

// failed is a failure of the system.
func failed(code string, cause error, message string, args ...any) *failure {
	return &failure{code: code, message: fmt.Sprintf(message, args...), exit: exitFailure, cause: cause}
}

// refused says that rows were refused; the report has said which.
var refused = &failure{code: "ROWS_REFUSED", exit: exitRefused}

// interrupted says that the command ended because it was told to.
var interrupted = &failure{
	code:    "INTERRUPTED",
	message: "Đã dừng theo yêu cầu. Những gì đã ghi vẫn còn; chạy lại lệnh này để làm tiếp.",
	exit:    exitFailure,
}

// explain words an error of any part for the user. ctx is the command's: what
// fails once it has ended failed because of that.
func explain(ctx context.Context, err error) *failure {
	f := worded(err)
	if f.exit == exitFailure && ctx.Err() != nil {
		return interrupted
	}
	return f
}

func worded(err error) *failure {
	var known *failure
	var inUse *cluster.InUseError
	var locked *node.LockedError
	var stale *engine.StaleError
	var unreachable *pgconn.ConnectError
	switch {
	case errors.As(err, &known):
		return known
	case errors.As(err, &inUse):
		return failed("DATA_IN_USE", nil, "Thư mục %s đang được tiến trình %d sử dụng. Hãy dừng tiến trình đó, hoặc đặt DIACHINH_DATA là thư mục khác.", inUse.Dir, inUse.PID)
	case errors.Is(err, cluster.ErrPrograms):
		return failed("POSTGRESQL_MISSING", err, "Chưa cài PostgreSQL hoặc PostGIS. Hãy chạy scripts/dependencies.")
	case errors.As(err, &locked):
		return failed("EVENT_LOG_IN_USE", nil, "Kho sự kiện đang được tiến trình khác phục vụ tại %s. Hãy dừng tiến trình đó trước.", locked.Address)
	case errors.As(err, &stale):
		return failed("READ_MODELS_STALE", err, "Mô hình đọc %s không khớp với chương trình hoặc kho sự kiện. Hãy chạy `diachinh rebuild`.", stale.Model)
	case errors.Is(err, engine.ErrRebuilding):
		return failed("REBUILD_UNDER_WAY", nil, "Một lần dựng lại khác đang chạy. Hãy đợi nó xong.")
	case errors.Is(err, engine.ErrPoisoned):
		return failed("READ_MODEL_STOPPED", err, "Một mô hình đọc dừng lại ở sự kiện không áp dụng được.")
	case errors.Is(err, syscall.EADDRINUSE):
		return failed("LISTEN_IN_USE", err, "Địa chỉ đã có chương trình khác dùng. Hãy đặt DIACHINH_LISTEN là địa chỉ khác.")
	case errors.As(err, &unreachable):
		return failed("DATABASE_UNREACHABLE", err, "Không kết nối được cơ sở dữ liệu. Hãy kiểm tra DIACHINH_DATABASE_URL.")
	case errors.Is(err, es.ErrUnavailable):
		return failed("EVENT_STORE_UNREACHABLE", err, "Kho sự kiện không trả lời. Hãy kiểm tra DIACHINH_EVENTSTORE_URL rồi chạy lại lệnh này.")
	}
	return failed("FAILED", err, "Lỗi không lường trước.")
}
