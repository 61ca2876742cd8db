package main

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"

	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/eventstore/transfer"
)

type eventsImportCommand struct {
	File string `arg:"" type:"path" help:"Tệp do \"diachinh events export --output\" ghi (file that events export wrote)."`
}

// Help says what the target must be, and what becomes of an interrupted run.
func (eventsImportCommand) Help() string {
	return "Kho đích phải còn trống, hoặc chứa phần đầu của chính tệp này: chạy lại sẽ làm tiếp lần bị ngắt " +
		"(the target must be empty or hold a beginning of the file; running it again completes an interrupted import)."
}

// Run checks the file, appends its events to the store that the settings name, and
// compares the two.
func (c *eventsImportCommand) Run(ctx context.Context, s *settings, t *terminal) error {
	file, err := os.Open(c.File)
	if errors.Is(err, fs.ErrNotExist) {
		return usage("FILE_MISSING", "Không có tệp %s.", c.File)
	}
	if err != nil {
		return usage("FILE_UNREADABLE", "Tệp %s không đọc được (%v).", c.File, err)
	}
	defer file.Close()
	contents, err := transfer.Check(ctx, file, t.meter("Kiểm tra tệp").show)
	if err != nil {
		return importRefused(c.File, err)
	}
	return withStore(ctx, s, t, needs{still: true, alone: true}, func(store es.Store) error {
		if err := c.move(ctx, store, file, contents, t); err != nil {
			return importRefused(c.File, err)
		}
		t.say("Đã chuyển %d sự kiện (không kể luồng log), đã đối chiếu từng sự kiện với tệp. Đây là một nhật ký mới: hãy chạy `diachinh rebuild`.", contents.Events)
		return nil
	})
}

func (c *eventsImportCommand) move(ctx context.Context, store es.Store, file io.ReadSeeker, contents transfer.Contents, t *terminal) error {
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	err := transfer.Import(ctx, store, file, contents, t.meter("Đối chiếu phần đã có").show, t.meter("Ghi sự kiện").show)
	if err != nil {
		return err
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	return transfer.Compare(ctx, store, file, contents, t.meter("Đối chiếu").show)
}
