package main

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/diachinh/diachinh/projections/engine"
)

// enginesLock is what every process that keeps the read models in step holds
// together with the others: so a command knows that it need not do so too. Two
// engines at once do no harm, since each takes up a model where its checkpoint
// is and locks that; they only do the work twice. So it is no matter that the
// sign is lost where PostgreSQL is restarted.
const enginesLock = `hashtext('diachinh engine')`

// keepInStep starts the engine, unless another process has one; demanded, in any
// case.
func (p *platform) keepInStep(ctx context.Context, demanded bool) error {
	conn, err := pgx.Connect(ctx, p.database.url)
	if err != nil {
		return fmt.Errorf("connect to the database: %w", err)
	}
	p.engines = conn
	if !demanded {
		elsewhere, err := p.engineElsewhere(ctx)
		if err != nil || elsewhere {
			p.engines = nil
			conn.Close(ctx)
			return err
		}
	}
	if _, err := conn.Exec(ctx, `select pg_advisory_lock_shared(`+enginesLock+`)`); err != nil {
		return fmt.Errorf("show that the read models are kept in step: %w", err)
	}
	p.engine, err = engine.Start(ctx, p.engineConfig())
	return err
}

// engineElsewhere says whether another process keeps the read models in step.
func (p *platform) engineElsewhere(ctx context.Context) (bool, error) {
	var free bool
	err := p.engines.QueryRow(ctx, `select pg_try_advisory_lock(`+enginesLock+`)`).Scan(&free)
	if err == nil && free {
		_, err = p.engines.Exec(ctx, `select pg_advisory_unlock(`+enginesLock+`)`)
	}
	if err != nil {
		return false, fmt.Errorf("look who keeps the read models in step: %w", err)
	}
	return !free, nil
}
