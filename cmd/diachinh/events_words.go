package main

import (
	"errors"
	"io/fs"

	"github.com/diachinh/diachinh/eventstore"
	"github.com/diachinh/diachinh/eventstore/journal"
	"github.com/diachinh/diachinh/eventstore/node/backup"
	"github.com/diachinh/diachinh/eventstore/transfer"
)

// exportRefused words why a log cannot be exported to a file.
func exportRefused(part string, err error) error {
	var line *journal.LineError
	switch {
	case errors.Is(err, transfer.ErrOtherLog):
		return usage("EXPORT_OTHER_LOG", "Tệp %s do lần xuất của một nhật ký khác để lại. Hãy xóa nó, hoặc xuất ra tệp khác.", part)
	case errors.As(err, &line):
		return usage("EVENTS_FILE_BAD", "Tệp %s hỏng ở dòng %d (%v). Hãy xóa nó rồi xuất lại.", part, line.Number, line.Err)
	}
	return err
}

// importRefused words why a file cannot be imported.
func importRefused(file string, err error) error {
	var reading *fs.PathError
	var line *journal.LineError
	var other *transfer.NotEmptyError
	var different *transfer.DifferentError
	switch {
	case errors.As(err, &reading):
		return usage("FILE_UNREADABLE", "Tệp %s không đọc được (%v).", file, reading.Err)
	case errors.As(err, &line) && errors.Is(err, journal.ErrCutOff):
		return usage("EVENTS_FILE_CUT_OFF", "Tệp %s thiếu phần cuối: dòng %d bị cắt. Hãy chép lại tệp, hoặc xuất lại bằng `diachinh events export`.", file, line.Number)
	case errors.As(err, &line):
		return usage("EVENTS_FILE_BAD", "Tệp %s không dùng được ở dòng %d (%v). Hãy chép lại tệp, hoặc xuất lại toàn bộ bằng `diachinh events export`.", file, line.Number, line.Err)
	case errors.Is(err, transfer.ErrCutOff):
		return usage("EVENTS_FILE_CUT_OFF", "Tệp %s không có dòng kết thúc: lần xuất chưa xong, hoặc tệp bị mất phần cuối. Hãy chép lại tệp, hoặc xuất lại bằng `diachinh events export --output`.", file)
	case errors.Is(err, transfer.ErrChanged):
		return usage("EVENTS_FILE_CHANGED", "Tệp %s không còn đúng như khi xuất: có dòng bị sửa hoặc bị mất. Hãy chép lại tệp, hoặc xuất lại bằng `diachinh events export --output`.", file)
	case errors.Is(err, transfer.ErrSameLog):
		return usage("MOVE_TO_SOURCE", "Kho đích chính là kho đã xuất ra tệp %s; không có gì được ghi. Hãy nêu kho đích khác, bằng DIACHINH_DATABASE_URL hoặc DIACHINH_EVENTSTORE_URL.", file)
	case errors.Is(err, transfer.ErrNoLog):
		return usage("EVENTS_FILE_BAD", "Tệp %s không chứa toàn bộ một nhật ký. Hãy xuất lại bằng `diachinh events export --output`, không kèm lựa chọn nào khác.", file)
	case errors.As(err, &other):
		return usage("LOG_NOT_EMPTY", "Kho đích có sự kiện không thuộc tệp %s: luồng %s, số %d. Chỉ chuyển được vào kho còn trống, hoặc làm tiếp đúng tệp đang chuyển dở; hãy dừng mọi chương trình đang ghi vào kho đích.", file, other.Stream, other.Revision)
	case errors.As(err, &different):
		return failed("LOG_DIFFERS", err, "Kho đích không giữ đúng sự kiện ở dòng %d của tệp %s. Đừng dùng kho đích này; hãy chuyển lại vào một kho trống.", different.Number, file)
	}
	return err
}

// ofLog words what is wrong with a log itself.
func ofLog(err error) *failure {
	var truncated *transfer.TruncatedError
	switch {
	case errors.As(err, &truncated):
		return usage("STREAM_TRUNCATED", truncatedWords[truncated.Reason], truncated.Stream)
	case errors.Is(err, eventstore.ErrMoveUnfinished), errors.Is(err, backup.ErrMoveUnfinished):
		return failed("MOVE_UNFINISHED", nil, "Một nhật ký đang được chuyển vào kho sự kiện này và chưa đủ. Hãy chạy lại `diachinh events import` với đúng tệp đó cho đến khi xong.")
	case errors.Is(err, eventstore.ErrNoLogID):
		return failed("LOG_UNNAMED", err, "Sự kiện mới nhất đặt tên cho nhật ký, trong luồng log của kho, không chứa mã nhật ký: chương trình khác đã ghi vào đó. Hãy dùng một kho khác.")
	}
	return nil
}

// truncatedWords say why a log cannot be moved, and what to do.
var truncatedWords = map[transfer.Reason]string{
	transfer.Missing: "Luồng %s đã mất một số sự kiện nên không thể chuyển nguyên vẹn nhật ký này. Hãy dùng bản sao lưu của chính kho đó (diachinh backup, hoặc công cụ của cụm).",
	transfer.Limited: "Luồng %s đang bị giới hạn ($tb, $maxAge hoặc $maxCount) nên sự kiện của nó có thể mất dần. Hãy bỏ giới hạn trong siêu dữ liệu của luồng rồi xuất lại.",
	transfer.Deleted: "Luồng %s đã bị xóa hẳn nên không thể chuyển nguyên vẹn nhật ký này. Hãy dùng bản sao lưu của chính kho đó (diachinh backup, hoặc công cụ của cụm).",
}
