package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/diachinh/diachinh/migrations"
)

// askTime is how long a part may take to answer /readyz.
const askTime = 2 * time.Second

// readiness is what /readyz answers.
type readiness struct {
	Ready bool `json:"ready"`
	// Reasons say in plain words why not.
	Reasons    []string      `json:"reasons"`
	Migrated   bool          `json:"migrated"`
	EventStore bool          `json:"event_store"`
	Models     []modelHealth `json:"models"`
}

type modelHealth struct {
	Name       string  `json:"name"`
	Position   *uint64 `json:"position"`
	Behind     uint64  `json:"behind"`
	LagSeconds float64 `json:"lag_seconds"`
	CaughtUp   bool    `json:"caught_up"`
	Poisoned   string  `json:"poisoned,omitempty"`
}

// health answers /livez, /readyz and /version.
func (p *platform) health() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /livez", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, http.StatusOK, map[string]bool{"live": true})
	})
	mux.HandleFunc("GET /version", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, http.StatusOK, map[string]string{"version": version()})
	})
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		state := p.readiness(r.Context())
		status := http.StatusOK
		if !state.Ready {
			status = http.StatusServiceUnavailable
		}
		answer(w, status, state)
	})
	return mux
}

// readiness asks every part.
func (p *platform) readiness(ctx context.Context) readiness {
	ctx, cancel := context.WithTimeout(ctx, askTime)
	defer cancel()
	r := readiness{Reasons: []string{}}
	pending, err := migrations.Pending(ctx, p.database.url)
	r.Migrated = err == nil && pending == 0
	if !r.Migrated {
		r.because("database: %d migrations pending, error %v", pending, err)
	}
	_, _, err = p.end(ctx)
	r.EventStore = err == nil
	if err != nil {
		r.because("event store: %v", err)
	}
	r.models(p)
	r.Ready = len(r.Reasons) == 0
	return r
}

// models asks the engine how far every read model is.
func (r *readiness) models(p *platform) {
	for _, s := range p.engine.Status() {
		m := modelHealth{Name: s.Name, Behind: s.Behind, LagSeconds: s.Lag.Seconds(), CaughtUp: s.CaughtUp}
		if s.Position != nil {
			m.Position = &s.Position.Commit
		}
		if s.Poisoned != nil {
			m.Poisoned = s.Poisoned.Error()
			r.because("%s", m.Poisoned)
		}
		if s.Lag > p.settings.MaxLag {
			r.because("read model %s: %s behind, limit %s", s.Name, s.Lag.Round(time.Millisecond), p.settings.MaxLag)
		}
		r.Models = append(r.Models, m)
	}
}

func (r *readiness) because(format string, args ...any) {
	r.Reasons = append(r.Reasons, fmt.Sprintf(format, args...))
}

func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}
