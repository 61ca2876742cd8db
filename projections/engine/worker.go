package engine

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/diachinh/diachinh/domain/es"
)

const (
	// maxBatch is how many events one transaction takes.
	maxBatch = 2048
	// maxBatchBytes is how many bytes of events one transaction takes.
	maxBatchBytes = 8 << 20
	// batchPatience is how long a transaction may take before the connection
	// counts as lost.
	batchPatience = time.Minute
	// cureInterval is how often a stopped model looks whether a rebuild in
	// another process has cured it.
	cureInterval = 2 * time.Second
	// lull is how long the checkpoint may stay behind events that the model ignores.
	lull = 100 * time.Millisecond
	// stopPatience is how long a model that ends may take to move its checkpoint over
	// what it ignored; what it leaves out is read again.
	stopPatience = 2 * time.Second
	// leastPause and mostPause bound the pauses between attempts while the
	// database is away.
	leastPause, mostPause = 50 * time.Millisecond, 5 * time.Second
)

// worker keeps one model: it takes prepared chunks from its queue and applies
// them on a connection of its own.
type worker struct {
	model  Model
	log    uuid.UUID
	config *pgx.ConnConfig
	logger *slog.Logger
	conn   *pgx.Conn // of run's goroutine alone
	// kept is the checkpoint as this worker left it, of run's goroutine alone. It
	// may be behind position, but only by events that the model ignores.
	kept *es.Position
	// behind is since when it is.
	behind time.Time

	mu       sync.Mutex
	position *es.Position  // of the last event that was applied or ignored
	received uint64        // events, since the session began
	applied  uint64        // events, since the session began
	waiting  time.Time     // by when the oldest event not yet applied was received
	caughtUp bool          // everything that the log held was applied
	poisoned error         // why the model stands still
	changed  chan struct{} // closed at the next change of the above
}

func newWorker(model Model, log uuid.UUID, config *pgx.ConnConfig, logger *slog.Logger) *worker {
	return &worker{model: model, log: log, config: config, logger: logger.With("model", model.Name()), changed: make(chan struct{})}
}

// update changes what others see, and wakes those who wait for it.
func (w *worker) update(change func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	change()
	close(w.changed)
	w.changed = make(chan struct{})
}

// restore enters the model among the checkpoints, if it is new, and takes up
// the position that stands there.
func (w *worker) restore(ctx context.Context) error {
	conn, err := w.connect(ctx)
	if err != nil {
		return err
	}
	if _, err := conn.Exec(ctx, enterCheckpoint, w.model.Name(), w.log, w.model.Shape()); err != nil {
		return fmt.Errorf("enter the checkpoint of %s: %w", w.model.Name(), err)
	}
	found, err := queryCheckpoint(ctx, conn, readCheckpoint, w.model.Name())
	if err == nil {
		err = found.serves(w.model, w.log)
	}
	if err != nil {
		return err
	}
	w.kept = found.position
	w.update(func() {
		w.position, w.received, w.applied, w.poisoned, w.caughtUp = found.position, 0, 0, nil, false
	})
	return nil
}

// receive takes notice of an event that is on its way to the model.
func (w *worker) receive(at time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.received == w.applied {
		w.waiting = at
	}
	w.received++
}

// run applies what the queue brings until the queue or ctx ends. It returns
// errMoved where the checkpoint is no longer the one it left.
func (w *worker) run(ctx context.Context, queue *queue) error {
	for {
		batch, err := queue.take(ctx, w.owed())
		if ctx.Err() != nil {
			return errors.Join(ctx.Err(), w.settleAtEnd(ctx))
		}
		if err == nil {
			err = w.apply(ctx, batch)
		}
		var poison *PoisonedError
		if errors.As(err, &poison) {
			queue.close()
			// Others wait for the checkpoint up to the event at fault.
			if err := w.settle(ctx); errors.Is(err, errMoved) {
				return err
			}
			return w.standStill(ctx, poison)
		}
		if err != nil {
			return err
		}
	}
}

// owed is when the checkpoint must be moved though no row is to be written; nil
// where it is where it should be.
func (w *worker) owed() <-chan time.Time {
	if same(w.kept, w.position) {
		return nil
	}
	return time.After(lull - time.Since(w.behind))
}

// settle moves the checkpoint over the events that the model ignored.
func (w *worker) settle(ctx context.Context) error {
	if same(w.kept, w.position) {
		return nil
	}
	return w.commit(ctx, batch{}, *w.position, batchPatience)
}

// settleAtEnd is settle of a model that ends, which waits for no database.
func (w *worker) settleAtEnd(ctx context.Context) error {
	if same(w.kept, w.position) {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopPatience)
	defer cancel()
	return w.commit(ctx, batch{}, *w.position, stopPatience)
}

