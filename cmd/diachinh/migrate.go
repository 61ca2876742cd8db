package main

import (
	"context"

	"github.com/diachinh/diachinh/migrations"
)

type migrateCommand struct{}

// Run applies what is missing.
func (migrateCommand) Run(ctx context.Context, s *settings, t *terminal) error {
	database, err := openDatabase(ctx, s, t.logger(s), ifThere)
	if err != nil {
		return err
	}
	defer database.close()
	pending, err := migrations.Pending(ctx, database.url)
	if err != nil {
		return err
	}
	if err := migrations.Run(ctx, database.url); err != nil {
		return err
	}
	t.say("Đã áp dụng %d bước cập nhật; cơ sở dữ liệu đã đúng phiên bản.", pending)
	return nil
}
