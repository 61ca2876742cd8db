package node_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
	dto "github.com/prometheus/client_model/go"

	"github.com/diachinh/diachinh/cluster/testdb"
	"github.com/diachinh/diachinh/eventstore/node"
)

// value sums what a registry shows under a name, of histograms the count; label
// is a label's value, empty for all.
func value(t *testing.T, registry *prometheus.Registry, name, label string) float64 {
	t.Helper()
	families, err := registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	sum := 0.0
	for _, family := range families {
		if family.GetName() != "diachinh_node_"+name {
			continue
		}
		for _, m := range family.GetMetric() {
			if label == "" || has(m, label) {
				sum += m.GetCounter().GetValue() + m.GetGauge().GetValue() + float64(m.GetHistogram().GetSampleCount())
			}
		}
	}
	return sum
}

func has(m *dto.Metric, label string) bool {
	for _, pair := range m.GetLabel() {
		if pair.GetValue() == label {
			return true
		}
	}
	return false
}

func TestMetrics(t *testing.T) {
	t.Parallel()
	registry := prometheus.NewPedanticRegistry()
	database := testdb.New(t)
	config := node.Config{DatabaseURL: database, Listen: "127.0.0.1:0", Metrics: registry}
	n, err := node.Start(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { n.Stop(context.Background()) })

	c := client(t, n.URL())
	for range 3 {
		appendOne(t, n.URL(), "secret-name", esdb.Any{})
	}
	if _, err := c.AppendToStream(t.Context(), "secret-name", esdb.AppendToStreamOptions{ExpectedRevision: esdb.NoStream{}},
		esdb.EventData{EventType: "happened.v1", ContentType: esdb.ContentTypeJson, Data: []byte(`{}`)}); err == nil {
		t.Fatal("a second first event was taken")
	}
	subscription, err := c.SubscribeToAll(t.Context(), esdb.SubscribeToAllOptions{From: esdb.Start{}})
	if err != nil {
		t.Fatal(err)
	}
	for subscription.Recv().CaughtUp == nil {
	}

	for _, want := range []struct {
		name, label string
		value       float64
	}{
		{"appends_total", "written", 3},
		{"appends_total", "conflict", 1},
		{"append_seconds", "", 4},
		{"transaction_seconds", "", 3},
		{"transaction_events", "", 3},
		{"transaction_bytes", "", 3},
		{"last_position", "", 3},
		{"appends_waiting", "", 0},
		{"subscribers", "", 1},
		{"reads_total", "", 1},
		{"events_sent_total", "", 3},
		{"session_losses_total", "", 0},
	} {
		if got := value(t, registry, want.name, want.label); got != want.value {
			t.Errorf("%s %s is %v, want %v", want.name, want.label, got, want.value)
		}
	}
	problems, err := testutil.GatherAndLint(registry)
	if err != nil || len(problems) > 0 {
		t.Errorf("lint: %v, %v", problems, err)
	}
	families, err := registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, family := range families {
		if strings.Contains(family.String(), "secret-name") {
			t.Errorf("%s names a stream", family.GetName())
		}
	}

	subscription.Close()
	for deadline := time.Now().Add(30 * time.Second); value(t, registry, "subscribers", "") != 0; {
		if time.Now().After(deadline) {
			t.Fatal("a subscription that has ended is still counted")
		}
	}
	if err := n.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	again, err := node.Start(t.Context(), config)
	if err != nil {
		t.Fatalf("a second node of one process: %v", err)
	}
	if err := again.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
}
