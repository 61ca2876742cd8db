package engine

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/diachinh/diachinh/domain/es"
)

// checkpoint is a row of the table of that name. A nil position stands before
// the first event.
type checkpoint struct {
	log      uuid.UUID
	shape    int
	position *es.Position
}

// querier is what reads or writes rows: a connection, a transaction, a pool.
type querier interface {
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
}

const (
	readCheckpoint = `
		select log_id, shape, commit_position, prepare_position
		  from checkpoint
		 where model = $1`
	lockCheckpoint = readCheckpoint + `
		   for update`
	enterCheckpoint = `
		insert into checkpoint (model, log_id, shape)
		values ($1, $2, $3)
		    on conflict (model) do nothing`
	moveCheckpoint = `
		update checkpoint
		   set commit_position = $2, prepare_position = $3, updated_at = clock_timestamp()
		 where model = $1`
)

func queryCheckpoint(ctx context.Context, q querier, sql, model string) (checkpoint, error) {
	var c checkpoint
	var commit, prepare *int64
	if err := q.QueryRow(ctx, sql, model).Scan(&c.log, &c.shape, &commit, &prepare); err != nil {
		return checkpoint{}, fmt.Errorf("read the checkpoint of %s: %w", model, err)
	}
	if commit != nil {
		c.position = &es.Position{Commit: uint64(*commit), Prepare: uint64(*prepare)}
	}
	return c, nil
}

// serves reports whether rows up to the checkpoint can be built on.
func (c checkpoint) serves(model Model, log uuid.UUID) error {
	if c.log != log || c.shape != model.Shape() {
		return &StaleError{Model: model.Name(), LogFound: c.log, LogID: log, ShapeFound: c.shape, Shaped: model.Shape()}
	}
	return nil
}

// reached reports whether a checkpoint's position is at or after another. The
// zero position is that of an empty log, which every model has reached.
func reached(at *es.Position, wanted es.Position) bool {
	if at == nil {
		return wanted == es.Position{}
	}
	return at.Compare(wanted) >= 0
}

// same reports whether two checkpoints' positions are equal.
func same(a, b *es.Position) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}

// poll is how often another process's progress is looked at, questionPatience how
// long one look may take.
const poll, questionPatience = 20 * time.Millisecond, 5 * time.Second

// WaitForCheckpoint waits until models that another process's engine keeps have
// come to a position of a log. A model that was built from another log has no such
// position: it answers a *StaleError. When ctx's time is up it returns ErrNotYet.
func WaitForCheckpoint(ctx context.Context, pool *pgxpool.Pool, log uuid.UUID, models []string, position es.Position) error {
	const lagging = `
		select count(*) filter (where (coalesce(commit_position, 0), coalesce(prepare_position, 0)) < ($2, $3)),
		       coalesce(min(model) filter (where log_id <> $4), ''),
		       coalesce((min(log_id::text) filter (where log_id <> $4))::uuid, $4)
		  from unnest($1::text[]) as wanted (model)
		  left join registry.checkpoint using (model)`
	for {
		var behind int
		var stale StaleError
		// The question itself is short and not cancelled half-way: that would cost
		// the pool the connection.
		question, cancel := context.WithTimeout(context.WithoutCancel(ctx), questionPatience)
		err := pool.QueryRow(question, lagging, models, int64(position.Commit), int64(position.Prepare), log).
			Scan(&behind, &stale.Model, &stale.LogFound)
		cancel()
		if err != nil {
			return fmt.Errorf("read the checkpoints: %w", err)
		}
		if stale.Model != "" {
			stale.LogID = log
			return &stale
		}
		if behind == 0 {
			return nil
		}
		select {
		case <-ctx.Done():
			return notYet(ctx, models, position)
		case <-time.After(poll):
		}
	}
}

func notYet(ctx context.Context, models []string, position es.Position) error {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return fmt.Errorf("%w: %v, position %d/%d", ErrNotYet, models, position.Commit, position.Prepare)
	}
	return ctx.Err()
}
