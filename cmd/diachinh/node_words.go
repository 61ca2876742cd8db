package main

import (
	"cmp"
	"errors"
	"time"

	"github.com/diachinh/diachinh/eventstore/node"
)

// ofNode words what only the embedded node says.
func ofNode(err error) *failure {
	var locked *node.LockedError
	switch {
	case errors.As(err, &locked):
		return ofLocked(locked)
	case errors.Is(err, node.ErrPooler):
		return usage("DATABASE_POOLED", "Kho sự kiện cần kết nối thẳng đến PostgreSQL, không qua trình gộp kết nối (như PgBouncer). Hãy ghi địa chỉ của chính máy chủ vào DIACHINH_DATABASE_URL.")
	case errors.Is(err, node.ErrNotLoopback):
		return usage("BAD_SETTING", "DIACHINH_NODE_LISTEN phải là địa chỉ nội bộ IPv4, ví dụ 127.0.0.1:2113.")
	case errors.Is(err, node.ErrCertificate):
		return usage("NODE_CERTIFICATE", "Không dùng được chứng chỉ TLS hoặc khóa của nó (%v). Hãy kiểm tra DIACHINH_NODE_TLS_CERT, DIACHINH_NODE_TLS_KEY và quyền đọc hai tệp đó.", err)
	case errors.Is(err, node.ErrUserExists):
		return usage("NODE_USER_EXISTS", "Đã có người dùng này. Hãy dùng `diachinh node users password` hoặc `rights` để thay đổi.")
	case errors.Is(err, node.ErrNoUser):
		return usage("NODE_USER_UNKNOWN", "Không có người dùng này. `diachinh node users list` in ra mọi người dùng.")
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
	return failed("EVENT_LOG_IN_USE", nil, "Kho sự kiện đang được `%s` (tiến trình %d trên máy %s, từ %s) phục vụ tại %s. Hãy dừng tiến trình đó trước.",
		cmp.Or(locked.Program, "?"), locked.Process, cmp.Or(locked.Host, "?"), locked.Since.Local().Format(time.DateTime), locked.Address)
}
