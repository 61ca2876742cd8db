package main

import (
	"context"
	"fmt"
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
	message string
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

// refused is an import that left rows out; the report has said which.
func refused(rows int64) *failure {
	return &failure{code: "ROWS_REFUSED", exit: exitRefused,
		message: fmt.Sprintf("%d dòng bị từ chối, lỗi của từng dòng như trên. Hãy sửa tệp rồi chạy lại; các dòng đã đăng ký được giữ nguyên.", rows)}
}

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
