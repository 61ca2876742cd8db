package node

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/diachinh/diachinh/cluster/testdb"
)

func TestPagePlans(t *testing.T) {
	t.Parallel()
	database := testdb.New(t)
	conn, err := connect(t.Context(), database)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	if err := preparePages(t.Context(), conn); err != nil {
		t.Fatal(err)
	}
	// Many streams, and no statistics yet: what a bulk import leaves.
	for _, sql := range []string{
		`insert into eventlog.streams select i, 's' || i from generate_series(1, 50) i`,
		`insert into eventlog.events select i, 1 + i % 50, i / 50, gen_random_uuid(), 'k', true, now(), '', '' from generate_series(1, 5000) i`,
	} {
		if _, err := conn.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	for _, mode := range []string{"force_generic_plan", "force_custom_plan"} {
		for _, w := range []walk{{}, {backwards: true}, {stream: "s7"}, {stream: "s7", backwards: true}} {
			plan := explain(t, conn, mode, w)
			for _, detour := range []string{"Sort", "Bitmap", "Seq Scan"} {
				if strings.Contains(plan, detour) {
					t.Errorf("%s, %s: %s in\n%s", w.statement(), mode, detour, plan)
				}
			}
		}
	}
}

func explain(t *testing.T, conn *pgx.Conn, mode string, w walk) string {
	t.Helper()
	if _, err := conn.Exec(t.Context(), `set plan_cache_mode = `+mode); err != nil {
		t.Fatal(err)
	}
	parameters := "0, 0, 9223372036854775807, 2000"
	if w.stream != "" {
		parameters += ", '" + w.stream + "'"
	}
	rows, err := conn.Query(t.Context(), fmt.Sprintf(`explain (costs off) execute %s(%s)`, w.statement(), parameters), pgx.QueryExecModeSimpleProtocol)
	if err != nil {
		t.Fatal(err)
	}
	lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(lines, "\n")
}
