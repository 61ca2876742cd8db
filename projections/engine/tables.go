package engine

import (
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/samber/lo"
	"golang.org/x/sync/errgroup"
)

// checkpointTable is the engine's own table; it is needed with its key from the
// first event on.
var checkpointTable = Table{Name: "checkpoint", Lookup: []string{"checkpoint_pkey"}}

// Definitions come from the live tables, so that migrations stay the only place
// where they are written down. They are asked for with the live schema in the
// search path, which leaves names bare, and carried out with the new one in its
// place.
const (
	liveTables = `
		select c.relname
		  from pg_class c
		 where c.relnamespace = 'registry'::regnamespace and c.relkind in ('r', 'p')
		 order by 1`

	// Options, statistics, comment and grants are what "like … including all" leaves out.
	tableExtras = `
		select format('alter table %I set (%s)', relname, array_to_string(reloptions, ', '))
		  from pg_class where oid = $1::regclass and reloptions is not null
		 union all
		select format('alter table %I alter column %I set statistics %s', relname, attname, attstattarget)
		  from pg_class join pg_attribute on attrelid = pg_class.oid
		 where pg_class.oid = $1::regclass and attnum > 0 and attstattarget >= 0
		 union all
		select format('comment on table %I is %L', relname, obj_description(oid, 'pg_class'))
		  from pg_class where oid = $1::regclass
		 union all
		select format('grant %s on %I to %s', a.privilege_type, relname,
		              case a.grantee when 0 then 'public' else quote_ident(a.grantee::regrole::text) end)
		  from pg_class, aclexplode(relacl) a where oid = $1::regclass and a.grantee <> relowner`

	// An index on a part of the rows that is empty, for a zone without parcels,
	// say, will likely stay so: it is cheaper to have it from the beginning than
	// to look through all rows for none.
	tableIndexes = `
		select i.relname,
		       case when k.oid is null then pg_get_indexdef(i.oid, 0, true)
		            else format('alter table %I add constraint %I %s', t.relname, k.conname, pg_get_constraintdef(k.oid))
		       end,
		       x.indpred is not null and pg_relation_size(i.oid) <= current_setting('block_size')::bigint
		  from pg_index x
		  join pg_class i on i.oid = x.indexrelid
		  join pg_class t on t.oid = x.indrelid
		  left join pg_constraint k on k.conindid = i.oid and k.contype in ('p', 'u', 'x')
		 where x.indrelid = $1::regclass
		 order by 1`
)

// definition is a statement that creates an index.
type definition struct {
	Name, SQL string
	Empty     bool // and so for few rows only
}

// createTables makes empty tables like the live ones, with the indexes that
// models look rows up by, and returns what creates the others.
func (r *rebuild) createTables(ctx context.Context) ([]definition, error) {
	tables, err := r.tables(ctx)
	if err != nil {
		return nil, err
	}
	if err := r.execute(ctx, `drop schema if exists `+next+` cascade`, `create schema `+next); err != nil {
		return nil, err
	}
	var later []definition
	for _, table := range tables {
		indexes, err := r.createTable(ctx, table)
		if err != nil {
			return nil, fmt.Errorf("table %s: %w", table.Name, err)
		}
		later = append(later, indexes...)
	}
	return later, nil
}

// tables lists the models' tables. A table that no model answers for would be
// lost in the switch.
func (r *rebuild) tables(ctx context.Context) ([]Table, error) {
	tables := append([]Table{checkpointTable}, lo.FlatMap(r.config.Models, func(m Model, _ int) []Table { return m.Tables() })...)
	rows, _ := r.conn.Query(ctx, liveTables)
	found, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return nil, fmt.Errorf("list the live tables: %w", err)
	}
	named := lo.Map(tables, func(t Table, _ int) string { return t.Name })
	if missing, foreign := lo.Difference(named, found); len(missing)+len(foreign) > 0 {
		return nil, fmt.Errorf("schema %s lacks the tables %v and has %v, which no read model answers for", live, missing, foreign)
	}
	return tables, nil
}

func (r *rebuild) createTable(ctx context.Context, table Table) (later []definition, err error) {
	name := live + "." + table.Name
	create := fmt.Sprintf(`create table %s.%s (like %s including all excluding indexes)`, next, table.Name, name)
	if err := r.execute(ctx, create, `set search_path = `+live+`, public`); err != nil {
		return nil, err
	}
	rows, _ := r.conn.Query(ctx, tableExtras, name)
	now, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return nil, err
	}
	rows, _ = r.conn.Query(ctx, tableIndexes, name)
	indexes, err := pgx.CollectRows(rows, pgx.RowToStructByPos[definition])
	if err != nil {
		return nil, err
	}
	for _, index := range indexes {
		if index.Empty || slices.Contains(table.Lookup, index.Name) {
			now = append(now, index.SQL)
		} else {
			later = append(later, index)
		}
	}
	return later, r.execute(ctx, append([]string{`set search_path = ` + next + `, public`}, now...)...)
}

func (r *rebuild) execute(ctx context.Context, statements ...string) error {
	for _, sql := range statements {
		if _, err := r.conn.Exec(ctx, sql); err != nil {
			return fmt.Errorf("%s: %w", sql, err)
		}
	}
	return nil
}

// clear drops what a rebuild leaves beside the live tables.
func (r *rebuild) clear(ctx context.Context) {
	if err := r.execute(ctx, `drop schema if exists `+next+` cascade`); err != nil {
		r.config.Logger.Warn("remains of the rebuild could not be dropped", "schema", next, "error", err)
	}
}

// indexMemory is what one index may sort in.
const indexMemory = "256MB"

// finish creates the indexes on the loaded tables, then lets PostgreSQL look at
// some thousand rows, so that the first readers get good plans. A longer look it
// takes by itself, when time allows.
func (r *rebuild) finish(ctx context.Context, indexes []definition) error {
	if err := createIndexes(ctx, r.config.DatabaseURL, indexes); err != nil {
		return err
	}
	tables, err := r.tables(ctx)
	if err != nil {
		return err
	}
	look := lo.Map(tables, func(t Table, _ int) string { return `analyze ` + next + `.` + t.Name })
	return r.execute(ctx, append([]string{`set default_statistics_target = 30`}, look...)...)
}

// createIndexes works on two indexes at a time.
func createIndexes(ctx context.Context, url string, indexes []definition) error {
	config, err := connection(url, next)
	if err != nil {
		return err
	}
	config.RuntimeParams["maintenance_work_mem"] = indexMemory
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(2)
	for _, index := range indexes {
		group.Go(func() error { return executeAlone(ctx, config, index.SQL) })
	}
	if err := group.Wait(); err != nil {
		return fmt.Errorf("create the indexes: %w", err)
	}
	return nil
}

func executeAlone(ctx context.Context, config *pgx.ConnConfig, sql string) error {
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	if _, err := conn.Exec(ctx, sql); err != nil {
		return fmt.Errorf("%s: %w", sql, err)
	}
	return nil
}
