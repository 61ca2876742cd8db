package main

import (
	"log/slog"
	"net"
	"time"

	"github.com/jackc/pgx/v5"
)

// settings are what each part is told; a flag wins over the environment, that
// over the default.
type settings struct {
	DatabaseURL   string        `name:"database-url" env:"DIACHINH_DATABASE_URL" placeholder:"postgres://…" secret:"" help:"Cơ sở dữ liệu PostgreSQL có PostGIS; bỏ trống thì dùng cụm riêng trong thư mục dữ liệu (PostgreSQL database; empty: the private cluster in the data directory)."`
	EventStoreURL string        `name:"eventstore-url" env:"DIACHINH_EVENTSTORE_URL" placeholder:"esdb://…" secret:"" help:"Cụm EventStoreDB; bỏ trống thì dùng nút nhúng (EventStoreDB cluster; empty: the embedded node)."`
	NodeListen    string        `name:"node-listen" env:"DIACHINH_NODE_LISTEN" default:"127.0.0.1:0" help:"Địa chỉ nội bộ của nút nhúng (loopback address of the embedded node)."`
	NodeTLSListen string        `name:"node-tls-listen" env:"DIACHINH_NODE_TLS_LISTEN" placeholder:"HOST:PORT" help:"Địa chỉ TLS của nút nhúng cho máy khác, có mật khẩu; bỏ trống thì không mở (TLS address of the embedded node for other machines, with passwords; empty: none)."`
	NodeTLSCert   string        `name:"node-tls-cert" env:"DIACHINH_NODE_TLS_CERT" placeholder:"FILE" help:"Tệp PEM của chứng chỉ TLS (PEM file of the certificate)."`
	NodeTLSKey    string        `name:"node-tls-key" env:"DIACHINH_NODE_TLS_KEY" placeholder:"FILE" help:"Tệp PEM của khóa chứng chỉ (PEM file of its key)."`
	AdminListen   string        `name:"admin-listen" env:"DIACHINH_ADMIN_LISTEN" placeholder:"HOST:PORT" help:"Địa chỉ nội bộ của số đo và tình trạng; bỏ trống thì không mở (loopback address of metrics and health; empty: none)."`
	Listen        string        `name:"listen" env:"DIACHINH_LISTEN" default:"127.0.0.1:8080" help:"Địa chỉ phục vụ HTTP, chỉ nội bộ (HTTP address, loopback only)."`
	Data          string        `name:"data" env:"DIACHINH_DATA" default:".diachinh" help:"Thư mục dữ liệu (data directory)."`
	CursorKey     string        `name:"cursor-key" env:"DIACHINH_CURSOR_KEY" placeholder:"HEX" secret:"" help:"Khóa ký con trỏ trang, 64 chữ số hex; bỏ trống thì ngẫu nhiên mỗi lần chạy (key that signs page cursors; empty: random at each start)."`
	MaxLag        time.Duration `name:"max-lag" env:"DIACHINH_MAX_LAG" default:"30s" help:"Độ trễ mô hình đọc mà quá đó /readyz báo chưa sẵn sàng (lag above which /readyz says no)."`
	Rules         string        `name:"rules" env:"DIACHINH_RULES" placeholder:"FILE,…" help:"Tệp hoặc thư mục quy tắc riêng của cơ quan, cách nhau bằng dấu phẩy (files or a directory of the office's own rules)."`
	LogLevel      slog.Level    `name:"log-level" env:"DIACHINH_LOG_LEVEL" default:"info" placeholder:"debug|info|warn|error" help:"Mức nhật ký (log level)."`
	LogFormat     string        `name:"log-format" env:"DIACHINH_LOG_FORMAT" default:"text" enum:"text,json" help:"Dạng nhật ký: text hoặc json (log format)."`
}

// AfterApply checks what can be told wrong before anything runs.
func (s *settings) AfterApply() error {
	if s.MaxLag <= 0 {
		return usage("BAD_SETTING", "DIACHINH_MAX_LAG phải lớn hơn 0, ví dụ 30s.")
	}
	if _, err := pgx.ParseConfig(s.DatabaseURL); err != nil {
		return usage("BAD_SETTING", "DIACHINH_DATABASE_URL không đúng dạng postgres://tài-khoản:mật-khẩu@máy:5432/cơ-sở-dữ-liệu.")
	}
	if s.AdminListen != "" {
		if err := loopback("DIACHINH_ADMIN_LISTEN", s.AdminListen); err != nil {
			return err
		}
	}
	if _, err := s.nodeTLS(); err != nil {
		return err
	}
	if _, err := s.rules(); err != nil {
		return err
	}
	_, err := s.cursorKey()
	return err
}

// loopback refuses an address that others could reach.
func loopback(variable, address string) error {
	host, err := addressHost(variable, address, "127.0.0.1:8080")
	if err != nil || local(host) {
		return err
	}
	return usage("LISTEN_NOT_LOOPBACK", "%s=%q cho phép máy khác truy cập, trong khi địa chỉ này chưa có kiểm soát truy cập. Hãy dùng địa chỉ nội bộ, ví dụ 127.0.0.1:8080. Riêng nút nhúng có DIACHINH_NODE_TLS_LISTEN cho máy khác.", variable, address)
}

// addressHost is the host of an address that a setting names.
func addressHost(variable, address, example string) (string, error) {
	host, port, err := net.SplitHostPort(address)
	if err == nil {
		_, err = net.LookupPort("tcp", port)
	}
	if err != nil {
		return "", usage("BAD_SETTING", "%s=%q không phải địa chỉ dạng %s.", variable, address, example)
	}
	return host, nil
}
