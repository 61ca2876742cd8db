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
	// Reasons say why not, each with a stable code and what to do.
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
	r := readiness{Reasons: []string{}, Models: []modelHealth{}}
	r.migrations(migrations.Pending(ctx, p.database.url))
	_, _, err := p.end(ctx)
	r.EventStore = err == nil
	if err != nil {
		r.because("EVENT_STORE_UNREACHABLE: Kho sự kiện không trả lời (%v). Dịch vụ tự nối lại khi kho sự kiện hoạt động.", err)
	}
	r.models(p)
	r.Ready = len(r.Reasons) == 0
	return r
}

// migrations says how far the database is behind this program.
func (r *readiness) migrations(pending int, err error) {
	r.Migrated = err == nil && pending == 0
	switch {
	case err != nil:
		r.because("DATABASE_UNREACHABLE: Cơ sở dữ liệu không trả lời (%v). Dịch vụ tự nối lại khi cơ sở dữ liệu hoạt động.", err)
	case pending > 0:
		r.because("MIGRATIONS_PENDING: Cơ sở dữ liệu còn thiếu %d bước cập nhật. Hãy chạy `diachinh migrate`.", pending)
	}
}

// models asks the engine how far every read model is.
func (r *readiness) models(p *platform) {
	if p.engine == nil {
		return
	}
	for _, s := range p.engine.Status() {
		m := modelHealth{Name: s.Name, Behind: s.Behind, LagSeconds: s.Lag.Seconds(), CaughtUp: s.CaughtUp}
		if s.Position != nil {
			m.Position = &s.Position.Commit
		}
		if s.Poisoned != nil {
			m.Poisoned = s.Poisoned.Error()
			r.because("READ_MODEL_STOPPED: %s (%s)", poisoned, m.Poisoned)
		}
		if !s.CaughtUp && s.Poisoned == nil {
			r.because("READ_MODEL_BEHIND: Mô hình đọc %s đang đọc lại những sự kiện đã có. Hãy đợi đến khi xong.", s.Name)
		}
		if s.Lag > p.settings.MaxLag {
			r.because("READ_MODEL_BEHIND: Mô hình đọc %s chậm %s, quá giới hạn %s (DIACHINH_MAX_LAG), còn %d sự kiện. Hãy đợi; nếu không giảm thì xem nhật ký.",
				s.Name, s.Lag.Round(time.Millisecond), p.settings.MaxLag, s.Behind)
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
