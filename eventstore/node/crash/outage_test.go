package crash_test

import (
	"context"
	"errors"
	"fmt"
	"syscall"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/eventstore"
)

// overtime is how much later than its deadline an answer may come here.
const overtime = 5 * time.Second

func TestOutage(t *testing.T) {
	t.Parallel()
	t.Run("without PostgreSQL appends and reads are unavailable within their time, and served again when it is back", func(t *testing.T) {
		t.Parallel()
		postgres, seed := startPostgres(t), seed(t)
		p := start(t, postgres.database, "127.0.0.1:0")
		store := dial(t, p.url)
		seen, load := follow(t, store), startLoad(t, seed, store)
		load.await(t, 50)
		postgres.crash(t)
		asked := make([]attempt, 5)
		for i := range asked {
			asked[i] = newAttempt()
			requireUnavailable(t, asked[i].appendTo(t, store, 400*time.Millisecond))
			requireUnavailable(t, readStream(t, store, time.Second))
			requireUnavailable(t, readAll(t, store, time.Second))
		}
		postgres.start(t)
		for _, a := range asked {
			if err := a.again(t, store, load.ledger); err != nil {
				t.Fatal(err)
			}
		}
		load.await(t, 50)
		if err := errors.Join(readStream(t, store, patience), readAll(t, store, patience)); err != nil {
			t.Error(err)
		}
		load.finish(t)
		check(t, store, load.ledger, seen)
	})
	t.Run("an append that PostgreSQL does not answer ends with its own deadline, and is there once when it is sent again", func(t *testing.T) {
		t.Parallel()
		postgres, seed := startPostgres(t), seed(t)
		p := start(t, postgres.database, "127.0.0.1:0")
		store := dial(t, p.url)
		seen, load := follow(t, store), startLoad(t, seed, store)
		load.await(t, 50)
		backend := writersBackend(t, postgres.database)
		signal(t, backend, syscall.SIGSTOP)
		a := newAttempt()
		requireUnavailable(t, a.appendTo(t, store, time.Second))
		if err := readStream(t, store, patience); err != nil {
			t.Errorf("a read meanwhile: %v", err)
		}
		signal(t, backend, syscall.SIGCONT)
		if err := a.again(t, store, load.ledger); err != nil {
			t.Fatal(err)
		}
		load.await(t, 50)
		load.finish(t)
		check(t, store, load.ledger, seen)
	})
}

// attempt is an append beside the load's, of several events.
type attempt struct{ events []es.Proposed }

// aside is the stream of attempts.
const aside = "aside"

func newAttempt() attempt {
	events := make([]es.Proposed, 5)
	for i := range events {
		id := uuid.New()
		events[i] = es.Proposed{ID: id, Type: "happened.v1", Data: fmt.Appendf(nil, `{"id":%q}`, id), Metadata: []byte(`{}`)}
	}
	return attempt{events}
}

// appendTo sends the events and requires an answer in time.
func (a attempt) appendTo(t *testing.T, store *eventstore.Store, limit time.Duration) error {
	t.Helper()
	_, err := timed(t, limit, func(ctx context.Context) (es.Appended, error) {
		return store.Append(ctx, aside, es.Any{}, a.events)
	})
	return err
}

// again sends the events unchanged until they are answered, and enters them
// into the ledger, as those of a writer of its own.
func (a attempt) again(t *testing.T, store *eventstore.Store, l *ledger) error {
	t.Helper()
	e := newEntry(aside, a.events)
	for deadline := time.Now().Add(patience); ; {
		e.resent++
		var err error
		e.appended, err = store.Append(t.Context(), aside, es.Any{}, a.events)
		if err == nil {
			l.keep(writers, e)
			return nil
		}
		if !errors.Is(err, es.ErrUnavailable) || time.Now().After(deadline) {
			return err
		}
	}
}

func readStream(t *testing.T, store *eventstore.Store, limit time.Duration) error {
	t.Helper()
	_, err := timed(t, limit, func(ctx context.Context) (any, error) {
		for _, err := range store.ReadStream(ctx, "own-0", 0) {
			return nil, err
		}
		return nil, nil
	})
	return err
}

func readAll(t *testing.T, store *eventstore.Store, limit time.Duration) error {
	t.Helper()
	_, err := timed(t, limit, func(ctx context.Context) (any, error) {
		for _, err := range store.ReadAll(ctx, es.Backwards, nil) {
			return nil, err
		}
		return nil, nil
	})
	return err
}

// timed requires that a call ends with its deadline or before.
func timed[T any](t *testing.T, limit time.Duration, call func(context.Context) (T, error)) (T, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	begun := time.Now()
	value, err := call(ctx)
	if took := time.Since(begun); took > limit+overtime {
		t.Errorf("an answer due within %s took %s", limit, took)
	}
	return value, err
}

func requireUnavailable(t *testing.T, err error) {
	t.Helper()
	if !errors.Is(err, es.ErrUnavailable) {
		t.Errorf("got %v, want ErrUnavailable", err)
	}
}

// writersBackend is the PostgreSQL process of the session that writes.
func writersBackend(t *testing.T, database string) (pid int) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), database)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	if err := conn.QueryRow(t.Context(), `select pid from pg_locks where locktype = 'advisory' and granted`).Scan(&pid); err != nil {
		t.Fatal(err)
	}
	return pid
}

func signal(t *testing.T, pid int, signal syscall.Signal) {
	t.Helper()
	if err := syscall.Kill(pid, signal); err != nil {
		t.Fatal(err)
	}
}
