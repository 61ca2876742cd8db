package eventstore_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/eventstore"
	"github.com/diachinh/diachinh/eventstore/node"
)

// kilobyte makes n events of about 1 kB.
func kilobyte(n int) []es.Proposed {
	data := []byte(`{"text":"` + strings.Repeat("địa", 150) + `"}`)
	metadata := []byte(`{"actor":"` + strings.Repeat("a", 240) + `"}`)
	events := make([]es.Proposed, n)
	for i := range events {
		events[i] = es.Proposed{ID: uuid.New(), Type: "parcel.registered.v1", Data: data, Metadata: metadata}
	}
	return events
}

// BenchmarkAppend measures durable appends of single events, by clients at once.
func BenchmarkAppend(b *testing.B) {
	for _, clients := range []int{1, 16, 64} {
		b.Run(fmt.Sprintf("clients=%d", clients), func(b *testing.B) {
			store := dial(b, startNode(b, node.Config{}).URL())
			var all sync.WaitGroup
			b.ResetTimer()
			for client := range clients {
				all.Go(func() {
					stream := fmt.Sprintf("bench-%d", client)
					for range b.N / clients {
						if _, err := store.Append(b.Context(), stream, es.Any{}, kilobyte(1)); err != nil {
							b.Error(err)
							return
						}
					}
				})
			}
			all.Wait()
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "events/s")
		})
	}
}

// fill appends n events of 1 kB, in appends of 600 to streams of 3,000.
func fill(b *testing.B, store *eventstore.Store, n int) {
	for i := 0; i < n; i += 600 {
		stream := fmt.Sprintf("bench-%d", i/3_000)
		if _, err := store.Append(b.Context(), stream, es.Any{}, kilobyte(min(600, n-i))); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkImport measures appends of 600 events by one client.
func BenchmarkImport(b *testing.B) {
	const events = 100_000
	for b.Loop() {
		store := dial(b, startNode(b, node.Config{}).URL())
		fill(b, store, events)
	}
	b.ReportMetric(float64(b.N*events)/b.Elapsed().Seconds(), "events/s")
}

// BenchmarkCatchUp measures a subscription from the log's beginning to its end.
func BenchmarkCatchUp(b *testing.B) {
	const events = 100_000
	for name, tailBytes := range map[string]int{"table": 1, "memory": 1 << 30} {
		b.Run("from="+name, func(b *testing.B) {
			store := dial(b, startNode(b, node.Config{TailBytes: tailBytes}).URL())
			fill(b, store, events)
			caughtUp := errors.New("caught up")
			for b.Loop() {
				err := store.SubscribeAll(b.Context(), nil, func(m es.Message) error {
					if m.CaughtUp {
						return caughtUp
					}
					return nil
				})
				if !errors.Is(err, caughtUp) {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.N*events)/b.Elapsed().Seconds(), "events/s")
		})
	}
}

// BenchmarkReadStream measures reading a stream of 3,000 events.
func BenchmarkReadStream(b *testing.B) {
	store := dial(b, startNode(b, node.Config{}).URL())
	fill(b, store, 3_000)
	for b.Loop() {
		for _, err := range store.ReadStream(b.Context(), "bench-0", 0) {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
}
