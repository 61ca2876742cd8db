package node

import "context"

// standing tells how a request's stream stands within a transaction.
func (w *writer) standing(ctx context.Context, t *transaction, r *request) (s standing, err error) {
	s.head, s.changed, err = w.head(ctx, t, r.stream)
	if err != nil {
		return s, err
	}
	s.hidden = w.limitsIn(t, r.stream).hidden()
	s.dead = s.head.revision == lastOfAll || w.diesWith(t, r.stream)
	if r.expected.form == streamExists && s.head.revision == noRevision {
		metadata, _, err := w.head(ctx, t, metadataPrefix+r.stream)
		if err != nil {
			return s, err
		}
		s.described = metadata.revision != noRevision
	}
	return s, nil
}

// diesWith tells whether the stream that this one describes has a tombstone.
func (w *writer) diesWith(t *transaction, stream string) bool {
	original, isMetadata := described(stream)
	return isMetadata && (w.limitsIn(t, original).deleted || w.diesWith(t, original))
}

// limitsIn returns a stream's limits as a transaction leaves them.
func (w *writer) limitsIn(t *transaction, stream string) limits {
	if l, changed := t.limits[stream]; changed {
		return l.limits
	}
	l, _ := w.limits.of(stream)
	return l.limits
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
	if err := w.learn(ctx, []string{name}); err != nil {
		return head{}, false, err
	}
	h, _ = w.heads.Get(name)
	return h, false, nil
}
