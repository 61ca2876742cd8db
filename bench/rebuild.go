package main

import (
	"bytes"
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/diachinh/diachinh/bench/report"
)

// measureRebuild times `diachinh rebuild` of everything that the import left,
// the process's start and end included, against a binary COPY of the parcels'
// rows into a table with the same indexes.
func measureRebuild(ctx context.Context, l *lab) ([]report.Row, error) {
	if err := l.imports(ctx); err != nil {
		return nil, err
	}
	conn, err := pgx.Connect(ctx, l.imported)
	if err != nil {
		return nil, err
	}
	defer conn.Close(ctx)
	var events int
	if err := conn.QueryRow(ctx, `select count(*) from eventlog.events`).Scan(&events); err != nil {
		return nil, err
	}
	ours, err := l.median(nil, func() error { return l.diachinh(ctx, l.imported, "rebuild").Run() })
	if err != nil {
		return nil, err
	}
	if err := l.demandVisible(ctx); err != nil {
		return nil, err
	}
	var rows bytes.Buffer
	if _, err := conn.PgConn().CopyTo(ctx, &rows, `copy (select * from registry.parcel_version) to stdout binary`); err != nil {
		return nil, err
	}
	copied, err := l.median(
		func() error {
			_, err := conn.Exec(ctx, `drop table if exists public.copied; create table public.copied (like registry.parcel_version including all)`)
			return err
		},
		func() error {
			tag, err := conn.PgConn().CopyFrom(ctx, bytes.NewReader(rows.Bytes()), `copy public.copied from stdin binary`)
			if err == nil && tag.RowsAffected() != int64(l.parcels) {
				err = fmt.Errorf("copied %d rows", tag.RowsAffected())
			}
			return err
		},
	)
	if err != nil {
		return nil, err
	}
	if _, err := conn.Exec(ctx, `drop table public.copied`); err != nil {
		return nil, err
	}
	return []report.Row{
		report.More("rebuild", "events/s", rate(events, ours), rate(l.parcels, copied), "binary COPY, same rows and indexes", 0.3),
		report.More("rebuild", "events/s", rate(events, ours), 40_000, "limit", 1),
	}, nil
}
