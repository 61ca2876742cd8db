package node

import (
	"context"
	"log/slog"
	"testing"

	"github.com/google/uuid"

	"github.com/diachinh/diachinh/cluster/testdb"
)

func TestFailedSession(t *testing.T) {
	t.Parallel()
	database := testdb.New(t)
	s, err := openSession(t.Context(), database, "")
	if err != nil {
		t.Fatal(err)
	}
	reopen := func(ctx context.Context) (*session, error) { return openSession(ctx, database, "") }
	w, err := newWriter(t.Context(), s, defaultTailBytes, reopen, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	appending := func() *request {
		event := proposed{id: uuid.New(), kind: "happened.v1"}
		return &request{ctx: t.Context(), stream: "s", expected: expected{form: anyRevision}, events: []proposed{event}}
	}
	begun, waiting := appending(), appending()
	for _, r := range []*request{begun, waiting} {
		if err := w.submit(r); err != nil {
			t.Fatal(err)
		}
	}
	begun.begin()
	if err := s.conn.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	go w.run(t.Context())
	defer func() {
		close(w.closing)
		<-w.done
	}()
	if o := w.await(begun); o.err != errInDoubt {
		t.Errorf("an append that was begun: %v", o.err)
	}
	if o := w.await(waiting); o.err != errNotBegun {
		t.Errorf("an append that was not begun: %v", o.err)
	}
	if o := w.perform(appending()); o.err != nil || o.position != 1 {
		t.Errorf("an append after them: position %d, %v", o.position, o.err)
	}
}

func TestNext(t *testing.T) {
	t.Parallel()
	t.Run("of many events that weigh nothing a transaction takes some", func(t *testing.T) {
		t.Parallel()
		w := &writer{queue: make(chan *request, queueLength)}
		for range queueLength {
			w.queue <- &request{events: make([]proposed, 1_000)}
		}
		requests, open := w.next()
		if events := 1_000 * len(requests); !open || events > transactionBytes/envelope+1_000 {
			t.Errorf("%d events, open %t", events, open)
		}
	})
}

func TestTransaction(t *testing.T) {
	t.Parallel()
	t.Run("one of very many events leaves nothing to be cleared for those after it", func(t *testing.T) {
		t.Parallel()
		tx := newTransaction()
		tx.begin()
		for i := range 4 * keptEvents {
			tx.add("s", head{1, int64(i)}, uint64(i+1), proposed{id: uuid.New(), kind: "happened.v1"})
		}
		tx.begin()
		if len(tx.ids) > 0 || len(tx.heads) > 0 || cap(tx.records) > keptEvents || cap(tx.columns.id.body) > keptBytes {
			t.Errorf("%d ids, %d heads, room for %d events, %d bytes of ids", len(tx.ids), len(tx.heads), cap(tx.records), cap(tx.columns.id.body))
		}
	})
}
