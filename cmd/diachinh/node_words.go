package main

import (
	"cmp"
	"errors"
	"fmt"
	"time"

	"github.com/diachinh/diachinh/eventstore"
	"github.com/diachinh/diachinh/eventstore/node"
)

// ofNode words what only the embedded node says.
func ofNode(err error) *failure {
	var locked *node.LockedError
	switch {
	case errors.As(err, &locked):
		return ofLocked(locked)
	case errors.Is(err, node.ErrDamaged), errors.Is(err, eventstore.ErrDamaged):
		return failed("EVENT_LOG_DAMAGED", err, "Kho sự kiện bị hỏng: đã mất sự kiện do bị sửa từ bên ngoài hoặc do lỗi đĩa; không ghi thêm gì nữa. Hãy giữ nguyên cơ sở dữ liệu này để kiểm tra, rồi khôi phục bản sao lưu vào một cơ sở dữ liệu trống bằng `diachinh restore`.")
	case errors.Is(err, node.ErrPooler):
		return usage("DATABASE_POOLED", "Kho sự kiện cần kết nối thẳng đến PostgreSQL, không qua trình gộp kết nối (như PgBouncer). Hãy ghi địa chỉ của chính máy chủ vào DIACHINH_DATABASE_URL.")
	case errors.Is(err, node.ErrNotLoopback):
		return usage("BAD_SETTING", "DIACHINH_NODE_LISTEN phải là địa chỉ nội bộ IPv4, ví dụ 127.0.0.1:2113.")
	case errors.Is(err, node.ErrCertificate):
		return usage("NODE_CERTIFICATE", "Không dùng được chứng chỉ TLS hoặc khóa của nó (%v). Hãy kiểm tra DIACHINH_NODE_TLS_CERT, DIACHINH_NODE_TLS_KEY và quyền đọc hai tệp đó.", err)
	case errors.Is(err, node.ErrUserExists):
		return usage("NODE_USER_EXISTS", "Đã có người dùng này (%v). Hãy dùng `diachinh node users password` hoặc `rights` để thay đổi.", err)
	case errors.Is(err, node.ErrNoUser):
		return usage("NODE_USER_UNKNOWN", "Không có người dùng này (%v). `diachinh node users list` in ra mọi người dùng.", err)
	case errors.Is(err, node.ErrUserName):
		return usage("BAD_NODE_USER", "Tên người dùng phải từ 1 đến 128 byte và không có dấu hai chấm.")
	case errors.Is(err, node.ErrPassword):
		return usage("BAD_NODE_USER", "Mật khẩu phải từ 8 đến 72 byte; nhập ở đầu vào chuẩn hoặc biến %s.", userPassword)
	}
	return nil
}

// ofLocked names the process that holds the log.
func ofLocked(locked *node.LockedError) *failure {
	if locked.Address == "" {
		return failed("EVENT_LOG_IN_USE", nil, "Kho sự kiện đang được một tiến trình khác mở. Hãy đợi rồi chạy lại, hoặc dừng tiến trình đó trước.")
	}
	return failed("EVENT_LOG_IN_USE", nil, "Kho sự kiện đang được %s. Hãy dừng tiến trình đó trước.", servedBy(&locked.Holder))
}

// servedBy names the process that serves a log.
func servedBy(h *node.Holder) string {
	return fmt.Sprintf("`%s` (tiến trình %d trên máy %s, từ %s) phục vụ tại %s",
		cmp.Or(h.Program, "?"), h.Process, cmp.Or(h.Host, "?"), h.Since.Local().Format(time.DateTime), h.Address)
}

// logLost says that the node of this process has ended by itself, and who has the
// log now.
func logLost(err error) error {
	var locked *node.LockedError
	if errors.As(err, &locked) && locked.Address != "" {
		return failed("EVENT_LOG_LOST", nil, "Nút nhúng đã mất kho sự kiện, nay được %s. Hãy dừng tiến trình đó rồi chạy lại.", servedBy(&locked.Holder))
	}
	if errors.Is(err, node.ErrDamaged) {
		return err
	}
	return failed("EVENT_LOG_LOST", err, "Nút nhúng đã mất kho sự kiện. Hãy xem nhật ký rồi chạy lại.")
}
