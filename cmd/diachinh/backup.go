package main

import (
	"context"
	"errors"

	"github.com/diachinh/diachinh/eventstore/node/backup"
)

// backupCommand copies the embedded node's log into a directory.
type backupCommand struct {
	Write  backupWriteCommand  `cmd:"" default:"withargs" help:"Sao lưu kho sự kiện vào một thư mục; chạy lại thì chỉ thêm phần mới; cũng là \"diachinh backup DIR\" (back up the event log; run again it adds what is new; so does diachinh backup DIR)."`
	Verify backupVerifyCommand `cmd:"" help:"Kiểm tra một bản sao lưu (verify a backup)."`
}

type backupWriteCommand struct {
	Dir         string `arg:"" type:"path" help:"Thư mục của bản sao lưu (the backup's directory)."`
	Keys        string `name:"keys" type:"path" placeholder:"DIR" help:"Nơi để khóa và tài khoản; bỏ trống thì là thư mục keys của bản sao lưu (where keys and accounts go; empty: keys in the backup's directory)."`
	WithoutKeys bool   `name:"without-keys" help:"Không sao lưu khóa và tài khoản (leave keys and accounts out)."`
}

// Validate refuses what contradicts itself.
func (c backupWriteCommand) Validate() error {
	if c.WithoutKeys && c.Keys != "" {
		return usage("USAGE", "--keys và --without-keys trái nhau: hãy chọn một.")
	}
	return nil
}

// Run backs up, beside a running service or without one.
func (c *backupWriteCommand) Run(ctx context.Context, s *settings, t *terminal) error {
	if s.EventStoreURL != "" {
		return usage("BACKUP_OF_CLUSTER", "Kho sự kiện nằm ở cụm trong DIACHINH_EVENTSTORE_URL, lệnh này không sao lưu được. Hãy dùng cách sao lưu của chính cụm đó, hoặc `diachinh events export`.")
	}
	database, err := openMigrated(ctx, s, t.logger(s), ifThere)
	if err != nil {
		return err
	}
	defer database.close()
	m, err := backup.Write(ctx, backup.Options{
		DatabaseURL: database.url, Dir: c.Dir, Keys: c.keys(), Program: version(), Progress: t.events("Sao lưu sự kiện"),
	})
	if err != nil {
		return err
	}
	t.say("Đã sao lưu %d sự kiện của %d luồng trong %.1f giây. Kho %s, SHA-256 của manifest.json: %s", m.End, m.Streams, m.Seconds, m.LogID, m.Hash())
	return nil
}

func (c *backupWriteCommand) keys() string {
	switch {
	case c.WithoutKeys:
		return ""
	case c.Keys == "":
		return backup.KeysIn(c.Dir)
	}
	return c.Keys
}

// events is a meter of events, as package backup tells of its progress.
func (t *terminal) events(what string) func(done, total uint64) {
	meter := t.meter(what)
	return func(done, total uint64) { meter.show(int64(done), int64(total)) }
}

type backupVerifyCommand struct {
	Dir  string `arg:"" type:"path" help:"Thư mục của bản sao lưu (the backup's directory)."`
	Keys string `name:"keys" type:"path" placeholder:"DIR" help:"Nơi để khóa và tài khoản, nếu không ở trong đó (where keys and accounts lie, if not in it)."`
}

// Run reads the whole backup and says whether it is good.
func (c *backupVerifyCommand) Run(ctx context.Context, t *terminal) error {
	m, err := backup.Verify(ctx, c.Dir, t.events("Kiểm tra sự kiện"))
	if err != nil {
		return err
	}
	users, err := c.verifyKeys(m)
	if err != nil {
		return err
	}
	t.say("Bản sao lưu tốt: %d sự kiện của %d luồng, %d tài khoản. Kho %s, SHA-256 của manifest.json: %s", m.End, m.Streams, users, m.LogID, m.Hash())
	return nil
}

// verifyKeys demands keys only where they were said to be.
func (c *backupVerifyCommand) verifyKeys(m backup.Manifest) (users int, err error) {
	if c.Keys != "" {
		return m.VerifyKeys(c.Keys)
	}
	users, err = m.VerifyKeys(backup.KeysIn(c.Dir))
	if errors.Is(err, backup.ErrNoKeys) {
		return 0, nil
	}
	return users, err
}

// ofBackup words the errors of backups.
func ofBackup(err error) *failure {
	var damaged *backup.DamagedError
	var other *backup.OtherLogError
	var diverged *backup.DivergedError
	switch {
	case errors.As(err, &damaged):
		return failed("BACKUP_DAMAGED", damaged.Err, "Bản sao lưu hỏng ở tệp %s; không có gì được ghi. Hãy lấy lại tệp đó từ bản sao khác, hoặc sao lưu mới vào thư mục khác.", damaged.File)
	case errors.As(err, &other):
		return usage("BACKUP_OF_OTHER_LOG", "Thư mục chứa bản sao lưu của kho %s, còn cơ sở dữ liệu là kho %s. Hãy sao lưu vào thư mục khác.", other.Backup, other.Database)
	case errors.As(err, &diverged):
		return usage("BACKUP_DIVERGED", "Sự kiện ở vị trí %d trong bản sao lưu không có trong kho: kho đã được đưa về một thời điểm trước đó. Hãy sao lưu vào thư mục khác.", diverged.Position)
	case errors.Is(err, backup.ErrNoBackup):
		return usage("BACKUP_MISSING", "Thư mục không có bản sao lưu đã hoàn tất (%v). Hãy nêu thư mục khác, hoặc chạy lại `diachinh backup` cho xong.", err)
	case errors.Is(err, backup.ErrNewer):
		return usage("BACKUP_NEWER", "Bản sao lưu do phiên bản chương trình mới hơn viết (%v). Hãy cài phiên bản mới đó rồi chạy lại.", err)
	case errors.Is(err, backup.ErrNoKeys):
		return usage("KEYS_MISSING", "Không có khóa và tài khoản ở nơi đã nêu (%v). Hãy nêu đúng nơi bằng --keys.", err)
	case errors.Is(err, backup.ErrForeign):
		return usage("BACKUP_FOREIGN", "Thư mục chứa thứ khác nên được giữ nguyên (%v). Hãy nêu một thư mục trống.", err)
	case errors.Is(err, backup.ErrInUse):
		return failed("BACKUP_IN_USE", nil, "Một tiến trình khác đang sao lưu vào thư mục này. Hãy đợi nó xong.")
	case errors.Is(err, backup.ErrNotEmpty):
		return usage("LOG_NOT_EMPTY", "Kho sự kiện của cơ sở dữ liệu đã có sự kiện. Hãy khôi phục vào một cơ sở dữ liệu trống.")
	}
	return nil
}
