package main

import (
	"github.com/prometheus/client_golang/prometheus"

	"github.com/diachinh/diachinh/projections/engine"
)

// modelMetrics measures how far the read models are, at each time it is asked.
type modelMetrics struct {
	status func() []engine.ModelStatus
}

var (
	modelLag      = modelMetric("lag_seconds", "How long the oldest event that a read model has not applied has waited.")
	modelBehind   = modelMetric("behind_events", "Events received that a read model has not applied.")
	modelPosition = modelMetric("position", "Position of the last event that a read model has applied.")
	modelStopped  = modelMetric("stopped", "1 where a read model stands still at an event that it cannot apply, else 0.")
)

func modelMetric(name, help string) *prometheus.Desc {
	return prometheus.NewDesc("diachinh_read_model_"+name, help, []string{"model"}, nil)
}

// Describe implements prometheus.Collector.
func (modelMetrics) Describe(described chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{modelLag, modelBehind, modelPosition, modelStopped} {
		described <- d
	}
}

// Collect implements prometheus.Collector.
func (m modelMetrics) Collect(collected chan<- prometheus.Metric) {
	for _, s := range m.status() {
		show := func(d *prometheus.Desc, value float64) {
			collected <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value, s.Name)
		}
		show(modelLag, s.Lag.Seconds())
		show(modelBehind, float64(s.Behind))
		if s.Position != nil {
			show(modelPosition, float64(s.Position.Commit))
		}
		stopped := 0.0
		if s.Poisoned != nil {
			stopped = 1
		}
		show(modelStopped, stopped)
	}
}
