package main

import (
	"context"
	"fmt"
	"os/exec"

	"github.com/jackc/pgx/v5"

	"github.com/diachinh/diachinh/bench/report"
)

// measureImport times `diachinh import parcels` of the generated survey, from
// the start of the process until every parcel is visible in the read model,
// against ogr2ogr of the same file into the same server.
func measureImport(ctx context.Context, l *lab) ([]report.Row, error) {
	survey, err := l.generated(ctx)
	if err != nil {
		return nil, err
	}
	ours, err := l.median(
		func() (err error) {
			if l.imported, err = l.database(ctx); err != nil {
				return err
			}
			return l.diachinh(ctx, l.imported, "import", "communes").Run()
		},
		func() error { return l.diachinh(ctx, l.imported, "import", "parcels", survey).Run() },
	)
	if err != nil {
		return nil, err
	}
	if err := l.demandVisible(ctx); err != nil {
		return nil, err
	}
	peer, err := l.database(ctx)
	if err != nil {
		return nil, err
	}
	ogr, err := l.median(nil, func() error {
		out, err := exec.CommandContext(ctx, "ogr2ogr", "-f", "PostgreSQL", connection(peer), survey, "parcels",
			"-nln", "peer_parcels", "-overwrite").CombinedOutput()
		if err != nil {
			return fmt.Errorf("ogr2ogr: %w\n%s", err, out)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return []report.Row{
		report.More("import, until visible", "parcels/s", rate(l.parcels, ours), rate(l.parcels, ogr), "ogr2ogr -f PostgreSQL", 0.25),
		report.More("import, until visible", "parcels/s", rate(l.parcels, ours), 8000, "limit", 1),
	}, nil
}

// demandVisible fails unless every parcel is in the read model.
func (l *lab) demandVisible(ctx context.Context) error {
	conn, err := pgx.Connect(ctx, l.imported)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	var n int
	if err := conn.QueryRow(ctx, `select count(*) from cadastre.parcel`).Scan(&n); err != nil {
		return err
	}
	if n != l.parcels {
		return fmt.Errorf("%d parcels are visible, not %d", n, l.parcels)
	}
	return nil
}

// imports makes sure that a database holds the survey.
func (l *lab) imports(ctx context.Context) error {
	if l.imported != "" {
		return nil
	}
	survey, err := l.generated(ctx)
	if err != nil {
		return err
	}
	if l.imported, err = l.database(ctx); err != nil {
		return err
	}
	if err := l.diachinh(ctx, l.imported, "import", "parcels", survey).Run(); err != nil {
		return err
	}
	return l.demandVisible(ctx)
}

// connection is a database's URL as GDAL takes it.
func connection(url string) string {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		panic(err) // the URL has been connected to before
	}
	text := fmt.Sprintf("PG:host=%s port=%d dbname=%s user=%s", config.Host, config.Port, config.Database, config.User)
	if config.Password != "" {
		text += " password=" + config.Password
	}
	return text
}
