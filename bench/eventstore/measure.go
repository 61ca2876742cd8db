package eventstore

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/diachinh/diachinh/bench/report"
)

// Config says what to measure with.
type Config struct {
	// Server is PostgreSQL's URL, of a user who may make databases and extensions.
	Server string
	// Database makes a migrated database, which somebody else drops.
	Database func(context.Context) (url string, err error)
	// Binary is the path of diachinh.
	Binary string
	// Dir takes what is built.
	Dir string
	// Runs is how often each side is measured.
	Runs int
	// Events is how many events the long log has.
	Events int
}

const (
	// lasting is how long a load is kept up, after a warm-up.
	lasting = 1500 * time.Millisecond
	warmup  = 300 * time.Millisecond
)

// bench is a measurement under way.
type bench struct {
	Config
	closers []func() error
}

// Measure measures the event store in all that counts.
func Measure(ctx context.Context, config Config) (rows []report.Row, err error) {
	b := &bench{Config: config}
	defer func() { err = errors.Join(err, b.close()) }()
	for _, part := range []struct {
		name string
		run  func(context.Context) ([]report.Row, error)
	}{
		{"appends", b.appends},
		{"batches", b.batches},
		{"reads", b.reads},
		{"idle subscribers", b.idle},
		{"long log", b.long},
	} {
		began := time.Now()
		measured, err := part.run(ctx)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", part.name, err)
		}
		fmt.Fprintf(os.Stderr, "event store, %s: measured in %v\n", part.name, time.Since(began).Round(time.Second))
		rows = append(rows, measured...)
	}
	return rows, nil
}

// atEnd has something closed when all is measured, the last first.
func (b *bench) atEnd(closer func() error) { b.closers = append(b.closers, closer) }

func (b *bench) close() error {
	var errs []error
	for i := len(b.closers) - 1; i >= 0; i-- {
		errs = append(errs, b.closers[i]())
	}
	return errors.Join(errs...)
}
