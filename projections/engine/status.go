package engine

import (
	"context"
	"slices"
	"time"

	"github.com/diachinh/diachinh/domain/es"
)

// ModelStatus says how far a model is.
type ModelStatus struct {
	Name string
	// Position is that of the last event applied; nil before the first.
	Position *es.Position
	// Behind is how many events were received and not yet applied.
	Behind uint64
	// Lag is how long the oldest event that waits has done so since it was
	// received, or a little more; zero while none waits.
	Lag time.Duration
	// CaughtUp says that all that the log held at the start has been applied.
	CaughtUp bool
	// Poisoned is a *PoisonedError where the model stands still, else nil.
	Poisoned error
}

// Status tells of every model, in the order of the configuration.
func (e *Engine) Status() []ModelStatus {
	statuses := make([]ModelStatus, len(e.workers))
	for i, w := range e.workers {
		statuses[i] = w.status()
	}
	return statuses
}

func (w *worker) status() ModelStatus {
	w.mu.Lock()
	defer w.mu.Unlock()
	s := ModelStatus{Name: w.model.Name(), Position: w.position, CaughtUp: w.caughtUp, Poisoned: w.poisoned}
	if w.received > w.applied {
		s.Behind, s.Lag = w.received-w.applied, time.Since(w.waiting)
	}
	return s
}

// WaitFor returns when the models named (none: all) have applied the log up to
// a position: ErrPoisoned where one stands still before it, ErrNotYet when ctx's
// time is up.
func (e *Engine) WaitFor(ctx context.Context, models []string, position es.Position) error {
	for _, w := range e.workers {
		if len(models) > 0 && !slices.Contains(models, w.model.Name()) {
			continue
		}
		if err := w.waitFor(ctx, position); err != nil {
			return err
		}
	}
	return nil
}

func (w *worker) waitFor(ctx context.Context, position es.Position) error {
	for {
		w.mu.Lock()
		at, poisoned, changed := w.position, w.poisoned, w.changed
		w.mu.Unlock()
		switch {
		case reached(at, position):
			return nil
		case poisoned != nil:
			return poisoned
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return notYet(ctx, []string{w.model.Name()}, position)
		}
	}
}

// WaitCaughtUp returns when every model has applied all that the log held when
// its reader came to its end.
func (e *Engine) WaitCaughtUp(ctx context.Context) error {
	for _, w := range e.workers {
		if err := w.waitCaughtUp(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (w *worker) waitCaughtUp(ctx context.Context) error {
	for {
		w.mu.Lock()
		caughtUp, poisoned, changed := w.caughtUp, w.poisoned, w.changed
		w.mu.Unlock()
		if caughtUp || poisoned != nil {
			return poisoned
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
