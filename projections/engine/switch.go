package engine

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/samber/lo"

	"github.com/diachinh/diachinh/domain/es"
)

const (
	// lockPatience is how long a switch holds up readers while it waits for one
	// of them; then it lets go and tries again.
	lockPatience = `300ms`
	// leastRest and mostRest bound the pauses between attempts.
	leastRest, mostRest = 100 * time.Millisecond, 2 * time.Second
	// catchUpPatience is how long a switch holds up the live engine for the last
	// few events.
	catchUpPatience = 5 * time.Second
)

// errBehind says that the live models ran ahead while the switch waited.
var errBehind = errors.New("new tables are behind the live ones")

// switchOver catches up and switches, again and again until no reader is in the
// way: a reader keeps the tables that it has begun to read for as long as its
// transaction lasts.
func (r *rebuild) switchOver(ctx context.Context) error {
	for rest := leastRest; ; rest = min(2*rest, mostRest) {
		err := r.attempt(ctx)
		if !busy(err) {
			return err
		}
		r.config.Logger.Info("tables are in use, the switch will be tried again", "reason", err, "pause", rest)
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(rest):
		}
	}
}

// busy reports whether an attempt only came at a bad time: a lock not had in
// time, a deadlock, a live engine in full flow.
func busy(err error) bool {
	var server *pgconn.PgError
	return errors.Is(err, errBehind) || errors.As(err, &server) && (server.Code == "55P03" || server.Code == "40P01")
}

// attempt brings the new tables to the end of the log, stops the live engine by
// locking its checkpoints, lets the new tables come to where it was, and
// switches.
func (r *rebuild) attempt(ctx context.Context) error {
	engine, err := start(ctx, r.config, next)
	if err != nil {
		return err
	}
	defer engine.Stop()
	if err := engine.WaitCaughtUp(ctx); err != nil {
		return err
	}
	return pgx.BeginFunc(ctx, r.conn, func(tx pgx.Tx) error {
		// The whole table and not its rows: an engine that waits for a row would
		// keep the table from being dropped.
		if err := r.execute(ctx, `set local lock_timeout = '`+lockPatience+`'`,
			`lock table `+live+`.checkpoint in access exclusive mode`); err != nil {
			return err
		}
		if err := r.reachLive(ctx, tx, engine); err != nil {
			return err
		}
		engine.Stop()
		return r.replace(ctx, tx)
	})
}

// reachLive waits until the new tables hold what the live ones hold. Positions
// of another log are no measure, nor are those beyond the log's end.
func (r *rebuild) reachLive(ctx context.Context, tx pgx.Tx, engine *Engine) error {
	end, err := endOf(ctx, r.config.Store)
	if err != nil || end == nil {
		return err
	}
	var commit, prepare *int64
	err = tx.QueryRow(ctx, `
		select commit_position, prepare_position
		  from registry.checkpoint
		 where log_id = $1 and (commit_position, prepare_position) <= ($2, $3)
		 order by commit_position desc, prepare_position desc
		 limit 1`, r.config.LogID, int64(end.Commit), int64(end.Prepare)).Scan(&commit, &prepare)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, catchUpPatience)
	defer cancel()
	err = engine.WaitFor(ctx, nil, es.Position{Commit: uint64(*commit), Prepare: uint64(*prepare)})
	if errors.Is(err, ErrNotYet) {
		return errBehind
	}
	return err
}

// readingViews are the views that read live tables, the analysts' among them.
const readingViews = `
	select format('create or replace view %I.%I as %s', n.nspname, v.relname, pg_get_viewdef(v.oid))
	  from pg_class v
	  join pg_namespace n on n.oid = v.relnamespace
	 where v.relkind = 'v'
	   and v.oid in (select w.ev_class
	                   from pg_depend d
	                   join pg_rewrite w on w.oid = d.objid
	                   join pg_class t on t.oid = d.refobjid
	                  where d.classid = 'pg_rewrite'::regclass and d.refclassid = 'pg_class'::regclass
	                    and t.relnamespace = 'registry'::regnamespace)
	 order by v.oid`

// replace points the views at the new tables, which keeps their grants and
// comments, and puts the new tables in the place of the old. It locks in the
// order in which readers do, lest each wait for the other: a view before its
// tables, and those that depend on others (models are listed after what they
// build on) before the others.
func (r *rebuild) replace(ctx context.Context, tx pgx.Tx) error {
	if err := r.execute(ctx, `set local search_path = `+live+`, public`); err != nil {
		return err
	}
	rows, _ := tx.Query(ctx, readingViews)
	statements, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return fmt.Errorf("list the views: %w", err)
	}
	statements = append([]string{`set local search_path = ` + next + `, public`}, statements...)
	tables, err := r.tables(ctx)
	if err != nil {
		return err
	}
	slices.Reverse(tables)
	names := lo.Map(tables, func(t Table, _ int) string { return live + "." + t.Name })
	statements = append(statements, `lock table `+strings.Join(names, ", ")+` in access exclusive mode`)
	for _, table := range tables {
		statements = append(statements,
			fmt.Sprintf(`drop table %s.%s`, live, table.Name),
			fmt.Sprintf(`alter table %s.%s set schema %s`, next, table.Name, live))
	}
	return r.execute(ctx, statements...)
}
