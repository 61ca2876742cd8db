package node

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/samber/lo"
)

// transact writes as many of the requests as one transaction can decide on, and
// answers them. It returns those that are left; with an error, those whose
// outcome is not known.
func (w *writer) transact(ctx context.Context, requests []*request) (left []*request, err error) {
	unknown := lo.FilterMap(requests, func(r *request, _ int) (string, bool) { return r.stream, !w.heads.Contains(r.stream) })
	if len(unknown) > 0 {
		if err := w.learn(ctx, lo.Uniq(unknown)); err != nil {
			return requests, err
		}
	}
	t := w.transaction
	t.begin()
	for i, r := range requests {
		decided, err := w.decide(ctx, t, r)
		if err != nil {
			return requests, err
		}
		if !decided {
			left = requests[i:]
			break
		}
	}
	if len(t.records) > 0 {
		began := time.Now()
		written := w.session.insert(ctx, t)
		events, bytes := t.events() // while PostgreSQL writes
		if err := written.Close(); err != nil {
			return requests, err
		}
		w.metrics.transacted(began, len(events), bytes)
		w.remember(t)
		w.tail.add(events, bytes)
	}
	for _, a := range t.answers {
		a.request.done <- a.outcome
	}
	return left, nil
}

// learn reads the ends of streams into memory.
func (w *writer) learn(ctx context.Context, names []string) error {
	found, err := w.session.heads(ctx, names)
	if err != nil {
		return err
	}
	for _, name := range names {
		h, exists := found[name]
		w.heads.Add(name, lo.Ternary(exists, h, noHead))
	}
	return nil
}

// decide adds a request's events or its answer to the transaction. It is not
// decided where it must be compared with events that this transaction writes.
func (w *writer) decide(ctx context.Context, t *transaction, r *request) (decided bool, err error) {
	if !r.begin() {
		return true, nil // nobody waits for it any more, and nothing was promised
	}
	s, err := w.standing(ctx, t, r)
	if err != nil {
		return false, err
	}
	remembered := func(id uuid.UUID) (int64, bool) { return w.find(t, r.stream, id) }
	verdict, last := judge(r.expected, s, r.ids(), remembered)
	switch verdict {
	case write:
		return w.write(ctx, t, r, s)
	case conflict:
		t.refuse(r, wrongExpected, s)
	case gone:
		t.refuse(r, streamDeleted, s)
	case compare, resent:
		if s.changed {
			return false, nil
		}
		if verdict == compare {
			return w.compare(ctx, t, r, s)
		}
		return true, w.repeat(ctx, t, r, s.head, last)
	}
	return true, nil
}

// compare answers a request that is behind the stream's end: with the old place
// where the very same events follow the expected revision, else with a
// conflict; but whoever expects no stream may write to one that is soft-deleted.
func (w *writer) compare(ctx context.Context, t *transaction, r *request, s standing) (decided bool, err error) {
	last := r.expected.revision + int64(len(r.events))
	found, err := w.session.between(ctx, s.head.id, r.expected.revision+1, last)
	if err != nil {
		return false, err
	}
	same := 0
	for same < min(len(found), len(r.events)) && found[same].id == r.events[same].id {
		same++
	}
	switch {
	case same == len(r.events):
		t.answer(r, outcome{current: last, position: found[same-1].position})
	case same == 0 && r.expected == noStream && s.hidden:
		return w.write(ctx, t, r, s)
	default:
		t.refuse(r, wrongExpected, s)
	}
	return true, nil
}

// repeat answers a request whose events were written before, up to revision last.
func (w *writer) repeat(ctx context.Context, t *transaction, r *request, h head, last int64) error {
	found, err := w.session.between(ctx, h.id, last, last)
	if err != nil {
		return err
	}
	t.answer(r, outcome{current: last, position: found[0].position})
	return nil
}

// find looks for a recent event of the stream by its id.
func (w *writer) find(t *transaction, stream string, id uuid.UUID) (revision int64, known bool) {
	p, known := t.ids[id]
	if !known {
		p, known = w.remembered.Get(id)
	}
	return p.revision, known && p.stream == stream
}

// remember keeps what a durable transaction has changed.
func (w *writer) remember(t *transaction) {
	for name, h := range t.heads {
		w.heads.Add(name, h)
	}
	for id, p := range t.ids {
		w.remembered.Add(id, p)
	}
	w.limits.apply(t.limits, t.heads)
}