// apply commits a batch, waiting for the database as long as it takes. Where
// the batch fails it is applied event by event, which commits what comes before
// the event at fault and names that one.
func (w *worker) apply(ctx context.Context, batch batch) error {
	err := w.persist(ctx, batch)
	if err == nil || transient(err) || errors.Is(err, errMoved) || ctx.Err() != nil || len(batch.items) == 0 {
		return err
	}
	if len(batch.items) == 1 {
		return w.poison(batch.items[0], err)
	}
	for _, item := range batch.items {
		if err := w.apply(ctx, batchOf(item)); err != nil {
			return err
		}
	}
	if batch.caughtUp {
		w.update(func() { w.caughtUp = true })
	}
	return nil
}

func (w *worker) poison(item item, err error) error {
	return &PoisonedError{
		Model: w.model.Name(), Position: item.position, Stream: item.stream,
		Revision: item.revision, Type: item.kind, Err: err,
	}
}

// persist tries a batch again while the database is away.
func (w *worker) persist(ctx context.Context, batch batch) error {
	for pause := leastPause; ; pause = min(2*pause, mostPause) {
		err := w.transact(ctx, batch)
		if err == nil || !transient(err) || ctx.Err() != nil {
			return err
		}
		w.logger.Warn("database is away, batch will be tried again", "error", err, "pause", pause)
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
		}
	}
}

// transact takes a batch in: one that changes something in a transaction, one
// that the model ignores by noting how far it has come, and moving the checkpoint
// there now and then. An empty batch says that nothing else has come for a while.
func (w *worker) transact(ctx context.Context, batch batch) error {
	if batch.concerns() {
		if err := w.commit(ctx, batch, batch.last().position, batchPatience); err != nil {
			return err
		}
	} else if same(w.kept, w.position) {
		w.behind = time.Now()
	} else if time.Since(w.behind) >= lull {
		if err := w.settle(ctx); err != nil {
			return err
		}
		w.behind = time.Now()
	}
	w.update(func() {
		if len(batch.items) > 0 {
			last := batch.last()
			w.position, w.waiting = &last.position, last.received
		}
		w.applied += uint64(len(batch.items))
		w.caughtUp = w.caughtUp || batch.caughtUp
	})
	return nil
}

// commit applies a batch and moves the checkpoint to a position, in one
// transaction that may take so long.
func (w *worker) commit(ctx context.Context, batch batch, to es.Position, patience time.Duration) error {
	conn, err := w.connect(ctx)
	if err != nil {
		return err
	}
	// A batch that has begun is finished, also when the engine stops.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	err = pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
		found, err := queryCheckpoint(ctx, tx, lockCheckpoint, w.model.Name())
		if err != nil {
			return err
		}
		return w.write(ctx, tx, found, batch, to)
	})
	if err != nil && conn.IsClosed() {
		return fmt.Errorf("%w: %w", errConnection, err)
	}
	if err == nil {
		w.kept = &to
	}
	return err
}

// write applies what the checkpoint found does not hold already.
func (w *worker) write(ctx context.Context, tx pgx.Tx, found checkpoint, batch batch, to es.Position) error {
	if err := found.serves(w.model, w.log); err != nil {
		return err
	}
	if w.kept != nil && !reached(found.position, *w.kept) {
		return errMoved
	}
	if reached(found.position, to) {
		return nil
	}
	var changes []any
	for _, item := range batch.items {
		if reached(found.position, item.position) {
			continue
		}
		if item.err != nil {
			return item.err
		}
		if item.change != nil {
			changes = append(changes, item.change)
		}
	}
	if len(changes) > 0 {
		if err := w.model.Apply(ctx, tx, changes); err != nil {
			return err
		}
	}
	_, err := tx.Exec(ctx, moveCheckpoint, w.model.Name(), int64(to.Commit), int64(to.Prepare))
	return err
}

// standStill tells of the event that stopped the model and waits until the
// checkpoint is another one, which only a rebuild brings about.
func (w *worker) standStill(ctx context.Context, poison *PoisonedError) error {
	w.logger.Error("read model stopped at an event", "error", poison,
		"stream", poison.Stream, "revision", poison.Revision, "position", poison.Position.Commit)
	w.update(func() { w.poisoned = poison })
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(cureInterval):
		}
		conn, err := w.connect(ctx)
		if err != nil {
			continue
		}
		found, err := queryCheckpoint(context.WithoutCancel(ctx), conn, readCheckpoint, w.model.Name())
		if err == nil && found.serves(w.model, w.log) == nil && !same(found.position, w.kept) {
			return errMoved
		}
	}
}

func (w *worker) connect(ctx context.Context) (*pgx.Conn, error) {
	if w.conn != nil && !w.conn.IsClosed() {
		return w.conn, nil
	}
	conn, err := pgx.ConnectConfig(ctx, w.config)
	if err != nil {
		return nil, fmt.Errorf("connect to the database: %w", err)
	}
	w.conn = conn
	return conn, nil
}

func (w *worker) disconnect() {
	if w.conn != nil {
		w.conn.Close(context.Background())
	}
}
