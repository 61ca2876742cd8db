package engine

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/samber/lo"

	"github.com/diachinh/diachinh/domain/es"
)

// next is the schema in which a rebuild makes the tables that will be live.
const next = "registry_next"

// ErrRebuilding says that another process is rebuilding. Wait for it.
var ErrRebuilding = errors.New("another rebuild is under way")

// Phase is a part of a rebuild.
type Phase string

const (
	// Loading applies the log to new tables.
	Loading Phase = "loading"
	// Indexing creates the indexes.
	Indexing Phase = "indexing"
	// Switching catches up and puts the new tables in the place of the old.
	Switching Phase = "switching"
)

// Progress says how far a rebuild is.
type Progress struct {
	Phase  Phase
	Events uint64 // applied so far
	// PerSecond is the mean rate of loading, in events.
	PerSecond float64
	// Left is how long loading will still take, judged by the log's position.
	Left time.Duration
}

// Rebuild makes all models anew beside the live ones and switches when they have
// caught up: all together, in one transaction. Readers go on reading, and an
// engine that follows the log, here or in another process, goes on with the new
// tables. Interrupted at any point it leaves the live tables as they were.
func Rebuild(ctx context.Context, config Config, progress func(Progress)) error {
	if err := config.validate(); err != nil {
		return err
	}
	conn, err := pgx.Connect(ctx, config.DatabaseURL)
	if err != nil {
		return fmt.Errorf("connect to the database: %w", err)
	}
	defer conn.Close(context.WithoutCancel(ctx))
	r := &rebuild{config: config, conn: conn, progress: progress}
	if err := r.run(ctx); err != nil {
		return fmt.Errorf("rebuild the read models: %w", err)
	}
	return nil
}

type rebuild struct {
	config   Config
	conn     *pgx.Conn
	progress func(Progress)
	done     Progress
}

func (r *rebuild) run(ctx context.Context) error {
	// The lock goes with the session, however this process ends.
	var alone bool
	if err := r.conn.QueryRow(ctx, `select pg_try_advisory_lock(hashtext('diachinh rebuild'))`).Scan(&alone); err != nil {
		return err
	}
	if !alone {
		return ErrRebuilding
	}
	defer r.clear(context.WithoutCancel(ctx))
	indexes, err := r.createTables(ctx)
	if err != nil {
		return err
	}
	if err := r.load(ctx); err != nil {
		return err
	}
	r.report(Indexing)
	if err := r.finish(ctx, indexes); err != nil {
		return err
	}
	r.report(Switching)
	return r.switchOver(ctx)
}

func (r *rebuild) report(phase Phase) {
	r.done.Phase, r.done.Left = phase, 0
	r.progress(r.done)
}

// load applies the log up to where it ends now.
func (r *rebuild) load(ctx context.Context) error {
	head, err := endOf(ctx, r.config.Store)
	if err != nil || head == nil {
		return err
	}
	engine, err := start(ctx, r.config, next)
	if err != nil {
		return err
	}
	defer engine.Stop()
	began := time.Now()
	for {
		soon, cancel := context.WithTimeout(ctx, time.Second)
		err := engine.WaitFor(soon, nil, *head)
		cancel()
		r.measure(engine, *head, began)
		if err == nil || !errors.Is(err, ErrNotYet) || ctx.Err() != nil {
			return err
		}
	}
}

func (r *rebuild) measure(engine *Engine, head es.Position, began time.Time) {
	slowest := lo.MinBy(engine.workers, func(a, b *worker) bool { return a.appliedSoFar() < b.appliedSoFar() })
	elapsed := time.Since(began)
	r.done = Progress{Phase: Loading, Events: slowest.appliedSoFar()}
	r.done.PerSecond = float64(r.done.Events) / elapsed.Seconds()
	if at := slowest.status().Position; at != nil && at.Commit > 0 && head.Commit > at.Commit {
		r.done.Left = time.Duration(float64(elapsed) * float64(head.Commit-at.Commit) / float64(at.Commit))
	}
	r.progress(r.done)
}

func (w *worker) appliedSoFar() uint64 {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.applied
}
