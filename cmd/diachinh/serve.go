package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"syscall"
	"time"

	"github.com/diachinh/diachinh/graph"
	"github.com/diachinh/diachinh/projections/read"
)

type serveCommand struct{}

// Run serves until it is told to stop.
func (serveCommand) Run(ctx context.Context, s *settings, t *terminal) error {
	v, err := startService(ctx, s, t, ifThere)
	if err != nil {
		return err
	}
	defer v.stop()
	v.logger.Info("making sure of the communes")
	if err := v.office.EstablishCommunes(ctx, program, nil); err != nil {
		return err
	}
	return v.serve(ctx, func() {
		v.announce(t)
		v.finishInsertions(ctx, insertionPause)
	})
}

// service is the platform behind an HTTP server.
type service struct {
	*platform
	listener  net.Listener
	server    *http.Server
	stopAdmin func()
}

// startService opens all that serving needs. Requests wait until serve is called.
func startService(ctx context.Context, s *settings, t *terminal, wanted private) (*service, error) {
	if err := loopback("DIACHINH_LISTEN", s.Listen); err != nil {
		return nil, err
	}
	listener, err := listen("DIACHINH_LISTEN", s.Listen)
	if err != nil {
		return nil, err
	}
	p, err := open(ctx, s, t, needs{private: wanted, service: true})
	if err != nil {
		listener.Close()
		return nil, err
	}
	v := &service{platform: p, listener: listener, stopAdmin: func() {}}
	if err := v.prepare(); err != nil {
		v.stop()
		return nil, err
	}
	return v, nil
}

// listen opens the address that a setting names.
func listen(variable, address string) (net.Listener, error) {
	listener, err := net.Listen("tcp", address)
	if err != nil && !errors.Is(err, syscall.EADDRINUSE) {
		return nil, usage("BAD_SETTING", "Không mở được %s=%q (%v). Hãy đặt địa chỉ khác, ví dụ 127.0.0.1:8080.", variable, address, err)
	}
	return listener, err
}

func (v *service) prepare() error {
	key, err := v.settings.cursorKey()
	if err != nil {
		return err
	}
	api, err := graph.NewHandler(graph.Config{
		Reader:     read.New(v.pool),
		Registry:   v.office,
		Visibility: v.engine,
		LogID:      v.logID,
		CursorKey:  key,
		Logger:     v.logger,
	})
	if err != nil {
		return err
	}
	mux := http.NewServeMux()
	mux.Handle("/graphql", api)
	mux.Handle("/graphql/", api)
	mux.Handle("/", v.health())
	v.server = &http.Server{
		Handler:           logged(v.logger, localOnly(mux)),
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      60 * time.Second,
		IdleTimeout:       2 * time.Minute,
		ErrorLog:          slog.NewLogLogger(v.logger.Handler(), slog.LevelWarn),
	}
	if v.metrics != nil {
		v.metrics.MustRegister(modelMetrics{v.engine.Status})
	}
	v.stopAdmin, err = startAdmin(v.settings, v.metrics, v.health(), v.logger)
	return err
}

// announce tells whoever reads the output that queries show everything from now on.
func (v *service) announce(t *terminal) { fmt.Fprintf(t.out, "ready %s\n", v.url()) }

// url is where the service is found.
func (v *service) url() string { return "http://" + v.listener.Addr().String() }

// serve answers requests until ctx ends or a part that it needs does. It calls
// ready when the read models show all that the log holds.
func (v *service) serve(ctx context.Context, ready func()) error {
	ended := make(chan error, 1)
	go func() { ended <- v.server.Serve(v.listener) }()
	v.logger.Info("serving", slog.String("url", v.url()), slog.String("version", version()))
	go func() {
		if err := v.engine.WaitCaughtUp(ctx); err == nil {
			ready()
		}
	}()
	select {
	case <-ctx.Done():
		v.logger.Info("stopping")
		return nil
	case err := <-ended:
		return fmt.Errorf("serve: %w", err)
	case <-v.nodeEnded():
		return logLost(v.node.Err())
	case err := <-v.nodeReplaced(ctx):
		return err
	case <-v.clusterEnded():
		return failed("DATABASE_LOST", nil, "Cụm PostgreSQL riêng đã dừng. Hãy xem %s/postgres.log rồi chạy lại.", v.settings.Data)
	}
}

// clusterEnded never happens where the database is elsewhere.
func (v *service) clusterEnded() <-chan struct{} {
	if v.database.cluster == nil {
		return nil
	}
	return v.database.cluster.Done()
}

// stop takes no more requests, finishes those under way, and stops the rest.
func (v *service) stop() {
	ctx, cancel := context.WithTimeout(context.Background(), stopTime)
	defer cancel()
	if v.server != nil {
		if err := v.server.Shutdown(ctx); err != nil {
			v.logger.Warn("requests were cut off", slog.Any("error", err))
		}
	}
	if err := v.listener.Close(); err != nil && !errors.Is(err, net.ErrClosed) {
		v.logger.Warn("listener did not close", slog.Any("error", err))
	}
	v.stopAdmin()
	v.close()
	v.logger.Info("stopped")
}

// logged logs every request: what was asked stays out, it may hold personal data.
func logged(logger *slog.Logger, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		answer := &statusWriter{ResponseWriter: w, status: http.StatusOK}
		next.ServeHTTP(answer, r)
		logger.DebugContext(r.Context(), "request answered", slog.String("method", r.Method),
			slog.String("path", r.URL.Path), slog.Int("status", answer.status), slog.Duration("took", time.Since(began)))
	})
}

// statusWriter remembers the status that was answered.
type statusWriter struct {
	http.ResponseWriter
	status int
}

// WriteHeader remembers the status and passes it on.
func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

// Unwrap lets http.ResponseController reach the writer beneath.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
