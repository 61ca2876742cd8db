package main

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/samber/lo"

	"github.com/diachinh/diachinh/bench/report"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/gis"
	"github.com/diachinh/diachinh/projections/read"
)

const (
	// versions is how many the table of the as-of measure has: each of the lab's
	// parcels changed as often, a month apart.
	versions = 3_000_000
	// boxes is how many small boxes are asked for, each about ten parcels wide.
	boxes = 200
	// asOfLimit is what a box may take in the database, in milliseconds.
	asOfLimit = 1
)

// measureAsOf asks for the parcels in a small box as of a day, as known at an
// instant, over three million versions, and reads from EXPLAIN ANALYZE how long
// the database takes.
func measureAsOf(ctx context.Context, l *lab) ([]report.Row, error) {
	if err := l.imports(ctx); err != nil {
		return nil, err
	}
	conn, err := pgx.Connect(ctx, l.imported)
	if err != nil {
		return nil, err
	}
	defer conn.Close(ctx)
	each := versions / l.parcels
	if err := multiply(ctx, conn, each); err != nil {
		return nil, err
	}
	places, err := samplePlaces(ctx, conn)
	if err != nil {
		return nil, err
	}
	var took []float64
	for i, place := range places {
		at := asOfDay(1 + i%(each-1))
		statements, err := captured(ctx, l.imported, question{name: "box as of a day", read: boxAt(place, at)}, []ladm.ParcelID{{}})
		if err != nil {
			return nil, err
		}
		var plan []struct {
			Execution float64 `json:"Execution Time"`
		}
		for range 2 { // the second time from memory
			err = conn.QueryRow(ctx, `explain (analyze, timing off, format json) `+statements[0]).Scan(&plan)
			if err != nil {
				return nil, err
			}
		}
		took = append(took, plan[0].Execution)
	}
	slices.Sort(took)
	name := fmt.Sprintf("box as of a day and an instant, %d versions, ", l.parcels*each)
	return []report.Row{
		report.Less(name+"median", "ms in the database", quantile(took, 0.5), asOfLimit, "limit", 1),
		report.Less(name+"p99", "ms in the database", quantile(took, 0.99), asOfLimit, "limit", 0),
	}, nil
}

// firstDay is when the multiplied versions begin.
var firstDay = ladm.NewDate(2000, time.January, 1)

func asOfDay(month int) read.At {
	day := ladm.DateOf(firstDay.Time().AddDate(0, month, 0))
	return read.At{Valid: day, Known: day.Time().AddDate(0, 0, 1)}
}

// multiply makes of each parcel's version many that follow each other monthly,
// each learnt on the day it began. The last stays current.
func multiply(ctx context.Context, conn *pgx.Conn, each int) error {
	month := func(n string) string {
		return fmt.Sprintf(`date '%s' + %s * interval '1 month'`, firstDay, n)
	}
	other := map[string]string{
		"key":        fmt.Sprintf(`-(p.key * %d + n)`, each),
		"version":    `-n`,
		"valid_from": month("n"), "valid_to": month("(n + 1)"),
		"recorded_from": month("n"), "recorded_to": month("(n + 1)"),
	}
	rows, _ := conn.Query(ctx, `
		select attname
		  from pg_attribute
		 where attrelid = 'registry.parcel_version'::regclass and attnum > 0 and not attisdropped
		 order by attnum`)
	columns, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return fmt.Errorf("list the columns: %w", err)
	}
	values := lo.Map(columns, func(column string, _ int) string { return cmp.Or(other[column], "p."+column) })
	for _, sql := range []string{
		fmt.Sprintf(`
		insert into registry.parcel_version (%s)
		select %s
		  from (select * from registry.parcel_version order by geom_wgs84) p, generate_series(1, %d) as n`,
			strings.Join(columns, ", "), strings.Join(values, ", "), each-1),
		`vacuum analyze registry.parcel_version`,
	} {
		if _, err := conn.Exec(ctx, sql); err != nil {
			return fmt.Errorf("multiply the versions: %w", err)
		}
	}
	return nil
}

func samplePlaces(ctx context.Context, conn *pgx.Conn) ([]gis.LonLat, error) {
	rows, err := conn.Query(ctx, `
		select st_x(st_centroid(geom_wgs84)), st_y(st_centroid(geom_wgs84))
		  from registry.parcel_version
		 where recorded_to = 'infinity'
		 order by md5(parcel_id::text)
		 limit $1`, boxes)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[gis.LonLat])
}

// boxAt reads the parcels in a box of some hundred metres.
func boxAt(place gis.LonLat, at read.At) func(context.Context, *read.DB, ladm.ParcelID) error {
	const halfway = 25.0 / 111_000 // degrees
	east := halfway / math.Cos(place.Lat*math.Pi/180)
	return func(ctx context.Context, db *read.DB, _ ladm.ParcelID) error {
		_, err := db.Parcels(ctx, read.ParcelFilter{
			Within: []gis.LonLat{{Lon: place.Lon - east, Lat: place.Lat - halfway}, {Lon: place.Lon + east, Lat: place.Lat + halfway}},
			At:     at,
		}, read.Page[read.ParcelPlace]{First: 100}, read.Fields{})
		return err
	}
}
