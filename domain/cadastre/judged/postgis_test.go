package judged_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/diachinh/diachinh/cluster/testdb"
	"github.com/diachinh/diachinh/gis"
)

// verdicts has PostGIS look at each trial in metres: can the surfaces be read and
// are they valid, are they in the zone, are the numbers free, and is there ground
// in one of the parcel and its parts but not in the other, or in two parts, that is
// more than 1.2 mm wide?
const verdicts = `
	with part as (
	    select trial, n, number, pg_temp.read(surface) as geom
	      from pg_temp.part
	), sound as (
	    select trial, bool_and(coalesce(st_isvalid(geom), false)) as valid,
	           bool_and(st_srid(geom) = %[1]d) as in_zone,
	           bool_or(st_minimumclearance(geom) < 0.01) as narrow,
	           count(number) = count(distinct number) and not bool_or(coalesce(number, 1000) <= taken) as numbered
	      from part join pg_temp.parcel using (trial)
	     group by trial, taken
	), surfaces as (
	    select trial, st_union(geom) as geom
	      from part join sound using (trial)
	     where valid and in_zone
	     group by trial
	), wide as (
	    select s.trial, not st_isempty(st_buffer(st_symdifference(s.geom, st_unaryunion(pg_temp.read(p.surface))), -0.0006)) as found
	      from surfaces s join pg_temp.parcel p using (trial)
	    union all
	    select a.trial, not st_isempty(st_buffer(st_intersection(a.geom, b.geom), -0.0006))
	      from surfaces s join part a on a.trial = s.trial
	      join part b on b.trial = s.trial and a.n < b.n and a.geom && b.geom
	)
	select s.trial, concat_ws(' ',
	           case when not valid then 'invalid' end, case when not in_zone then 'zone' end,
	           case when not numbered then 'number' end, case when narrow then 'narrow' end,
	           case when bool_or(w.found) then 'cover' end)
	  from sound s
	  left join wide w on w.trial = s.trial
	 group by s.trial, valid, in_zone, narrow, numbered
	 order by s.trial`

// judge returns what PostGIS finds in each trial.
func judge(t *testing.T, all []*trial) [][]string {
	t.Helper()
	ctx := t.Context()
	conn, err := pgx.Connect(ctx, testdb.New(t))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(ctx)
	var parcels, parts [][]any
	for i, trial := range all {
		ground, numbers := []gis.Polygon{trial.parent}, 1+len(trial.around)
		pieces := len(trial.parts)
		for n, piece := range trial.ground() {
			var number any
			if n < pieces && trial.parts[n].Number != 0 {
				number = trial.parts[n].Number
			}
			if n < pieces || trial.inMap {
				parts = append(parts, []any{i, n, number, wkt(piece)})
			}
		}
		if trial.inMap {
			ground = append(ground, trial.around...)
		}
		parcels = append(parcels, []any{i, numbers, several(ground)})
	}
	_, err = conn.Exec(ctx, `
		create temp table parcel (trial integer, taken integer, surface text);
		create temp table part (trial integer, n integer, number integer, surface text);
		-- What cannot be read as a surface at all is null.
		create function pg_temp.read(surface text) returns geometry language plpgsql as $$
		begin
		    return st_geomfromewkt(surface);
		exception when others then
		    return null;
		end $$`)
	if err != nil {
		t.Fatal(err)
	}
	for table, rows := range map[string][][]any{"parcel": parcels, "part": parts} {
		columns := map[string][]string{"parcel": {"trial", "taken", "surface"}, "part": {"trial", "n", "number", "surface"}}[table]
		if _, err := conn.CopyFrom(ctx, pgx.Identifier{"pg_temp", table}, columns, pgx.CopyFromRows(rows)); err != nil {
			t.Fatal(err)
		}
	}
	rows, err := conn.Query(ctx, `analyze pg_temp.parcel, pg_temp.part`)
	if err != nil {
		t.Fatal(err)
	}
	rows.Close()
	rows, err = conn.Query(ctx, fmt.Sprintf(verdicts, zone))
	if err != nil {
		t.Fatal(err)
	}
	found := make([][]string, 0, len(all))
	var i int
	var words string
	if _, err := pgx.ForEachRow(rows, []any{&i, &words}, func() error {
		found = append(found, strings.Fields(words))
		return nil
	}); err != nil || len(found) != len(all) {
		t.Fatalf("%d verdicts on %d trials: %v", len(found), len(all), err)
	}
	return found
}

// wkt is a polygon as EWKT in metres.
func wkt(p gis.Polygon) string { return fmt.Sprintf("SRID=%d;POLYGON%s", p.SRID, rings(p)) }

// several are polygons that may share boundaries.
func several(polygons []gis.Polygon) string {
	var texts []string
	for _, p := range polygons {
		texts = append(texts, "POLYGON"+rings(p))
	}
	return fmt.Sprintf("SRID=%d;GEOMETRYCOLLECTION(%s)", zone, strings.Join(texts, ","))
}

func rings(p gis.Polygon) string {
	var lines []string
	for _, ring := range p.Rings {
		var points []string
		for _, q := range ring {
			e, n := q.Metres()
			points = append(points, fmt.Sprintf("%.3f %.3f", e, n))
		}
		lines = append(lines, "("+strings.Join(points, ",")+")")
	}
	return "(" + strings.Join(lines, ",") + ")"
}
