package main

import (
	"crypto/tls"
	"errors"
	"io"
	"net"
	"syscall"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/diachinh/diachinh/cluster"
	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/projections/engine"
)

// worded words an error of any part, whatever became of the command.
func worded(err error) *failure {
	var known *failure
	if errors.As(err, &known) {
		return known
	}
	for _, word := range []func(error) *failure{ofCluster, ofBackup, ofReadModels, ofLog, ofNode, ofEventStore, ofDatabase, ofMachine} {
		if f := word(err); f != nil {
			return f
		}
	}
	return failed("FAILED", err, "Lỗi không lường trước. Hãy chạy lại; nếu vẫn lỗi thì báo nguyên dòng này cho người phát triển.")
}

func ofCluster(err error) *failure {
	var inUse *cluster.InUseError
	var foreign *cluster.ForeignError
	switch {
	case errors.As(err, &inUse):
		return failed("DATA_IN_USE", nil, "Thư mục %s đang được tiến trình %d sử dụng. Hãy dừng tiến trình đó, hoặc đặt DIACHINH_DATA là thư mục khác.", inUse.Dir, inUse.PID)
	case errors.As(err, &foreign):
		return usage("DATA_FOREIGN", "Thư mục %s không do diachinh tạo nên được giữ nguyên. Hãy đặt DIACHINH_DATA là thư mục khác.", foreign.Data)
	case errors.Is(err, cluster.ErrDirectory):
		return usage("DATA_UNUSABLE", "Không tạo hoặc không ghi được thư mục dữ liệu (%v). Hãy sửa quyền, hoặc đặt DIACHINH_DATA là thư mục khác.", err)
	case errors.Is(err, cluster.ErrPrograms):
		return failed("POSTGRESQL_MISSING", err, "Chưa cài PostgreSQL hoặc PostGIS. Hãy chạy scripts/dependencies.")
	case errors.Is(err, cluster.ErrServer):
		return failed("POSTGRESQL_FAILED", err, "Cụm PostgreSQL riêng không khởi động được. Hãy xem postgres.log trong thư mục dữ liệu.")
	}
	return nil
}

func ofEventStore(err error) *failure {
	var untrusted *tls.CertificateVerificationError
	switch {
	case errors.As(err, &untrusted):
		return failed("EVENT_STORE_UNREACHABLE", err, "Chứng chỉ của kho sự kiện không được tin cậy. Nếu chứng chỉ do tổ chức tự cấp, hãy nêu tệp PEM của nơi cấp trong DIACHINH_EVENTSTORE_URL, ví dụ esdb://…?tlsCAFile=ca.crt; tên máy trong địa chỉ phải là tên ghi trên chứng chỉ.")
	case errors.Is(err, es.ErrDenied):
		return failed("EVENT_STORE_DENIED", err, "Kho sự kiện không cho phép việc này. Hãy kiểm tra tài khoản trong DIACHINH_EVENTSTORE_URL.")
	case errors.Is(err, es.ErrUnknownEvent):
		return failed("EVENT_UNKNOWN", err, "Kho có sự kiện mà chương trình này không đọc được. Hãy cài phiên bản chương trình mới hơn.")
	case errors.Is(err, es.ErrBusy):
		return failed("BUSY", err, "Một tờ bản đồ đang được nhiều người cập nhật. Hãy chạy lại lệnh này để làm tiếp.")
	case errors.Is(err, es.ErrUnavailable):
		return failed("EVENT_STORE_UNREACHABLE", err, "Kho sự kiện không trả lời. Hãy kiểm tra DIACHINH_EVENTSTORE_URL rồi chạy lại lệnh này.")
	}
	return nil
}

func ofReadModels(err error) *failure {
	var stale *engine.StaleError
	switch {
	case errors.As(err, &stale):
		return failed("READ_MODELS_STALE", err, "Mô hình đọc %s không khớp với chương trình hoặc kho sự kiện. Hãy chạy `diachinh rebuild`.", stale.Model)
	case errors.Is(err, engine.ErrRebuilding):
		return failed("REBUILD_UNDER_WAY", nil, "Một lần dựng lại khác đang chạy. Hãy đợi nó xong.")
	case errors.Is(err, engine.ErrPoisoned):
		return failed("READ_MODEL_STOPPED", err, "%s", poisoned)
	}
	return nil
}

// poisoned says what to do about an event that a read model cannot apply.
const poisoned = "Một mô hình đọc dừng ở sự kiện mà chương trình này không áp dụng được; các sự kiện đã ghi không mất. " +
	"Hãy cài phiên bản chương trình mới hơn rồi chạy lại; nếu bảng đã bị sửa bằng tay thì chạy `diachinh rebuild`."

func ofDatabase(err error) *failure {
	var unreachable *pgconn.ConnectError
	var answer *pgconn.PgError
	switch {
	case errors.As(err, &unreachable):
		return failed("DATABASE_UNREACHABLE", err, "Không kết nối được cơ sở dữ liệu. Hãy kiểm tra DIACHINH_DATABASE_URL.")
	case errors.As(err, &answer):
		return failed("DATABASE_ERROR", err, "Cơ sở dữ liệu không làm được một lệnh. Hãy kiểm tra quyền của tài khoản, PostGIS và chỗ trống trên đĩa.")
	}
	return nil
}

func ofMachine(err error) *failure {
	var address *net.OpError
	var broken net.Error
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return usage("LISTEN_IN_USE", "Địa chỉ đã có chương trình khác dùng (%v). Hãy đặt địa chỉ khác trong thiết lập DIACHINH_…LISTEN của nó.", err)
	case errors.As(err, &address) && address.Op == "listen":
		return usage("BAD_SETTING", "Không mở được địa chỉ (%v). Hãy đặt địa chỉ khác trong thiết lập DIACHINH_…LISTEN của nó.", err)
	case errors.Is(err, syscall.ENOSPC):
		return failed("DISK_FULL", err, "Hết chỗ trên đĩa. Hãy dọn chỗ rồi chạy lại lệnh này.")
	case errors.As(err, &broken), errors.Is(err, io.ErrUnexpectedEOF):
		return failed("CONNECTION_LOST", err, "Mất kết nối giữa chừng. Hãy kiểm tra cơ sở dữ liệu và kho sự kiện rồi chạy lại lệnh này.")
	}
	return nil
}
