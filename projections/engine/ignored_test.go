package engine_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/projections/engine"
)

func all(int) bool        { return true }
func odd(number int) bool { return number%2 == 1 }

// checkpoint waits until another process would find models at a position.
func (w *world) checkpoint(position es.Position, models ...string) {
	w.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	if err := engine.WaitForCheckpoint(ctx, w.pool, w.config.LogID, models, position); err != nil {
		w.Fatal(err)
	}
}

// kept is where a model's checkpoint is.
func (w *world) kept(model string) (at es.Position) {
	w.Helper()
	err := w.pool.QueryRow(context.Background(), `select coalesce(commit_position, 0), coalesce(prepare_position, 0)
		from registry.checkpoint where model = $1`, model).Scan(&at.Commit, &at.Prepare)
	if err != nil {
		w.Fatal(err)
	}
	return at
}

func TestEventsThatAModelIgnores(t *testing.T) {
	t.Parallel()

	t.Run("cost no call of it, and its checkpoint comes after them by itself", func(t *testing.T) {
		t.Parallel()
		var batches atomic.Int64
		w := newWorld(t, tally{name: "a", ignores: all, batches: &batches})
		e := w.start()
		for range 3 {
			w.say(50)
			w.wait(e)
			w.checkpoint(w.last, "a")
		}
		if n := batches.Load(); n != 0 {
			t.Errorf("the model was called %d times", n)
		}
		w.expect("a", 0)
	})
	t.Run("are behind the checkpoint when the engine has stopped", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t, tally{name: "a", ignores: all}, tally{name: "b", ignores: odd})
		for range 3 {
			e := w.start()
			w.say(51)
			w.wait(e)
			e.Stop()
			if a, b := w.kept("a"), w.kept("b"); a != w.last || b != w.last {
				t.Errorf("checkpoints %v and %v; want %v", a, b, w.last)
			}
		}
		w.expect("b", 76)
	})
	t.Run("hold the checkpoint back no longer the more there are of them", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t, tally{name: "a", ignores: all})
		w.start()
		w.say(1)
		first := w.last
		patience := time.Now().Add(30 * time.Second)
		for w.kept("a").Compare(first) < 0 {
			if time.Now().After(patience) {
				t.Fatal("the checkpoint does not move while events come")
			}
			w.say(20)
		}
	})
	t.Run("are behind the checkpoint of a model that stops at the next", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t, tally{name: "strict", strict: true, ignores: all})
		w.say(10)
		before := w.last
		bad := w.append("numbers", "it.happened.v1", []byte(`{"number":0,"bad":true}`))
		e := w.start()
		var poisoned *engine.PoisonedError
		if err := e.WaitFor(t.Context(), nil, w.last); !errors.As(err, &poisoned) || poisoned.Position != bad {
			t.Fatalf("error %v", err)
		}
		w.checkpoint(before, "strict")
		if at := w.kept("strict"); at != before {
			t.Errorf("the checkpoint is at %v; want %v", at, before)
		}
	})
	t.Run("do not hide that the checkpoint was moved", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t, tally{name: "a", ignores: func(number int) bool { return number > 100 }})
		w.say(100)
		e := w.start()
		w.wait(e)
		w.execute(`begin; delete from registry.a where number > 40;
		           update registry.checkpoint set commit_position = 40, prepare_position = 40; commit`)
		w.say(1) // ignored
		w.checkpoint(w.last, "a")
		w.expect("a", 100)
	})
	t.Run("are passed over by two engines on one database alike", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t, tally{name: "a", ignores: odd})
		first, second := w.start(), w.start()
		for range 20 {
			w.say(51)
			w.wait(first)
		}
		w.wait(second)
		w.checkpoint(w.last, "a")
		w.expect("a", 510)
	})
	t.Run("may come while another process switches the tables", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t, tally{name: "a", ignores: odd}, tally{name: "b"})
		w.execute(`drop table registry.commune, registry.sheet, registry.sheet_number, registry.parcel_version,
			registry.parcel_lineage, registry.pending_insertion cascade`) // of no model here
		e := w.start()
		for range 3 {
			w.say(51)
			w.wait(e)
			if err := engine.Rebuild(t.Context(), w.config, func(engine.Progress) {}); err != nil {
				t.Fatal(err)
			}
			w.say(1)
		}
		w.wait(e)
		w.checkpoint(w.last, "a", "b")
		w.expect("a", 78)
		w.expect("b", 156)
		for _, s := range e.Status() {
			if s.Behind != 0 || s.Poisoned != nil {
				t.Errorf("status %+v", s)
			}
		}
	})
}
