package node

import (
	"context"

	"github.com/google/uuid"
	"github.com/samber/lo"
)

// metadataPrefix before a stream's name names the stream of its metadata.
const metadataPrefix = "$$"

// transact writes as many of the requests as one transaction can decide on, and
// answers them. It returns those that are left; with an error, those whose
// outcome is not known.
func (w *writer) transact(ctx context.Context, requests []*request) (left []*request, err error) {
	if err := w.learn(ctx, requests); err != nil {
		return requests, err
	}
	t := newTransaction()
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
		events, bytes := t.events()
		if err := w.session.insert(ctx, t); err != nil {
			return requests, err
		}
		w.remember(t)
		w.tail.add(events, bytes)
	}
	for _, a := range t.answers {
		a.request.done <- a.outcome
	}
	return left, nil
}

// learn makes sure that the ends of all the requests' streams are in memory.
func (w *writer) learn(ctx context.Context, requests []*request) error {
	names := lo.FilterMap(requests, func(r *request, _ int) (string, bool) { return r.stream, !w.heads.Contains(r.stream) })
	if len(names) == 0 {
		return nil
	}
	found, err := w.session.heads(ctx, lo.Uniq(names))
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
	if r.ctx.Err() != nil {
		return true, nil // nobody waits for it any more, and nothing was promised
	}
	h, changed, err := w.head(ctx, t, r.stream)
	if err != nil {
		return false, err
	}
	hasMetadata, err := w.hasMetadata(ctx, t, r, h)
	if err != nil {
		return false, err
	}
	ids := lo.Map(r.events, func(e proposed, _ int) uuid.UUID { return e.id })
	remembered := func(id uuid.UUID) (int64, bool) { return w.find(t, r.stream, id) }
	verdict, last := judge(r.expected, h.revision, ids, hasMetadata, remembered)
	switch verdict {
	case write:
		w.write(t, r, h)
	case conflict:
		t.answer(r, outcome{conflict: true, current: h.revision})
	case compare, resent:
		if changed {
			return false, nil
		}
		if verdict == compare {
			return true, w.compare(ctx, t, r, h)
		}
		return true, w.repeat(ctx, t, r, h, last)
	}
	return true, nil
}

func (w *writer) write(t *transaction, r *request, h head) {
	if len(r.events) == 0 {
		t.answer(r, outcome{current: h.revision})
		return
	}
	if h.revision == noRevision {
		h.id = w.stream
		w.stream++
		t.open(r.stream, h.id)
	}
	t.add(r, h, w.position)
	w.position += uint64(len(r.events))
	t.answer(r, outcome{current: t.heads[r.stream].revision, position: w.position - 1})
}

// compare answers a request that is behind the stream's end: with the old place
// where the very same events follow the expected revision, else with a conflict.
func (w *writer) compare(ctx context.Context, t *transaction, r *request, h head) error {
	last := r.expected.revision + int64(len(r.events))
	found, err := w.session.between(ctx, h.id, r.expected.revision+1, last)
	if err != nil {
		return err
	}
	same := len(found) == len(r.events)
	for i := 0; same && i < len(found); i++ {
		same = found[i].id == r.events[i].id
	}
	if same {
		t.answer(r, outcome{current: last, position: found[len(found)-1].position})
	} else {
		t.answer(r, outcome{conflict: true, current: h.revision})
	}
	return nil
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

// head returns the end of a stream as this transaction leaves it, and whether
// the transaction has changed it.
func (w *writer) head(ctx context.Context, t *transaction, name string) (h head, changed bool, err error) {
	if h, changed := t.heads[name]; changed {
		return h, true, nil
	}
	if h, known := w.heads.Get(name); known {
		return h, false, nil
	}
	found, err := w.session.heads(ctx, []string{name})
	if err != nil {
		return head{}, false, err
	}
	h, exists := found[name]
	if !exists {
		h = noHead
	}
	w.heads.Add(name, h)
	return h, false, nil
}

// hasMetadata tells whether a stream exists by its metadata alone, which only
// StreamExists asks of a stream without events.
func (w *writer) hasMetadata(ctx context.Context, t *transaction, r *request, h head) (bool, error) {
	if r.expected.form != streamExists || h.revision != noRevision {
		return false, nil
	}
	metadata, _, err := w.head(ctx, t, metadataPrefix+r.stream)
	return metadata.revision != noRevision, err
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
}
