package projections_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/diachinh/diachinh/migrations/schematest"
	"github.com/diachinh/diachinh/projections/engine"
	"github.com/diachinh/diachinh/projections/registrytest"
)

func TestRebuild(t *testing.T) {
	t.Parallel()

	t.Run("rebuilt is live, row by row, and the schema is what it was", func(t *testing.T) {
		t.Parallel()
		r := registrytest.New(t)
		r.Project()
		// In small steps, so that the live rows come of many batches.
		for s := range 3 {
			mixedSheet(r, s)
			r.Project()
		}
		before, schema := rows(t, r.URL, "registry"), schematest.Dump(t, r.URL)
		rebuild(t, r)
		compare(t, rows(t, r.URL, "registry"), before)
		if schematest.Dump(t, r.URL) != schema {
			t.Error("the schema differs after the rebuild")
		}
	})

	t.Run("an empty log is rebuilt", func(t *testing.T) {
		t.Parallel()
		r := registrytest.New(t)
		rebuild(t, r)
		compare(t, texts(t, r.URL, `select model from registry.checkpoint order by 1`), []string{"communes", "insertions", "lineage", "parcels", "sheets"})
	})

	t.Run("wrong rows are cured while an engine follows and events come in", func(t *testing.T) {
		t.Parallel()
		r := registrytest.New(t)
		mixed(r, 2, 20)
		r.Project()
		execute(t, r.URL, `update registry.parcel_version set land_type = 'XXX'`)
		e := r.Follow()
		stop := make(chan struct{})
		var writer sync.WaitGroup
		writer.Go(func() {
			for s := 2; ; s++ {
				select {
				case <-stop:
					return
				default:
					mixedSheet(r, s)
					wait(t, e, r) // an office does not run ahead of what it sees
				}
			}
		})
		rebuild(t, r)
		close(stop)
		writer.Wait()
		wait(t, e, r)
		after := rows(t, r.URL, "registry")
		e.Stop()
		compare(t, texts(t, r.URL, `select count(*)::text from registry.parcel_version where land_type = 'XXX'`), []string{"0"})
		rebuild(t, r)
		compare(t, rows(t, r.URL, "registry"), after)
	})

	t.Run("readers go on reading, and one that idles in a transaction only delays the switch", func(t *testing.T) {
		t.Parallel()
		r := registrytest.New(t)
		mixed(r, 2, 20)
		r.Project()
		idle, err := connect(t, r.URL).Begin(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := idle.Exec(t.Context(), `select count(*) from cadastre.parcel`); err != nil {
			t.Fatal(err)
		}
		stopReaders := readers(t, r.URL)

		done := make(chan error, 1)
		switching := make(chan struct{})
		var once sync.Once
		go func() {
			done <- engine.Rebuild(context.Background(), r.Config(), func(p engine.Progress) {
				if p.Phase == engine.Switching {
					once.Do(func() { close(switching) })
				}
			})
		}()
		<-switching
		select {
		case err := <-done:
			t.Fatalf("the switch did not wait for the reader: %v", err)
		case <-time.After(time.Second): // some attempts
		}
		if err := idle.Rollback(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := <-done; err != nil {
			t.Fatal(err)
		}
		stopReaders()
	})

	t.Run("interrupted it leaves the live rows alone, and started again it completes", func(t *testing.T) {
		t.Parallel()
		r := registrytest.New(t)
		mixed(r, 2, 20)
		r.Project()
		before := rows(t, r.URL, "registry")
		ctx, cancel := context.WithCancel(t.Context())
		err := engine.Rebuild(ctx, r.Config(), func(p engine.Progress) { cancel() })
		if !errors.Is(err, context.Canceled) {
			t.Fatalf("interrupted: %v", err)
		}
		compare(t, rows(t, r.URL, "registry"), before)
		execute(t, r.URL, `create schema if not exists registry_next; create table registry_next.left_behind ()`)
		rebuild(t, r)
		compare(t, rows(t, r.URL, "registry"), before)
		compare(t, texts(t, r.URL, `select nspname::text from pg_namespace where nspname like 'registry%'`), []string{"registry"})
	})

	t.Run("rows of another log are refused until they are rebuilt", func(t *testing.T) {
		t.Parallel()
		r, other := registrytest.New(t), registrytest.New(t)
		mixed(r, 1, 10)
		mixed(other, 1, 5)
		r.Project()
		other.URL = r.URL
		_, err := engine.Start(t.Context(), other.Config())
		var stale *engine.StaleError
		if !errors.As(err, &stale) || stale.LogFound != r.LogID {
			t.Fatalf("error %v; want rows of log %s refused", err, r.LogID)
		}
		rebuild(t, other)
		compare(t, texts(t, r.URL, `select count(distinct parcel_id)::text from registry.parcel_version`), []string{"5"})
		other.Project()
	})
}

func mixedSheet(r *registrytest.Registry, n int) { mixedFrom(r, n, n+1, 20) }

func rebuild(tb testing.TB, r *registrytest.Registry) {
	tb.Helper()
	if err := engine.Rebuild(context.Background(), r.Config(), func(engine.Progress) {}); err != nil {
		tb.Fatal(err)
	}
}

func wait(tb testing.TB, e *engine.Engine, r *registrytest.Registry) {
	tb.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if err := e.WaitFor(ctx, nil, r.Last); err != nil {
		tb.Fatal(err)
	}
}

// readers query tables and views without pause, in transactions long and short,
// until the function returned is called. No reader may see an error or a gap.
func readers(tb testing.TB, url string) (stop func()) {
	queries := []string{
		`select count(*) from registry.parcel_version where recorded_to = 'infinity'`,
		`select count(*) from cadastre.parcel`,
		`select count(*) from cadastre.parcel_5897`,
		`select count(*) from registry.parcel_version p join registry.sheet s on s.id = p.sheet_id where p.recorded_to = 'infinity'`,
	}
	stopped := make(chan struct{})
	var running sync.WaitGroup
	for _, sql := range queries {
		conn := connect(tb, url)
		running.Go(func() {
			for {
				select {
				case <-stopped:
					return
				default:
				}
				err := pgx.BeginFunc(context.Background(), conn, func(tx pgx.Tx) error {
					for range 2 {
						var n int
						if err := tx.QueryRow(context.Background(), sql).Scan(&n); err != nil {
							return err
						}
						if n != 40 {
							tb.Errorf("a reader counted %d parcels; want 40", n)
						}
					}
					return nil
				})
				if err != nil {
					tb.Errorf("a reader saw an error: %v", err)
					return
				}
			}
		})
	}
	return func() { close(stopped); running.Wait() }
}
