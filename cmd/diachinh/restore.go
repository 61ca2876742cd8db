package main

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/diachinh/diachinh/eventstore/node/backup"
	"github.com/diachinh/diachinh/migrations"
)

type restoreCommand struct {
	Dir      string `arg:"" type:"path" help:"Thư mục của bản sao lưu (the backup's directory)."`
	WithKeys bool   `name:"with-keys" help:"Khôi phục cả khóa và tài khoản (keys and accounts too)."`
	Keys     string `name:"keys" type:"path" placeholder:"DIR" help:"Nơi để khóa và tài khoản, nếu không ở trong bản sao lưu; kèm --with-keys (where keys and accounts lie, if not in the backup)."`
}

// Validate refuses a place for keys that are not asked for: a restore cannot be
// repeated with them.
func (c restoreCommand) Validate() error {
	if c.Keys != "" && !c.WithKeys {
		return usage("USAGE", "--keys nêu nơi để khóa và tài khoản: hãy nêu cả --with-keys.")
	}
	return nil
}

// Run loads a backup into an empty log, and builds read models that show another
// log anew.
func (c *restoreCommand) Run(ctx context.Context, s *settings, t *terminal) error {
	if s.EventStoreURL != "" {
		return usage("RESTORE_TO_CLUSTER", "Kho sự kiện nằm ở cụm trong DIACHINH_EVENTSTORE_URL, lệnh này không khôi phục vào đó được. Hãy dùng cách khôi phục của chính cụm đó, hoặc `diachinh events import`.")
	}
	if _, err := backup.Open(c.Dir); err != nil {
		return err
	}
	restored, err := c.restore(ctx, s, t)
	if err != nil {
		return err
	}
	t.say("Đã khôi phục %d sự kiện. Đây là kho mới %s, từ kho %s.", restored.End, restored.LogID, restored.RestoredFrom)
	return bringReadModels(ctx, s, t, restored.LogID)
}

func (c *restoreCommand) restore(ctx context.Context, s *settings, t *terminal) (backup.Restored, error) {
	database, err := openDatabase(ctx, s, t.logger(s), orMade)
	if err != nil {
		return backup.Restored{}, err
	}
	defer database.close()
	if err := migrations.Run(ctx, database.url); err != nil {
		return backup.Restored{}, err
	}
	return backup.Restore(ctx, c.Dir, backup.Target{
		DatabaseURL: database.url, Keys: c.keys(),
		Verifying: t.events("Kiểm tra sự kiện"), Loading: t.events("Khôi phục sự kiện"),
	})
}

func (c *restoreCommand) keys() string {
	switch {
	case !c.WithKeys:
		return ""
	case c.Keys == "":
		return backup.KeysIn(c.Dir)
	}
	return c.Keys
}

// bringReadModels rebuilds read models of another log than this. Without any there
// is nothing to do: a service builds them when it starts.
func bringReadModels(ctx context.Context, s *settings, t *terminal, log uuid.UUID) error {
	p, err := open(ctx, s, t, needs{still: true, alone: true})
	if err != nil {
		return err
	}
	defer p.close()
	others, err := modelsOfOtherLogs(ctx, p.database.url, log)
	if err != nil || others == 0 {
		return err
	}
	t.say("%d mô hình đọc thuộc kho khác, nay dựng lại; nếu bị ngắt thì chạy `diachinh rebuild`.", others)
	if err := p.identify(ctx); err != nil {
		return err
	}
	return p.rebuild(ctx, t)
}

func modelsOfOtherLogs(ctx context.Context, databaseURL string, log uuid.UUID) (models int, err error) {
	conn, err := pgx.Connect(ctx, databaseURL)
	if err != nil {
		return 0, err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	return models, conn.QueryRow(ctx, `select count(*) from registry.checkpoint where log_id <> $1`, log).Scan(&models)
}
