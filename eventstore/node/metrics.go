package node

import (
	"fmt"

	"github.com/prometheus/client_golang/prometheus"
)

// metrics measures a node. A nil *metrics measures nothing. What is counted with
// every append has its label looked up beforehand.
type metrics struct {
	registerer prometheus.Registerer
	collectors []prometheus.Collector

	written, conflicting, failed, cancelled prometheus.Counter
	appendTime                              prometheus.Histogram

	transactionTime, transactionEvents, transactionBytes prometheus.Histogram

	fromMemory, fromTable, reads prometheus.Counter
	subscribers                  prometheus.Gauge

	lostSessions, refusedLogins        prometheus.Counter
	anonymous, unauthenticated, denied prometheus.Counter
}

// newMetrics registers what is measured of a writer. It is nil where registerer is.
func newMetrics(registerer prometheus.Registerer, w *writer) (*metrics, error) {
	if registerer == nil {
		return nil, nil
	}
	m := &metrics{registerer: registerer}
	m.measureAppends(w)
	m.measureReads()
	m.measureTrouble()
	for i, c := range m.collectors {
		if err := registerer.Register(c); err != nil {
			m.collectors = m.collectors[:i]
			m.unregister()
			return nil, fmt.Errorf("register the node's metrics: %w", err)
		}
	}
	return m, nil
}

func (m *metrics) measureAppends(w *writer) {
	outcome := m.counters("appends_total", "Appends and deletes answered, by what became of them.", "outcome")
	m.written, m.conflicting = outcome("written"), outcome("conflict")
	m.failed, m.cancelled = outcome("failed"), outcome("cancelled")
	m.appendTime = m.histogram("append_seconds", "Time from an append's arrival in the queue to its answer.", prometheus.ExponentialBuckets(0.00025, 2, 15))
	m.transactionTime = m.histogram("transaction_seconds", "Time that PostgreSQL took for a transaction of appends.", prometheus.ExponentialBuckets(0.00025, 2, 15))
	m.transactionEvents = m.histogram("transaction_events", "Events that a transaction wrote.", prometheus.ExponentialBuckets(1, 2, 13))
	m.transactionBytes = m.histogram("transaction_bytes", "Bytes of events that a transaction wrote.", prometheus.ExponentialBuckets(256, 4, 9))
	m.gauge("appends_waiting", "Appends in the queue.", func() float64 { return float64(len(w.queue)) })
	m.gauge("last_position", "Position of the log's last event.", func() float64 { return float64(w.tail.end() - 1) })
}

func (m *metrics) measureReads() {
	source := m.counters("events_sent_total", "Events sent to readers, by where they came from.", "source")
	m.fromMemory, m.fromTable = source("memory"), source("table")
	m.reads = m.counter("reads_total", "Reads begun, subscriptions included.")
	m.subscribers = add(m, prometheus.NewGauge(prometheus.GaugeOpts(m.options("subscribers", "Subscriptions under way."))))
}

func (m *metrics) measureTrouble() {
	m.lostSessions = m.counter("session_losses_total", "Failures of the session that holds the log.")
	m.refusedLogins = m.counter("postgresql_refusals_total", "Times that PostgreSQL refused the node's own credentials.")
	reason := m.counters("user_refusals_total", "Calls over TLS that were refused, by reason.", "reason")
	m.anonymous, m.unauthenticated, m.denied = reason("anonymous"), reason("unauthenticated"), reason("denied")
}

func (m *metrics) options(name, help string) prometheus.Opts {
	return prometheus.Opts{Namespace: "diachinh", Subsystem: "node", Name: name, Help: help}
}

func add[C prometheus.Collector](m *metrics, c C) C {
	m.collectors = append(m.collectors, c)
	return c
}

func (m *metrics) counter(name, help string) prometheus.Counter {
	return add(m, prometheus.NewCounter(prometheus.CounterOpts(m.options(name, help))))
}

// counters makes the counter of each value of a label.
func (m *metrics) counters(name, help, label string) func(value string) prometheus.Counter {
	all := add(m, prometheus.NewCounterVec(prometheus.CounterOpts(m.options(name, help)), []string{label}))
	return func(value string) prometheus.Counter { return all.WithLabelValues(value) }
}

func (m *metrics) gauge(name, help string, read func() float64) {
	add(m, prometheus.NewGaugeFunc(prometheus.GaugeOpts(m.options(name, help)), read))
}

func (m *metrics) histogram(name, help string, buckets []float64) prometheus.Histogram {
	o := m.options(name, help)
	return add(m, prometheus.NewHistogram(prometheus.HistogramOpts{
		Namespace: o.Namespace, Subsystem: o.Subsystem, Name: name, Help: help, Buckets: buckets,
	}))
}

// unregister lets another node of the process take this one's place.
func (m *metrics) unregister() {
	if m == nil {
		return
	}
	for _, c := range m.collectors {
		m.registerer.Unregister(c)
	}
}
