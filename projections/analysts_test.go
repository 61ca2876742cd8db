package projections_test

import (
	"context"
	"fmt"
	"net/url"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/diachinh/diachinh/projections/registrytest"
)

func TestAnalysts(t *testing.T) {
	t.Parallel()
	r := registrytest.New(t)
	mixed(r, 2, 20)
	r.Project()
	execute(t, r.URL, `analyze registry.parcel_version`)
	login := analyst(t, r.URL)

	t.Run("ogrinfo opens the parcels and reads every row", func(t *testing.T) {
		t.Parallel()
		out := ogrinfo(t, login, "cadastre.parcel(geom_wgs84)")
		for _, want := range []string{"Feature Count: 40", "Geometry: Polygon", "Geometry Column = geom_wgs84"} {
			if !strings.Contains(out, want) {
				t.Errorf("ogrinfo does not say %q:\n%s", want, out)
			}
		}
		if n := strings.Count(out, "OGRFeature("); n != 40 {
			t.Errorf("ogrinfo read %d rows; want 40", n)
		}
	})

	t.Run("the layer of a zone names its coordinate system", func(t *testing.T) {
		t.Parallel()
		out := ogrinfo(t, login, "cadastre.parcel_5897")
		for _, want := range []string{"Feature Count: 40", `ID["EPSG",5897]`, "Geometry Column = geom"} {
			if !strings.Contains(out, want) {
				t.Errorf("ogrinfo does not say %q:\n%s", want, out)
			}
		}
	})

	t.Run("a map window on a zone's layer uses the index", func(t *testing.T) {
		t.Parallel()
		// Without the index there would be no other way than to read all rows.
		plan := strings.Join(texts(t, login+"&options=-c%20enable_seqscan%3Doff", `
			explain select * from cadastre.parcel_5897
			 where geom && st_makeenvelope(549000, 2329000, 549010, 2329010, 5897)`), "\n")
		if !strings.Contains(plan, "parcel_version_5897") {
			t.Errorf("the index is not used:\n%s", plan)
		}
	})

	t.Run("tables, the log and every write are refused", func(t *testing.T) {
		t.Parallel()
		for _, sql := range []string{
			`select * from registry.parcel_version`, `select * from registry.checkpoint`,
			`select * from eventlog.events`, `delete from cadastre.parcel`, `update cadastre.commune set name = ''`,
			`create table cadastre.mine ()`, `create table public.mine ()`,
		} {
			if _, err := connect(t, login).Exec(t.Context(), sql); err == nil {
				t.Errorf("%s is not refused", sql)
			}
		}
	})

	t.Run("every table, view and column has a comment", func(t *testing.T) {
		t.Parallel()
		compare(t, texts(t, r.URL, `
			select format('%s.%s', c.oid::regclass, a.attname)
			  from pg_class c
			  left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
			 where c.relnamespace in ('registry'::regnamespace, 'cadastre'::regnamespace)
			   and c.relkind in ('r', 'v')
			   and (obj_description(c.oid) is null or col_description(c.oid, a.attnum) is null)
			 order by 1`), nil)
	})
}

// analyst returns the URL of a user who is an analyst and nothing else.
func analyst(tb testing.TB, database string) string {
	tb.Helper()
	name := "analyst_" + uuid.NewString()[:8]
	execute(tb, database, fmt.Sprintf(`create role %s login password 'a' in role diachinh_analyst`, name))
	tb.Cleanup(func() {
		conn, err := pgx.Connect(context.Background(), database)
		if err == nil {
			_, err = conn.Exec(context.Background(), `drop role `+name)
			conn.Close(context.Background())
		}
		if err != nil {
			tb.Errorf("drop the analyst: %v", err)
		}
	})
	u, err := url.Parse(database)
	if err != nil {
		tb.Fatal(err)
	}
	u.User = url.UserPassword(name, "a")
	return u.String()
}

func ogrinfo(tb testing.TB, database, layer string) string {
	tb.Helper()
	config, err := pgx.ParseConfig(database)
	if err != nil {
		tb.Fatal(err)
	}
	source := fmt.Sprintf("PG:host=%s port=%d dbname=%s user=%s password=%s",
		config.Host, config.Port, config.Database, config.User, config.Password)
	out, err := exec.Command("ogrinfo", "-ro", source, layer).CombinedOutput()
	if err != nil {
		tb.Fatalf("ogrinfo: %v\n%s", err, out)
	}
	return string(out)
}
