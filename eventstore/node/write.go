package node

import (
	"context"
	"strconv"

	"github.com/google/uuid"
	"github.com/samber/lo"
)

// write does what a request wants, which may be done. It is not decided where
// that needs metadata that the transaction under way writes.
func (w *writer) write(ctx context.Context, t *transaction, r *request, s standing) (decided bool, err error) {
	switch r.change {
	case softDelete:
		return true, w.hide(ctx, t, r, s)
	case hardDelete:
		w.end(t, r, s)
		return true, nil
	}
	if s.hidden {
		return w.revive(ctx, t, r, s)
	}
	if original, isMetadata := described(r.stream); isMetadata {
		return w.describe(ctx, t, r, s, original)
	}
	w.put(t, r, s.head)
	return true, nil
}

// put adds a request's events to its stream and answers it.
func (w *writer) put(t *transaction, r *request, h head) {
	if len(r.events) == 0 {
		t.answer(r, outcome{current: h.revision})
		return
	}
	h = w.place(t, r.stream, h, r.events...)
	t.answer(r, outcome{current: h.revision, position: w.position - 1})
}

// place adds events behind a stream's end and returns its new end.
func (w *writer) place(t *transaction, stream string, h head, events ...proposed) head {
	for _, e := range events {
		h = w.placeAt(t, stream, head{h.id, h.revision + 1}, e)
	}
	return h
}

// placeAt adds an event at a revision of a stream, which is opened where it had none.
func (w *writer) placeAt(t *transaction, stream string, at head, e proposed) head {
	if at.id == 0 {
		at.id = w.stream
		w.stream++
		t.open(stream, at.id)
	}
	t.add(stream, at, w.position, e)
	w.position++
	return at
}

// end writes the tombstone of a stream.
func (w *writer) end(t *transaction, r *request, s standing) {
	h := w.placeAt(t, r.stream, head{s.head.id, lastOfAll}, r.events[0])
	t.limits[r.stream] = limited{limits{deleted: true}, h.revision}
	if original, isMetadata := described(r.stream); isMetadata {
		t.limits[original] = limited{}
	}
	t.answer(r, outcome{current: h.revision, position: w.position - 1})
}

// hide writes the metadata by which no event of a stream is read any more.
func (w *writer) hide(ctx context.Context, t *transaction, r *request, s standing) error {
	metadata := metadataPrefix + r.stream
	h, _, err := w.head(ctx, t, metadata)
	switch {
	case err != nil:
		return err
	case h.revision == lastOfAll:
		t.refuse(r, streamDeleted, s)
		return nil
	case h.revision == noRevision && s.head.revision == noRevision:
		t.refuse(r, wrongExpected, s)
		return nil
	}
	e := r.events[0]
	e.data = strconv.AppendInt([]byte(`{"`+settingTruncateBefore+`":`), lastOfAll, 10)
	e.data = append(e.data, '}')
	w.place(t, metadata, h, e)
	t.limit(r.stream, limitsOf(e), s.head.revision)
	t.answer(r, outcome{current: s.head.revision, position: w.position - 1})
	return nil
}

// revive appends to a stream that is soft-deleted: it is read again, from what
// is appended.
func (w *writer) revive(ctx context.Context, t *transaction, r *request, s standing) (decided bool, err error) {
	metadata, changed, err := w.head(ctx, t, metadataPrefix+r.stream)
	if err != nil || changed {
		return false, err
	}
	settings, err := w.session.data(ctx, metadata)
	if err != nil {
		return false, err
	}
	w.put(t, r, s.head)
	w.unhide(t, r.stream, metadata, settings, s.head.revision)
	return true, nil
}

// describe appends to a stream of metadata; where the stream described is
// soft-deleted it is read again, from the events to come.
func (w *writer) describe(ctx context.Context, t *transaction, r *request, s standing, original string) (decided bool, err error) {
	h, _, err := w.head(ctx, t, original)
	if err != nil {
		return false, err
	}
	hidden := w.limitsIn(t, original).hidden()
	var settings []byte
	switch last, some := lo.Last(r.events); {
	case some:
		settings = last.data
	case hidden && s.changed:
		return false, nil
	case hidden:
		if settings, err = w.session.data(ctx, s.head); err != nil {
			return false, err
		}
	}
	w.put(t, r, s.head)
	if last, some := lo.Last(r.events); some {
		t.limit(original, limitsOf(last), h.revision)
	}
	if hidden {
		if metadata, changed := t.heads[r.stream]; changed {
			s.head = metadata
		}
		w.unhide(t, original, s.head, settings, h.revision)
	}
	return true, nil
}

// unhide writes metadata by which a stream is read from behind its present
// last revision, with all other settings as they are.
func (w *writer) unhide(t *transaction, stream string, metadata head, settings []byte, last int64) {
	data, done := truncatedFrom(settings, last+1)
	if !done {
		return
	}
	e := proposed{id: uuid.New(), kind: kindMetadata, json: true, data: data}
	w.place(t, metadataPrefix+stream, metadata, e)
	t.limit(stream, limitsOf(e), last)
}
