package main

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/samber/lo"

	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/eventstore"
	"github.com/diachinh/diachinh/eventstore/node"
	"github.com/diachinh/diachinh/office"
	"github.com/diachinh/diachinh/projections"
	"github.com/diachinh/diachinh/projections/engine"
	"github.com/diachinh/diachinh/projections/read"
)

// needs say what a command asks of the platform.
type needs struct {
	private private
	// alone demands that no other process runs the embedded node.
	alone bool
	// service demands the same, but for a process that runs nothing but the node;
	// and it keeps the read models in step itself, whoever else does.
	service bool
	// still leaves the read models as they are, and writes nothing.
	still bool
	// communes demands that the communes are there, and writes nothing if not.
	communes bool
}

// platform is what commands stand on: the database, the event store, and the
// engine that keeps the read models in step.
type platform struct {
	settings *settings
	program  string // what this is, e.g. "diachinh serve"
	logger   *slog.Logger
	database *database
	node     *node.Node // nil where a cluster or another process has the log
	url      string     // of the event store
	store    *eventstore.Store
	logID    uuid.UUID
	engine   *engine.Engine       // nil where another process has it, or nobody
	engines  *pgx.Conn            // holds the sign that this process has one
	metrics  *prometheus.Registry // nil where nothing is measured
	// The rest is nil where only the event store is wanted.
	pool   *pgxpool.Pool
	office *office.Registry
}

// open starts what is needed, in order; close ends it.
func open(ctx context.Context, s *settings, t *terminal, wanted needs) (*platform, error) {
	p := &platform{settings: s, program: t.program, logger: t.logger(s)}
	if wanted.service {
		p.metrics = s.registry()
	}
	if err := p.open(ctx, wanted); err != nil {
		p.close()
		return nil, err
	}
	return p, nil
}

func (p *platform) open(ctx context.Context, wanted needs) (err error) {
	book, err := p.settings.rules()
	if err != nil {
		return err
	}
	if p.database, err = openMigrated(ctx, p.settings, p.logger, wanted.private); err != nil {
		return err
	}
	if p.url, err = p.eventStore(ctx, wanted); err != nil {
		return err
	}
	if p.store, err = eventstore.Dial(p.url, p.logger); err != nil {
		return usage("BAD_SETTING", "DIACHINH_EVENTSTORE_URL không đúng dạng esdb://…: %v", err)
	}
	if wanted.communes {
		if err := p.demandCommunes(ctx); err != nil {
			return err
		}
	}
	if wanted.still {
		return nil
	}
	if err := p.identify(ctx); err != nil {
		return err
	}
	if p.pool, err = read.Connect(ctx, p.database.url); err != nil {
		return err
	}
	if err := p.keepInStep(ctx, wanted.service); err != nil {
		return err
	}
	p.office = office.NewRegistry(book, p.store, read.New(p.pool))
	p.office.AwaitModels(p.visible)
	return nil
}

// eventStore returns the URL of the event store: the cluster that is named, the
// node of another process, or a node of this one.
func (p *platform) eventStore(ctx context.Context, wanted needs) (url string, err error) {
	if p.settings.EventStoreURL != "" {
		return p.settings.EventStoreURL, nil
	}
	config, err := p.settings.nodeConfig(p.database.url, p.program, p.metrics, p.logger)
	if err != nil {
		return "", err
	}
	if !wanted.service {
		config.TLS = nil // other machines are served by what goes on running
	}
	p.node, err = node.Start(ctx, config)
	var locked *node.LockedError
	if errors.As(err, &locked) && wanted.shareWith(locked.Program) {
		found, findErr := node.Find(ctx, p.database.url)
		if findErr == nil && found != nil {
			p.logger.InfoContext(ctx, "using the event store of another process", slog.String("program", found.Program), slog.String("address", found.Address))
			return found.URL(), nil
		}
		return "", errors.Join(err, findErr)
	}
	if err != nil {
		return "", err
	}
	return p.node.URL(), nil
}

// shareWith says whether the node of a process that runs a program will do.
func (n needs) shareWith(program string) bool {
	return !n.alone && (!n.service || program == bareNode)
}

// identify finds out which log this is, and names one that is new.
func (p *platform) identify(ctx context.Context) (err error) {
	p.logID, err = eventstore.LogID(ctx, p.store)
	return err
}

func (p *platform) engineConfig() engine.Config {
	return engine.Config{
		Store:       p.store,
		LogID:       p.logID,
		DatabaseURL: p.database.url,
		Models:      projections.Models(),
		Catalogue:   projections.Catalogue,
		Logger:      p.logger,
	}
}

// visible waits until the read models show the log up to a position.
func (p *platform) visible(ctx context.Context, position es.Position) error {
	if p.engine != nil {
		return p.engine.WaitFor(ctx, nil, position)
	}
	models := lo.Map(projections.Models(), func(m engine.Model, _ int) string { return m.Name() })
	for {
		soon, cancel := context.WithTimeout(ctx, time.Second)
		err := engine.WaitForCheckpoint(soon, p.pool, p.logID, models, position)
		cancel()
		if !errors.Is(err, engine.ErrNotYet) {
			return err
		}
		if err := p.served(ctx); err != nil {
			return err
		}
		// Whoever kept the models in step may have ended.
		if err := p.keepInStep(ctx, false); err != nil {
			return err
		}
		if p.engine != nil {
			return p.engine.WaitFor(ctx, nil, position)
		}
	}
}

// served says whether the process whose node this one uses still runs.
func (p *platform) served(ctx context.Context) error {
	if p.node != nil || p.settings.EventStoreURL != "" {
		return nil
	}
	if found, err := node.Find(ctx, p.database.url); err != nil || found == nil || found.URL() != p.url {
		return failed("EVENT_STORE_UNREACHABLE", err, "Tiến trình phục vụ kho sự kiện đã dừng. Những gì đã ghi vẫn còn; chạy lại lệnh này để làm tiếp.")
	}
	return nil
}

// whileServed returns a context that ends with the process whose node this one
// uses, where it uses another's; the cause says so.
func (p *platform) whileServed(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, end := context.WithCancelCause(ctx)
	if p.node == nil && p.settings.EventStoreURL == "" {
		go func() {
			for ctx.Err() == nil {
				select {
				case <-ctx.Done():
				case <-time.After(time.Second):
					if err := p.served(ctx); err != nil {
						end(err)
					}
				}
			}
		}()
	}
	return ctx, func() { end(nil) }
}

// end is the position of the log's last event; false where the log is empty.
func (p *platform) end(ctx context.Context) (es.Position, bool, error) {
	for last, err := range p.store.ReadAll(ctx, es.Backwards, nil) {
		return last.Position, err == nil, err
	}
	return es.Position{}, false, nil
}

// close stops what was started, the last first.
func (p *platform) close() {
	ctx, cancel := context.WithTimeout(context.Background(), stopTime)
	defer cancel()
	if p.engine != nil {
		p.engine.Stop()
	}
	if p.engines != nil {
		p.engines.Close(ctx)
	}
	if p.pool != nil {
		p.pool.Close()
	}
	if p.store != nil {
		p.store.Close()
	}
	if p.node != nil {
		stopNode(p.node, p.logger)
	}
	if p.database != nil {
		p.database.close()
	}
}
