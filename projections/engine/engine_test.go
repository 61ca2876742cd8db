package engine_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/diachinh/diachinh/cluster/testdb"
	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/domain/es/memory"
	"github.com/diachinh/diachinh/projections/engine"
)

// happened is the one event of these tests.
type happened struct {
	Number int  `json:"number"`
	Bad    bool `json:"bad"`
}

var catalogue = es.NewCatalogue(es.Describe[happened]("it.happened.v1", "A number was said."))

// tally is a model that writes down every number; a strict one cannot bear a bad
// event.
type tally struct {
	name   string
	strict bool
	// ignores, where it is not nil, says which numbers are not written down.
	ignores func(number int) bool
	// hold, where it is not nil, holds up Apply until it is closed.
	hold chan struct{}
	// batches counts calls of Apply.
	batches *atomic.Int64
}

var errBad = errors.New("a bad event")

func (m tally) Name() string           { return m.name }
func (m tally) Shape() int             { return 1 }
func (m tally) Tables() []engine.Table { return []engine.Table{{Name: m.name}} }

func (m tally) Prepare(e engine.Event) (any, error) {
	event := e.Body.(happened)
	if event.Bad && m.strict {
		return nil, errBad
	}
	if m.ignores != nil && m.ignores(event.Number) {
		return nil, nil
	}
	return event.Number, nil
}

func (m tally) Apply(ctx context.Context, tx pgx.Tx, changes []any) error {
	if m.hold != nil {
		<-m.hold
	}
	if m.batches != nil {
		m.batches.Add(1)
	}
	for _, change := range changes {
		if _, err := tx.Exec(ctx, `insert into `+m.name+` values ($1)`, change); err != nil {
			return err
		}
	}
	return nil
}

// world is a log and a database with a table for each model.
type world struct {
	*testing.T
	store  *memory.Store
	config engine.Config
	pool   *pgxpool.Pool
	last   es.Position
	said   int
}

