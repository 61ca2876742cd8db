package engine

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/samber/lo"

	"github.com/diachinh/diachinh/domain/es"
)

// live is the schema of the tables that everybody reads.
const live = "registry"

// Engine keeps models in step with the log from Start to Stop.
type Engine struct {
	config  Config
	workers []*worker
	stop    context.CancelFunc
	stopped sync.WaitGroup
}

// Start takes up every model at its checkpoint and follows the log. A model of
// another log or shape, or one that is ahead of the log, is refused with a
// *StaleError. Stop the engine in the end.
func Start(ctx context.Context, config Config) (*Engine, error) {
	return start(ctx, config, live)
}

func start(ctx context.Context, config Config, schema string) (*Engine, error) {
	if err := config.validate(); err != nil {
		return nil, err
	}
	connection, err := connection(config.DatabaseURL, schema)
	if err != nil {
		return nil, err
	}
	e := &Engine{config: config}
	for _, model := range config.Models {
		e.workers = append(e.workers, newWorker(model, config.LogID, connection, config.Logger))
	}
	if err := e.restore(ctx); err != nil {
		e.disconnect()
		return nil, err
	}
	running, stop := context.WithCancel(context.WithoutCancel(ctx))
	e.stop = stop
	e.stopped.Go(func() { e.follow(running) })
	return e, nil
}

// connection is how models connect: tables by search path, and no wait for the
// disk, which is safe because a checkpoint is lost with its rows (see the
// package's documentation). Plans are made each time: one made for an empty
// table would scan it when it has a million rows.
func connection(url, schema string) (*pgx.ConnConfig, error) {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("database URL: %w", err)
	}
	config.RuntimeParams["search_path"] = schema + ", public"
	config.RuntimeParams["synchronous_commit"] = "off"
	config.RuntimeParams["plan_cache_mode"] = "force_custom_plan"
	config.RuntimeParams["lock_timeout"] = "10s"
	config.RuntimeParams["application_name"] = "diachinh projections"
	return config, nil
}

// Stop lets the batches under way commit, and ends. A second Stop does nothing.
func (e *Engine) Stop() {
	e.stop()
	e.stopped.Wait()
	e.disconnect()
}

func (e *Engine) disconnect() {
	for _, w := range e.workers {
		w.disconnect()
	}
}

func (e *Engine) restore(ctx context.Context) error {
	for _, w := range e.workers {
		if err := w.restore(ctx); err != nil {
			return err
		}
	}
	return e.within(ctx)
}

// within refuses models that are ahead of the log. Its end is looked up after
// their positions: an engine in another process may move on meanwhile.
func (e *Engine) within(ctx context.Context) error {
	end, err := endOf(ctx, e.config.Store)
	if err != nil {
		return err
	}
	for _, w := range e.workers {
		if at := w.status().Position; at != nil && !reached(end, *at) {
			return &StaleError{Model: w.model.Name(), LogFound: w.log, LogID: w.log, Ahead: at}
		}
	}
	return nil
}

// endOf is the position of a log's last event, nil where it is empty.
func endOf(ctx context.Context, log es.Store) (*es.Position, error) {
	for last, err := range log.ReadAll(ctx, es.Backwards, nil) {
		if err != nil {
			return nil, fmt.Errorf("find the end of the log: %w", err)
		}
		return &last.Position, nil
	}
	return nil, nil
}

// follow runs sessions, one after the other: a session ends with the engine, or
// where the subscription broke or tables were switched, and the next goes on
// from the checkpoints.
func (e *Engine) follow(ctx context.Context) {
	for pause := leastPause; ctx.Err() == nil; {
		began := time.Now()
		err := newSession(e.config, e.workers).run(ctx, e.earliest())
		if ctx.Err() != nil {
			return
		}
		if errors.Is(err, errMoved) {
			e.config.Logger.Info("tables were switched by a rebuild, going on from their checkpoints")
		} else {
			e.config.Logger.Warn("projections interrupted, starting again", "error", err, "pause", pause)
		}
		if time.Since(began) > mostPause {
			pause = leastPause
		}
		e.takeUp(ctx, pause)
		pause = min(2*pause, mostPause)
	}
}

// takeUp reads the checkpoints again, for as long as the database needs.
func (e *Engine) takeUp(ctx context.Context, pause time.Duration) {
	for ; ctx.Err() == nil; pause = min(2*pause, mostPause) {
		select {
		case <-ctx.Done():
			return
		case <-time.After(pause):
		}
		err := e.restore(ctx)
		if err == nil {
			return
		}
		e.config.Logger.Warn("checkpoints or the log's end cannot be read, trying again", "error", err)
	}
}

// earliest is the position of the model that is furthest behind.
func (e *Engine) earliest() *es.Position {
	positions := lo.Map(e.workers, func(w *worker, _ int) *es.Position {
		w.mu.Lock()
		defer w.mu.Unlock()
		return w.position
	})
	if slices.Contains(positions, nil) {
		return nil
	}
	return slices.MinFunc(positions, func(a, b *es.Position) int { return a.Compare(*b) })
}
