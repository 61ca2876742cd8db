package main

import (
	"log/slog"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// registry collects what is measured; nil where nobody asks for it.
func (s *settings) registry() *prometheus.Registry {
	if s.AdminListen == "" {
		return nil
	}
	registry := prometheus.NewRegistry()
	registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return registry
}

// startAdmin serves /metrics beside what health serves, for the operator alone.
// What it returns ends it. It does nothing where no address is set.
func startAdmin(s *settings, registry *prometheus.Registry, health http.Handler, logger *slog.Logger) (stop func(), err error) {
	if s.AdminListen == "" {
		return func() {}, nil
	}
	listener, err := listen("DIACHINH_ADMIN_LISTEN", s.AdminListen)
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{ErrorLog: slog.NewLogLogger(logger.Handler(), slog.LevelWarn)}))
	mux.Handle("/", health)
	server := &http.Server{Handler: localOnly(mux), ReadHeaderTimeout: 10 * time.Second, WriteTimeout: 30 * time.Second}
	go server.Serve(listener)
	logger.Info("serving metrics", slog.String("url", "http://"+listener.Addr().String()+"/metrics"))
	return func() { server.Close() }, nil
}
