package backup_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/diachinh/diachinh/cluster/testdb"
	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/eventstore"
	"github.com/diachinh/diachinh/eventstore/node"
	"github.com/diachinh/diachinh/eventstore/node/backup"
)

// serve runs a node on a database and returns a store on it.
func serve(t *testing.T, database string) *eventstore.Store {
	t.Helper()
	n, err := node.Start(t.Context(), node.Config{DatabaseURL: database, Listen: "127.0.0.1:0", Deletable: func(string) bool { return true }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { n.Stop(context.Background()) })
	store, err := eventstore.Dial(n.URL(), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(store.Close)
	return store
}

// writers append to streams of their own until stop, and remember what was
// acknowledged.
type writers struct {
	stop    context.CancelFunc
	running sync.WaitGroup

	mu           sync.Mutex
	acknowledged map[uint64]uuid.UUID // by position
	more         chan struct{}        // closed at the next acknowledgement
}

func startWriters(t *testing.T, store *eventstore.Store, count int) *writers {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	w := &writers{stop: stop, acknowledged: map[uint64]uuid.UUID{}, more: make(chan struct{})}
	for i := range count {
		w.running.Go(func() {
			for n := 0; ctx.Err() == nil; n++ {
				w.append(ctx, t, store, fmt.Sprintf("sheet-%d-%d", i, n/50))
			}
		})
	}
	return w
}

func (w *writers) append(ctx context.Context, t *testing.T, store *eventstore.Store, stream string) {
	e := es.Proposed{ID: uuid.New(), Type: "parcel.registered.v1", Data: fmt.Appendf(nil, `{"in":%q}`, stream), Metadata: []byte(`{}`)}
	appended, err := store.Append(ctx, stream, es.Any{}, []es.Proposed{e})
	if err != nil {
		if ctx.Err() == nil {
			t.Error(err)
		}
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.acknowledged[appended.Position.Commit] = e.ID
	close(w.more)
	w.more = make(chan struct{})
}

// await waits until so many more events were acknowledged, and returns all.
func (w *writers) await(t *testing.T, more int) map[uint64]uuid.UUID {
	t.Helper()
	patience := time.After(time.Minute)
	for wanted := -1; ; {
		w.mu.Lock()
		if wanted < 0 {
			wanted = len(w.acknowledged) + more
		}
		if len(w.acknowledged) >= wanted {
			defer w.mu.Unlock()
			all := make(map[uint64]uuid.UUID, len(w.acknowledged))
			for position, id := range w.acknowledged {
				all[position] = id
			}
			return all
		}
		next := w.more
		w.mu.Unlock()
		select {
		case <-next:
		case <-patience:
			t.Fatal("the writers came to nothing")
		}
	}
}

func (w *writers) end() {
	w.stop()
	w.running.Wait()
}

func TestDrill(t *testing.T) {
	t.Parallel()
	source, dir := testdb.New(t), t.TempDir()
	store := serve(t, source)
	first, err := eventstore.LogID(t.Context(), store)
	if err != nil {
		t.Fatal(err)
	}
	w := startWriters(t, store, 8)
	defer w.end()
	before := w.await(t, 1000)
	m := write(t, source, dir)
	w.await(t, 200)
	later := write(t, source, copyOf(t, dir))
	w.end()

	target, r := restored(t, dir)
	t.Run("every event that was acknowledged before the backup began is there", func(t *testing.T) {
		kept := eventsOf(t, target)
		for position, id := range before {
			if position > m.End || kept[position] != id {
				t.Errorf("position %d of %d holds %s, not %s", position, m.End, kept[position], id)
			}
		}
	})
	t.Run("byte for byte, without a gap, with one event more", func(t *testing.T) {
		if digest(t, source, m.End) != digest(t, target, m.End) {
			t.Error("other events than those that were backed up")
		}
		if last, n := end(t, target); last != m.End+1 || n != m.End+1 {
			t.Errorf("%d events up to %d, backed up were %d", n, last, m.End)
		}
	})
	t.Run("a backup while writing is extended", func(t *testing.T) {
		if later.End < m.End+200 || later.LogID != first {
			t.Errorf("ends at %d after %d, log %s", later.End, m.End, later.LogID)
		}
	})
	t.Run("a node starts on the restored log, which has a name of its own, and appends on", func(t *testing.T) {
		store := serve(t, target)
		id, err := eventstore.LogID(t.Context(), store)
		if err != nil || id != r.LogID || r.RestoredFrom != first || id == first {
			t.Errorf("log %s, %v; restored %+v from %s", id, err, r, first)
		}
		appended, err := store.Append(t.Context(), "sheet-0-0", es.Exactly(49), []es.Proposed{{ID: uuid.New(), Type: "x", Data: []byte(`{}`), Metadata: []byte(`{}`)}})
		if err != nil || appended.Position.Commit != m.End+2 || appended.Revision != 50 {
			t.Errorf("appended at %+v, %v", appended, err)
		}
	})
	t.Run("the restored log is another, and is not backed up into the directory of the first", func(t *testing.T) {
		refuses[*backup.OtherLogError](t, target, dir)
		again := t.TempDir()
		write(t, target, again)
		if _, r2 := restored(t, again); r2.RestoredFrom != r.LogID || r2.LogID == r.LogID {
			t.Errorf("restored %+v from a backup of %s", r2, r.LogID)
		}
	})
}

// eventsOf are the ids of a log's events by position.
func eventsOf(t *testing.T, database string) map[uint64]uuid.UUID {
	t.Helper()
	rows, err := connect(t, database).Query(t.Context(), `select position, event_id from eventlog.events`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	ids := map[uint64]uuid.UUID{}
	for rows.Next() {
		var position int64
		var id uuid.UUID
		if err := rows.Scan(&position, &id); err != nil {
			t.Fatal(err)
		}
		ids[uint64(position)] = id
	}
	return ids
}
