package projections_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/projections"
	"github.com/diachinh/diachinh/projections/engine"
	"github.com/diachinh/diachinh/projections/registrytest"
)

func day(month time.Month, dayOfMonth int) ladm.Date { return ladm.NewDate(2026, month, dayOfMonth) }

func TestParcels(t *testing.T) {
	t.Parallel()

	t.Run("a change of purposes ends the version of before and keeps its land", func(t *testing.T) {
		t.Parallel()
		r := registrytest.New(t)
		sheet := r.Sheet(r.Commune("09616", "Đoài Phương"), 15, 2000)
		parcel := r.Parcel(sheet, 7, 0, 0)
		r.ChangePurposes(sheet, parcel, "ONT", day(time.March, 1))
		r.Project()
		want := []string{
			"1|2026-01-05|2026-03-01|t|active|CLN||1|parcel.registered.v1|600.0|5|t|t",
			"2|2026-03-01|infinity|f|active|ONT|CM|2|parcel.purposes_changed.v1|600.0|5|t|t",
		}
		got := texts(t, r.URL, `
			select concat_ws('|', version, valid_from, valid_to, recorded_to < 'infinity', status, land_type,
			                 coalesce(cause, ''), revision, event, legal_area,
			                 st_npoints(geom),
			                 st_hausdorffdistance(st_setsrid(geom, 905897), st_transform(geom_wgs84, 905897)) < 0.001,
			                 st_hausdorffdistance(geom_3857, st_transform(geom_wgs84, 3857)) < 0.001
			       )
			  from registry.parcel_version
			 order by version`)
		compare(t, got, want)
	})

	t.Run("a version that ends on the day it began is valid on no day", func(t *testing.T) {
		t.Parallel()
		r := registrytest.New(t)
		sheet := r.Sheet(r.Commune("09616", "Đoài Phương"), 15, 2000)
		parcel := r.Parcel(sheet, 7, 0, 0)
		r.ChangePurposes(sheet, parcel, "ONT", day(time.January, 5))
		r.Project()
		compare(t, texts(t, r.URL, `select land_type from cadastre.parcel_as_of('2026-01-05')`), []string{"ONT"})
		compare(t, texts(t, r.URL, `select isempty(valid)::text from cadastre.parcel_version order by version`), []string{"true", "false"})
	})

	t.Run("what was known before a change was recorded is still answered", func(t *testing.T) {
		t.Parallel()
		r := registrytest.New(t)
		sheet := r.Sheet(r.Commune("09616", "Đoài Phương"), 15, 2000)
		parcel := r.Parcel(sheet, 7, 0, 0)
		before := r.Now
		r.ChangePurposes(sheet, parcel, "ONT", day(time.February, 1))
		r.Project()
		asOf := func(valid string, known time.Time) []string {
			return texts(t, r.URL, fmt.Sprintf(`select land_type from cadastre.parcel_as_of('%s', '%s')`, valid, known.Format(time.RFC3339)))
		}
		compare(t, asOf("2026-02-15", before), []string{"CLN"})
		compare(t, asOf("2026-02-15", r.Now), []string{"ONT"})
		compare(t, asOf("2026-01-15", r.Now), []string{"CLN"})
		compare(t, asOf("2026-01-04", r.Now), nil)
	})

	t.Run("areas of every size are written exactly", func(t *testing.T) {
		t.Parallel()
		r := registrytest.New(t)
		sheet := r.Sheet(r.Commune("09616", "Đoài Phương"), 15, 2000)
		var want []string
		for i, area := range []ladm.Area{0, 1, 5, 9_999, 10_000, 99_999, 100_000, 123_456_789, 1_000_000_000_000} {
			event := r.Registered(sheet, i+1, registrytest.Rectangle(i, 0))
			event.LegalArea = area
			r.Append("sheet-"+sheet.String(), event)
			want = append(want, area.String())
		}
		r.Project()
		compare(t, texts(t, r.URL, `select legal_area::text from registry.parcel_version order by number`), want)
	})

	t.Run("a change of a parcel that is not there stops the model at that event", func(t *testing.T) {
		t.Parallel()
		r := registrytest.New(t)
		sheet := r.Sheet(r.Commune("09616", "Đoài Phương"), 15, 2000)
		r.Parcel(sheet, 1, 0, 0)
		r.ChangePurposes(sheet, ladm.ParcelID{UUID: uuid.New()}, "ONT", day(time.March, 1))
		bad := r.Last
		r.Parcel(sheet, 2, 1, 0)
		e := r.Follow()
		err := e.WaitFor(t.Context(), []string{"parcels"}, r.Last)
		var poisoned *engine.PoisonedError
		if !errors.As(err, &poisoned) || poisoned.Position != bad {
			t.Fatalf("error %v; want the parcels stopped at %v", err, bad)
		}
		if err := e.WaitFor(t.Context(), []string{"communes", "sheets"}, r.Last); err != nil {
			t.Fatalf("the other models: %v", err)
		}
		compare(t, texts(t, r.URL, `select number::text from registry.parcel_version`), []string{"1"})
	})
}

