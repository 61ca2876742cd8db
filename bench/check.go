package main

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/diachinh/diachinh/bench/report"
)

// checkedParcels is how many parcels the commune has that is checked in full.
const checkedParcels = 90_000

// measureCheck times `diachinh check` of a large commune, from the start of the
// process to its end, against PostGIS looking for overlaps alone: a self-join by
// ST_Relate.
func measureCheck(ctx context.Context, l *lab) ([]report.Row, error) {
	large := *l
	large.parcels, large.survey, large.imported = checkedParcels, "", ""
	if err := large.imports(ctx); err != nil {
		return nil, err
	}
	l.drops = large.drops
	ours, err := l.median(nil, func() error { return l.diachinh(ctx, large.imported, "check", commune).Run() })
	if err != nil {
		return nil, fmt.Errorf("check of a commune without faults: %w", err)
	}
	conn, err := pgx.Connect(ctx, large.imported)
	if err != nil {
		return nil, err
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, `analyze registry.parcel_version`); err != nil {
		return nil, err
	}
	start := time.Now()
	var overlaps int
	err = conn.QueryRow(ctx, fmt.Sprintf(`
		select count(*)
		  from cadastre.parcel_%[1]d a
		  join cadastre.parcel_%[1]d b on a.geom && b.geom and a.id < b.id
		 where st_relate(a.geom, b.geom, '2********')`, communeZone)).Scan(&overlaps)
	if err == nil && overlaps > 0 {
		err = fmt.Errorf("PostGIS finds %d overlaps in a tiling", overlaps)
	}
	if err != nil {
		return nil, err
	}
	return []report.Row{
		report.Less(fmt.Sprintf("full check of %d parcels", checkedParcels), "s", ours.Seconds(), time.Since(start).Seconds(), "ST_Relate self-join", 2),
	}, nil
}