func newWorld(t *testing.T, models ...engine.Model) *world {
	t.Helper()
	url := testdb.New(t)
	pool, err := pgxpool.New(context.Background(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	w := &world{T: t, store: memory.New(), pool: pool}
	for _, model := range models {
		w.execute(`create table registry.` + model.Name() + ` (number integer primary key)`)
	}
	w.config = engine.Config{Store: w.store, LogID: uuid.New(), DatabaseURL: url, Models: models, Catalogue: catalogue}
	return w
}

func (w *world) execute(sql string) {
	w.Helper()
	if _, err := w.pool.Exec(context.Background(), sql); err != nil {
		w.Fatalf("%s: %v", sql, err)
	}
}

func (w *world) append(stream, name string, data []byte) es.Position {
	w.Helper()
	return w.appendAt(time.Time{}, stream, name, data)
}

// appendAt appends an event that was recorded at a time.
func (w *world) appendAt(recorded time.Time, stream, name string, data []byte) es.Position {
	w.Helper()
	metadata, err := json.Marshal(es.Metadata{RecordedAt: recorded})
	if err != nil {
		w.Fatal(err)
	}
	appended, err := w.store.Append(context.Background(), stream, es.Any{}, []es.Proposed{{ID: uuid.New(), Type: name, Data: data, Metadata: metadata}})
	if err != nil {
		w.Fatal(err)
	}
	w.last = appended.Position
	return w.last
}

func (w *world) say(n int) {
	for range n {
		w.said++
		data, _ := json.Marshal(happened{Number: w.said})
		w.append("numbers", "it.happened.v1", data)
	}
}

func (w *world) start() *engine.Engine {
	w.Helper()
	e, err := engine.Start(context.Background(), w.config)
	if err != nil {
		w.Fatal(err)
	}
	w.Cleanup(e.Stop)
	return e
}

func (w *world) wait(e *engine.Engine, models ...string) {
	w.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	if err := e.WaitFor(ctx, models, w.last); err != nil {
		w.Fatal(err)
	}
}

func (w *world) count(table string) (n int) {
	w.Helper()
	if err := w.pool.QueryRow(context.Background(), `select count(*) from registry.`+table).Scan(&n); err != nil {
		w.Fatal(err)
	}
	return n
}

func (w *world) expect(table string, want int) {
	w.Helper()
	if n := w.count(table); n != want {
		w.Errorf("%s holds %d numbers; want %d", table, n, want)
	}
}

func TestEngine(t *testing.T) {
	t.Parallel()

	t.Run("every model sees every event once, over stops and starts", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t, tally{name: "a"}, tally{name: "b"})
		for range 3 {
			w.say(700)
			e := w.start()
			w.say(300)
			w.wait(e)
			e.Stop()
		}
		w.expect("a", 3000)
		w.expect("b", 3000)
	})

	t.Run("what waits goes into one transaction, and a single event does not wait", func(t *testing.T) {
		t.Parallel()
		var batches atomic.Int64
		w := newWorld(t, tally{name: "a", batches: &batches})
		w.say(5000)
		e := w.start()
		w.wait(e)
		if n := batches.Load(); n > 50 {
			t.Errorf("5,000 waiting events took %d transactions", n)
		}
		began := time.Now()
		w.say(1)
		w.wait(e)
		if d := time.Since(began); d > 5*time.Second {
			t.Errorf("a single event took %s", d)
		}
	})

	t.Run("the event store's own events and the log's identity only move the checkpoints", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t, tally{name: "a"})
		w.append("log", "log.opened.v1", []byte(`{}`))
		w.append("$$numbers", "$metadata", []byte(`{}`))
		w.wait(w.start())
		w.expect("a", 0)
	})

	t.Run("an event that one model cannot apply stops that one and holds up nobody", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t, tally{name: "strict", strict: true}, tally{name: "easy"})
		w.say(10)
		bad := w.append("numbers", "it.happened.v1", []byte(`{"number":0,"bad":true}`))
		w.say(20_000) // more than all queues hold
		e := w.start()
		w.wait(e, "easy")
		err := e.WaitFor(context.Background(), []string{"strict"}, w.last)
		var poisoned *engine.PoisonedError
		if !errors.Is(err, engine.ErrPoisoned) || !errors.Is(err, errBad) || !errors.As(err, &poisoned) ||
			poisoned.Position != bad || poisoned.Stream != "numbers" || poisoned.Revision != 10 {
			t.Fatalf("error %v; want the strict model stopped at %v", err, bad)
		}
		w.expect("strict", 10)
		w.expect("easy", 20_011)
		status := e.Status()
		if status[0].Poisoned == nil || status[0].Behind == 0 || status[1].Poisoned != nil || status[1].Behind != 0 || !status[1].CaughtUp {
			t.Errorf("status %+v", status)
		}
	})

	t.Run("a model that stopped goes on once a corrected program has rebuilt it elsewhere", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t, tally{name: "strict", strict: true}, tally{name: "easy"})
		w.execute(`drop table registry.commune, registry.sheet, registry.sheet_number, registry.parcel_version,
			registry.parcel_lineage, registry.pending_insertion cascade`) // of no model here
		w.say(3)
		w.append("numbers", "it.happened.v1", []byte(`{"number":0,"bad":true}`))
		w.say(5)
		e := w.start()
		w.wait(e, "easy")
		if err := e.WaitFor(context.Background(), []string{"strict"}, w.last); !errors.Is(err, engine.ErrPoisoned) {
			t.Fatalf("error %v; want the model stopped", err)
		}
		corrected := w.config
		corrected.Models = []engine.Model{tally{name: "strict"}, tally{name: "easy"}}
		if err := engine.Rebuild(context.Background(), corrected, func(engine.Progress) {}); err != nil {
			t.Fatal(err)
		}
		w.say(1)
		ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
		defer cancel()
		if err := engine.WaitForCheckpoint(ctx, w.pool, w.config.LogID, []string{"strict", "easy"}, w.last); err != nil {
			t.Fatal(err)
		}
		w.wait(e)
		w.expect("strict", 10)
		w.expect("easy", 10)
		for _, s := range e.Status() {
			if s.Poisoned != nil || s.Behind != 0 {
				t.Errorf("status %+v", s)
			}
		}
	})

	t.Run("an event that nobody knows stops every model", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t, tally{name: "a"})
		w.append("numbers", "it.happened.v99", []byte(`{}`))
		err := w.start().WaitFor(context.Background(), nil, w.last)
		if !errors.Is(err, engine.ErrPoisoned) || !errors.Is(err, es.ErrUnknownEvent) {
			t.Errorf("error %v", err)
		}
	})

	t.Run("a row that the database refuses names its event, and what came before is there", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t, tally{name: "a"})
		w.say(100)
		twice := w.append("numbers", "it.happened.v1", []byte(`{"number":50}`))
		w.say(100)
		err := w.start().WaitFor(context.Background(), nil, w.last)
		var poisoned *engine.PoisonedError
		if !errors.As(err, &poisoned) || poisoned.Position != twice {
			t.Fatalf("error %v; want position %v", err, twice)
		}
		w.expect("a", 100)
	})

	t.Run("sessions that the server ends are taken up again, and nothing is lost or doubled", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t, tally{name: "a"}, tally{name: "b"})
		e := w.start()
		for range 5 {
			w.say(500)
			w.execute(`select pg_terminate_backend(pid) from pg_stat_activity
			            where datname = current_database() and application_name = 'diachinh projections'`)
		}
		w.wait(e)
		w.expect("a", 2500)
		w.expect("b", 2500)
	})

	t.Run("a deadline that passes says so, another end of waiting does not", func(t *testing.T) {
		t.Parallel()
		hold := make(chan struct{})
		w := newWorld(t, tally{name: "a", hold: hold})
		w.say(1)
		e := w.start()
		ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
		defer cancel()
		if err := e.WaitFor(ctx, nil, w.last); !errors.Is(err, engine.ErrNotYet) {
			t.Errorf("after the deadline: %v", err)
		}
		if err := engine.WaitForCheckpoint(ctx, w.pool, w.config.LogID, []string{"a"}, w.last); !errors.Is(err, engine.ErrNotYet) {
			t.Errorf("of the checkpoint, after the deadline: %v", err)
		}
		gone, cancel := context.WithCancel(context.Background())
		cancel()
		if err := e.WaitFor(gone, nil, w.last); !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled: %v", err)
		}
		close(hold)
		w.wait(e)
		if err := engine.WaitForCheckpoint(context.Background(), w.pool, w.config.LogID, []string{"a"}, w.last); err != nil {
			t.Errorf("of the checkpoint: %v", err)
		}
	})

	t.Run("after a quiet night an event waits from when it was received", func(t *testing.T) {
		t.Parallel()
		hold := make(chan struct{})
		w := newWorld(t, tally{name: "a"}, tally{name: "slow", hold: hold})
		data, _ := json.Marshal(happened{Number: 1})
		w.said++
		w.appendAt(time.Now().Add(-12*time.Hour), "numbers", "it.happened.v1", data)
		e := w.start()
		hold <- struct{}{}
		w.wait(e)
		w.say(1)
		w.wait(e, "a")
		if s := e.Status(); s[0].Lag != 0 || s[1].Behind != 1 || s[1].Lag <= 0 || s[1].Lag > time.Minute {
			t.Errorf("while one event waits: %+v", s)
		}
		close(hold)
		w.wait(e)
		for _, s := range e.Status() {
			if s.Lag != 0 || s.Behind != 0 {
				t.Errorf("while none waits: %+v", s)
			}
		}
	})

	t.Run("two engines on one database apply every event once", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t, tally{name: "a"})
		first, second := w.start(), w.start()
		w.say(3000)
		w.wait(first)
		w.wait(second)
		w.expect("a", 3000)
	})

	t.Run("a checkpoint that was moved back is gone on from", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t, tally{name: "a"}, tally{name: "b"})
		w.say(100)
		e := w.start()
		w.wait(e)
		w.execute(`begin; delete from registry.a where number > 40;
		           update registry.checkpoint set commit_position = 40, prepare_position = 40 where model = 'a'; commit`)
		w.say(1)
		w.wait(e)
		ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
		defer cancel()
		if err := engine.WaitForCheckpoint(ctx, w.pool, w.config.LogID, []string{"a", "b"}, w.last); err != nil {
			t.Fatal(err)
		}
		w.expect("a", 101)
		w.expect("b", 101)
	})

	t.Run("another shape is refused with the command that cures it", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t, tally{name: "a"})
		w.start().Stop()
		w.execute(`update registry.checkpoint set shape = 7`)
		_, err := engine.Start(context.Background(), w.config)
		var stale *engine.StaleError
		if !errors.As(err, &stale) || stale.ShapeFound != 7 || fmt.Sprint(err) == "" {
			t.Errorf("error %v", err)
		}
	})

	t.Run("another log is refused, and its positions are none of this one", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t, tally{name: "a"}, tally{name: "b"})
		w.say(3)
		e := w.start()
		w.wait(e)
		e.Stop()
		found := w.config.LogID
		w.config.LogID = uuid.New()
		_, err := engine.Start(context.Background(), w.config)
		wantStale(t, err, engine.StaleError{Model: "a", LogFound: found, LogID: w.config.LogID, ShapeFound: 1, Shaped: 1})
		err = engine.WaitForCheckpoint(context.Background(), w.pool, w.config.LogID, []string{"a", "b"}, w.last)
		wantStale(t, err, engine.StaleError{Model: "a", LogFound: found, LogID: w.config.LogID})
	})

	t.Run("models that are ahead of the log are refused, and a rebuild cures them", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t, tally{name: "a"}, tally{name: "b"})
		w.execute(`drop table registry.commune, registry.sheet, registry.sheet_number, registry.parcel_version,
			registry.parcel_lineage, registry.pending_insertion cascade`) // of no model here
		w.say(5)
		e := w.start()
		w.wait(e)
		e.Stop()
		ahead := w.last
		older := memory.New()
		w.store, w.config.Store, w.said = older, older, 0
		w.say(4)
		_, err := engine.Start(context.Background(), w.config)
		wantStale(t, err, engine.StaleError{Model: "a", LogFound: w.config.LogID, LogID: w.config.LogID, Ahead: &ahead})
		if err := engine.Rebuild(context.Background(), w.config, func(engine.Progress) {}); err != nil {
			t.Fatal(err)
		}
		w.wait(w.start())
		w.expect("a", 4)
		w.expect("b", 4)
	})

	t.Run("a configuration that lacks a part is refused", func(t *testing.T) {
		t.Parallel()
		for _, config := range []engine.Config{{}, {Store: memory.New()}, {Store: memory.New(), LogID: uuid.New(), DatabaseURL: "x", Catalogue: catalogue}} {
			if _, err := engine.Start(context.Background(), config); err == nil {
				t.Errorf("%+v is accepted", config)
			}
		}
	})
}

// wantStale checks that models were refused for a reason, with the cure.
func wantStale(t *testing.T, err error, want engine.StaleError) {
	t.Helper()
	var stale *engine.StaleError
	if !errors.As(err, &stale) || !reflect.DeepEqual(*stale, want) {
		t.Fatalf("error %#v; want %#v", err, want)
	}
	if !strings.HasSuffix(stale.Error(), "run `diachinh rebuild`") {
		t.Errorf("%q does not name the cure", stale)
	}
}
