package main

import (
	"context"
	"io"
	"os"
	"syscall"

	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/eventstore/transfer"
)

type eventsExportCommand struct {
	selection
	Output string `name:"output" type:"path" placeholder:"FILE" help:"Ghi ra tệp; bỏ trống thì ra màn hình (file to write; empty: standard output)."`
}

// Help says what a whole log is good for.
func (eventsExportCommand) Help() string {
	return "Xuất toàn bộ ra tệp thì tệp dùng được cho `diachinh events import`; lần xuất bị ngắt để lại FILE.part, chạy lại sẽ làm tiếp " +
		"(a whole log in a file can be imported; running it again completes an interrupted export)."
}

// Run writes all events of the selection. A file appears when it is complete.
func (c *eventsExportCommand) Run(ctx context.Context, s *settings, t *terminal) error {
	if c.Output == "" {
		return withEvents(ctx, s, t, func(store es.Store) error {
			return printEvents(ctx, t.out, c.selection, store, all)
		})
	}
	if c.selection == (selection{}) && mayGrow(c.Output) {
		return c.wholeLog(ctx, s, t)
	}
	file, err := newWhole(c.Output)
	if err != nil {
		return err
	}
	defer file.discard()
	return withEvents(ctx, s, t, func(store es.Store) error {
		return file.write(func(w io.Writer) error {
			return printEvents(ctx, w, c.selection, store, all)
		})
	})
}

// mayGrow says whether a file can be put at a path; a device, /dev/stdout say, is
// written as it is, and to a directory newWhole objects.
func mayGrow(path string) bool {
	there, err := os.Stat(path)
	return err != nil || there.Mode().IsRegular()
}

// wholeLog exports to FILE.part, which an interruption leaves and the next run
// goes on with, and gives it its name in the end.
func (c *eventsExportCommand) wholeLog(ctx context.Context, s *settings, t *terminal) error {
	part := c.Output + ".part"
	file, err := os.OpenFile(part, os.O_RDWR|os.O_CREATE, 0o666)
	if err != nil {
		return usage("FILE_UNWRITABLE", "Không ghi được tệp %s (%v). Hãy chọn nơi khác, hoặc sửa quyền ghi.", part, err)
	}
	defer file.Close()
	// The lock goes with the file, however this process ends.
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return usage("EXPORT_UNDER_WAY", "Một lần xuất khác đang ghi tệp %s. Hãy đợi nó xong, hoặc xuất ra tệp khác.", part)
	}
	return withEvents(ctx, s, t, func(store es.Store) error {
		events, err := transfer.Export(ctx, store, file, t.meter("Xuất sự kiện").show)
		if err != nil {
			return exportRefused(part, err)
		}
		if err := os.Rename(part, c.Output); err != nil {
			return failed("FILE_UNWRITABLE", err, "Không đổi được tên tệp %s.", part)
		}
		t.say("Đã xuất %d sự kiện ra %s. Sự kiện của hệ thống ($…) không kèm theo; sự kiện ghi sau lúc này không có trong tệp.", events, c.Output)
		return nil
	})
}
