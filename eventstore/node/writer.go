package node

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/google/uuid"
	"github.com/hashicorp/golang-lru/v2/simplelru"
)

const (
	// queueLength is how many appends may wait before callers are held up.
	queueLength = 1024
	// transactionBytes is about how much one transaction may write.
	transactionBytes = 4 << 20
	// rememberedHeads is how many streams' ends are kept in memory.
	rememberedHeads = 100_000
	// rememberedIDs is how many recent events a resend without a number finds.
	rememberedIDs = 100_000
	// idle is after how long without appends the session is looked after.
	idle = time.Second
	// pingPatience and transactPatience are how long PostgreSQL may take before
	// the session counts as lost: a machine that vanishes does not say goodbye.
	pingPatience, transactPatience = 5 * time.Second, time.Minute
)

// writer is the one goroutine that appends to the log.
type writer struct {
	reopen  func(context.Context) (*session, error)
	logger  *slog.Logger
	tail    *tail
	limits  *registry
	metrics *metrics
	queue   chan *request
	closing chan struct{} // closed by the node: take no more
	done    chan struct{} // closed by the writer: its end
	reason  error         // why it ended by itself; read after done

	// Of the goroutine alone:
	session     *session
	transaction *transaction
	position    uint64 // of the next event
	stream      int64  // id of the next stream
	heads       *simplelru.LRU[string, head]
	remembered  *simplelru.LRU[uuid.UUID, place]
}

// newWriter takes over a session that holds the lock. reopen makes another, should
// it break.
func newWriter(ctx context.Context, s *session, tailBytes int, reopen func(context.Context) (*session, error), logger *slog.Logger) (*writer, error) {
	w := &writer{
		reopen: reopen, logger: logger, session: s, transaction: newTransaction(),
		limits: &registry{}, queue: make(chan *request, queueLength), closing: make(chan struct{}), done: make(chan struct{}),
	}
	if err := w.begin(ctx); err != nil {
		return nil, err
	}
	w.tail = newTail(tailBytes, w.position)
	return w, nil
}

// begin learns from the table where the log ends and what was written last; all
// that was in memory is forgotten.
func (w *writer) begin(ctx context.Context) (err error) {
	w.heads, _ = simplelru.NewLRU[string, head](rememberedHeads, nil)
	w.remembered, _ = simplelru.NewLRU[uuid.UUID, place](rememberedIDs, nil)
	if w.position, w.stream, err = w.session.counters(ctx); err != nil {
		return err
	}
	streams, err := w.session.limits(ctx)
	if err != nil {
		return err
	}
	w.limits.reset(streams)
	return w.session.recall(ctx, w.position, func(id uuid.UUID, p place) { w.remembered.Add(id, p) })
}

// submit puts a request into the queue. It does not return before there is
// room, or the request is sure not to be written.
func (w *writer) submit(r *request) error {
	r.done, r.submitted = make(chan outcome, 1), time.Now()
	select {
	case <-w.closing:
		return errStopping
	default:
	}
	select {
	case w.queue <- r:
		return nil
	case <-w.closing:
		return errStopping
	case <-r.ctx.Done():
		return notWritten(r.ctx)
	}
}

// await waits for the outcome of a request in the queue.
func (w *writer) await(r *request) outcome {
	o := w.outcome(r)
	w.metrics.answered(r.submitted, o)
	return o
}

func (w *writer) outcome(r *request) outcome {
	select {
	case o := <-r.done:
		return o
	case <-r.ctx.Done():
		if r.abandon() {
			return outcome{err: notWritten(r.ctx)}
		}
		return outcome{err: inDoubt(r.ctx)}
	case <-w.done:
		select {
		case o := <-r.done:
			return o
		default:
			return outcome{err: errStopping}
		}
	}
}

// perform hands a request to the writer and waits for its outcome.
func (w *writer) perform(r *request) outcome {
	if err := w.submit(r); err != nil {
		return outcome{err: err}
	}
	return w.await(r)
}

// run serves until closing is closed and the queue is empty, or the log is lost.
func (w *writer) run(ctx context.Context) {
	defer close(w.done)
	defer func() { w.session.close() }()
	for {
		requests, open := w.next()
		if !open {
			return
		}
		var err error
		if len(requests) == 0 {
			err = within(ctx, pingPatience, w.session.conn.Ping)
		}
		for err == nil && len(requests) > 0 {
			err = within(ctx, transactPatience, func(ctx context.Context) (err error) {
				requests, err = w.transact(ctx, requests)
				return err
			})
		}
		if err == nil {
			continue
		}
		w.logger.ErrorContext(ctx, "event log session failed", slog.Any("error", err))
		w.metrics.lostSession()
		for _, r := range requests {
			r.done <- outcome{err: r.failure(err)}
		}
		if lost(err) == nil {
			err = w.recover(ctx)
		}
		if err != nil {
			w.reason = lost(err)
			return
		}
	}
}

// within bounds the time of a step.
func within(ctx context.Context, patience time.Duration, step func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return step(ctx)
}

// next waits for appends and returns all that are there; none after an idle
// while. It is not open when the writer is to end.
func (w *writer) next() (requests []*request, open bool) {
	first, open := w.wait()
	if first == nil {
		return nil, open
	}
	requests, weight := append(requests, first), first.size()
	for weight < transactionBytes {
		select {
		case r := <-w.queue:
			requests, weight = append(requests, r), weight+r.size()
		default:
			return requests, true
		}
	}
	return requests, true
}

func (w *writer) wait() (first *request, open bool) {
	timer := time.NewTimer(idle)
	defer timer.Stop()
	select {
	case r := <-w.queue:
		return r, true
	case <-timer.C:
		return nil, true
	case <-w.closing:
	}
	select {
	case r := <-w.queue: // came before the end
		return r, true
	default:
		return nil, false
	}
}

// lost keeps of the errors that end a writer the one that is not its owner's will.
func lost(err error) error {
	if locked := (*LockedError)(nil); errors.As(err, &locked) || errors.Is(err, ErrDamaged) {
		return err
	}
	return nil
}

// recover goes on after a failure: on the same session where that still lives,
// or on a new one. Appends wait meanwhile. It ends with a *LockedError where
// another node has taken the log, and with ErrDamaged.
func (w *writer) recover(ctx context.Context) error {
	for pause := 50 * time.Millisecond; ; pause = min(2*pause, 2*time.Second) {
		err := w.resume(ctx)
		if err == nil {
			w.tail.restart(w.position)
			w.logger.InfoContext(ctx, "event log session resumed", slog.Uint64("last_position", w.position-1))
			return nil
		}
		if lost(err) != nil || ctx.Err() != nil {
			return err
		}
		select {
		case <-time.After(pause):
		case <-w.closing:
			return err
		}
	}
}

func (w *writer) resume(ctx context.Context) error {
	if w.session.conn.IsClosed() {
		s, err := w.reopen(ctx)
		if err != nil {
			return err
		}
		w.session = s
	}
	return w.begin(ctx)
}
