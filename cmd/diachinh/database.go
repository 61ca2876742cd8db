package main

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/diachinh/diachinh/cluster"
	"github.com/diachinh/diachinh/migrations"
)

// databaseName is the private cluster's database.
const databaseName = "diachinh"

// stopTime is how long a part may take to stop in order.
const stopTime = 20 * time.Second

// database is where everything is kept.
type database struct {
	url string
	// cluster is set where this process runs the private cluster.
	cluster *cluster.Cluster
	// private says that the database is in the private cluster, whoever runs it.
	private bool
	logger  *slog.Logger
}

// private says what to do about a private cluster where no database is named.
type private int

const (
	// ifThere uses the cluster of an earlier demo.
	ifThere private = iota
	// orMade makes one.
	orMade
)

// openDatabase takes the database that is named, or the private cluster: that of
// a process that runs it already, or else started for as long as this one lives.
func openDatabase(ctx context.Context, s *settings, logger *slog.Logger, wanted private) (*database, error) {
	if s.DatabaseURL != "" {
		return &database{url: s.DatabaseURL, logger: logger}, nil
	}
	if wanted == ifThere {
		url, running, err := cluster.Find(s.Data, databaseName)
		if err != nil || running {
			return &database{url: url, private: true, logger: logger}, err
		}
		if _, err := os.Stat(filepath.Join(s.Data, "postgres")); err != nil {
			return nil, usage("NO_DATABASE", "Chưa có cơ sở dữ liệu: hãy đặt DIACHINH_DATABASE_URL, hoặc chạy `diachinh demo` trước.")
		}
	}
	c, err := cluster.Start(ctx, cluster.Config{Dir: s.Data, Logger: logger})
	if err != nil {
		return nil, err
	}
	d := &database{cluster: c, private: true, logger: logger}
	if d.url, err = c.CreateDatabase(ctx, databaseName); err != nil {
		d.close()
		return nil, err
	}
	return d, nil
}

// openMigrated takes the database as openDatabase does, and makes sure that it is
// up to date.
func openMigrated(ctx context.Context, s *settings, logger *slog.Logger, wanted private) (*database, error) {
	d, err := openDatabase(ctx, s, logger, wanted)
	if err != nil {
		return nil, err
	}
	if err := d.ensureMigrated(ctx); err != nil {
		d.close()
		return nil, err
	}
	return d, nil
}

// ensureMigrated migrates the private database, and demands of a named one that
// its keeper has done so.
func (d *database) ensureMigrated(ctx context.Context) error {
	if d.private {
		return migrations.Run(ctx, d.url)
	}
	pending, err := migrations.Pending(ctx, d.url)
	if err != nil {
		return err
	}
	if pending > 0 {
		return usage("MIGRATIONS_PENDING", "Cơ sở dữ liệu còn thiếu %d bước cập nhật. Hãy chạy `diachinh migrate`.", pending)
	}
	return nil
}

func (d *database) close() {
	if d.cluster == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), stopTime)
	defer cancel()
	if err := d.cluster.Stop(ctx); err != nil {
		d.logger.Error("private cluster did not stop in order", slog.Any("error", err))
	}
}
