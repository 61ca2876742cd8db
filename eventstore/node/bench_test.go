package node

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/diachinh/diachinh/cluster/testdb"
)

// BenchmarkWriter measures durable appends of one event by clients that call the
// writer without gRPC, each to a stream of its own. The package bench/eventstore
// runs it and reads its metrics.
func BenchmarkWriter(b *testing.B) {
	n, err := Start(b.Context(), Config{DatabaseURL: testdb.New(b), Listen: "127.0.0.1:0"})
	if err != nil {
		b.Fatal(err)
	}
	defer n.Stop(context.WithoutCancel(b.Context()))
	for _, size := range []int{256, 1200} {
		b.Run(fmt.Sprintf("bytes=%d", size), func(b *testing.B) {
			for _, clients := range []int{1, 16, 64} {
				b.Run(fmt.Sprintf("clients=%d", clients), func(b *testing.B) { benchmarkWriter(b, n.writer, size, clients) })
			}
		})
	}
}

func benchmarkWriter(b *testing.B, w *writer, size, clients int) {
	data := bytes.Repeat([]byte("x"), size)
	latencies := make([][]time.Duration, clients)
	var left atomic.Int64
	left.Store(int64(b.N))
	b.ResetTimer()
	var running sync.WaitGroup
	for i := range clients {
		running.Go(func() {
			stream, last := "sheet-"+uuid.NewString(), noStream
			for left.Add(-1) >= 0 {
				start := time.Now()
				o := w.perform(&request{
					ctx: b.Context(), stream: stream, expected: last, bytes: size,
					events: []proposed{{id: uuid.New(), kind: "parcel.measured.v1", json: true, data: data}},
				})
				if o.err != nil {
					b.Error(o.err)
					return
				}
				latencies[i] = append(latencies[i], time.Since(start))
				last = expected{atRevision, o.current}
			}
		})
	}
	running.Wait()
	b.StopTimer()
	all := slices.Concat(latencies...)
	slices.Sort(all)
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "events/s")
	b.ReportMetric(all[len(all)/2].Seconds()*1000, "p50-ms")
	b.ReportMetric(all[len(all)*99/100].Seconds()*1000, "p99-ms")
}