func TestModels(t *testing.T) {
	t.Parallel()

	t.Run("every model names every event of the catalogue", func(t *testing.T) {
		t.Parallel()
		for _, name := range projections.Catalogue.Names() {
			body, err := projections.Catalogue.Decode(name.Name, []byte(`{}`))
			if err != nil {
				t.Fatal(err)
			}
			for _, model := range projections.Models() {
				event := engine.Event{Recorded: es.Recorded{Proposed: es.Proposed{Type: name.Name}}, Body: body}
				if _, err := model.Prepare(event); err != nil && strings.Contains(err.Error(), "does not name") {
					t.Errorf("%s: %v", model.Name(), err)
				}
			}
		}
	})

	t.Run("events applied a second time change nothing", func(t *testing.T) {
		t.Parallel()
		r := registrytest.New(t)
		mixed(r, 3, 20)
		r.Project()
		before := rows(t, r.URL, "registry")
		r.Project()
		execute(t, r.URL, `update registry.checkpoint set updated_at = updated_at`)
		r.Project()
		compare(t, rows(t, r.URL, "registry"), before)
	})

	t.Run("names are found without accents", func(t *testing.T) {
		t.Parallel()
		r := registrytest.New(t)
		r.Commune("09616", "Xã Đoài Phương")
		r.Project()
		compare(t, texts(t, r.URL, `select search_name from registry.commune`), []string{"xa doai phuong"})
	})
}

// mixed writes a history of all kinds of events: sheets of parcels, every third
// of which changes its purposes, every ninth twice.
func mixed(r *registrytest.Registry, sheets, parcels int) { mixedFrom(r, 0, sheets, parcels) }

// mixedFrom does the same for sheets from one number to another, in a commune of
// their own.
func mixedFrom(r *registrytest.Registry, from, to, parcels int) {
	commune := r.Commune(fmt.Sprintf("%05d", from), "Đoài Phương")
	for s := from; s < to; s++ {
		sheet := r.Sheet(commune, s+1, 2000)
		for p := range parcels {
			parcel := r.Parcel(sheet, p+1, p, s)
			if p%3 == 0 {
				r.ChangePurposes(sheet, parcel, "ONT", day(time.February, 1))
			}
			if p%9 == 0 {
				r.ChangePurposes(sheet, parcel, "LUC", day(time.February, 20))
			}
		}
	}
}

// rows returns all rows of all tables of a schema as text, but for when a
// checkpoint was written.
func rows(tb testing.TB, url, schema string) []string {
	tb.Helper()
	var all []string
	for _, table := range []string{"commune", "sheet", "sheet_number", "parcel_version", "parcel_lineage", "pending_insertion"} {
		all = append(all, texts(tb, url, fmt.Sprintf(`select '%[2]s ' || t::text from %[1]s.%[2]s t order by key`, schema, table))...)
	}
	return append(all, texts(tb, url, fmt.Sprintf(`select concat_ws(' ', model, log_id, shape, commit_position, prepare_position) from %s.checkpoint order by model`, schema))...)
}

func texts(tb testing.TB, url, sql string) []string {
	tb.Helper()
	conn := connect(tb, url)
	found, _ := conn.Query(context.Background(), sql)
	all, err := pgx.CollectRows(found, pgx.RowTo[string])
	if err != nil {
		tb.Fatalf("%s: %v", sql, err)
	}
	return all
}

func execute(tb testing.TB, url, sql string) {
	tb.Helper()
	if _, err := connect(tb, url).Exec(context.Background(), sql); err != nil {
		tb.Fatalf("%s: %v", sql, err)
	}
}

func connect(tb testing.TB, url string) *pgx.Conn {
	tb.Helper()
	conn, err := pgx.Connect(context.Background(), url)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { conn.Close(context.Background()) })
	return conn
}

func compare(tb testing.TB, got, want []string) {
	tb.Helper()
	for i := range max(len(got), len(want)) {
		switch {
		case i >= len(got):
			tb.Fatalf("row %d is missing: %s", i, want[i])
		case i >= len(want):
			tb.Fatalf("row %d is too many: %s", i, got[i])
		case got[i] != want[i]:
			tb.Fatalf("row %d\n got %s\nwant %s", i, got[i], want[i])
		}
	}
}
