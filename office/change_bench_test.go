package office

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/diachinh/diachinh/access"
	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/gis/formats"
)

// square is sheet 1 with parcels of 20 by 30 m, 60 a row, and one of sheet 2.
func square(n int) []formats.Feature {
	parcels := []formats.Feature{plot(2, 1, 0, -30, 20, 30)}
	for i := range n {
		parcels = append(parcels, plot(1, i+1, float64(20*(i%60)), float64(30*(i/60)), 20, 30))
	}
	return parcels
}

// BenchmarkSubdivision subdivides parcels of one sheet of 3,000, each another one,
// on an event store and read models. p99_ms is how long the slowest hundredth of
// the acts took at least.
func BenchmarkSubdivision(b *testing.B) {
	for _, n := range []int{1, 16} {
		b.Run(fmt.Sprint(n, " clients"), func(b *testing.B) {
			l := newLive(b, square(3000)...)
			refs := make([]ParcelRef, 3000)
			for i := range refs {
				refs[i] = l.ref(1, i+1)
			}
			var next atomic.Int64
			var mu sync.Mutex
			var took []time.Duration
			b.ResetTimer()
			clients(n, func(_ int, who access.Principal) {
				for {
					i := int(next.Add(1)) - 1
					if i >= min(b.N, 3000) {
						return
					}
					e, s := float64(20*(i%60)), float64(30*(i/60))
					began := time.Now()
					did, err := l.SubdivideParcel(context.Background(), who, fmt.Sprint(i), SubdivideParcel{onDay(0), refs[i], []Part{part(e, s, 9, 30), part(e+9, s, 11, 30)}})
					if err != nil {
						b.Error(err)
						return
					}
					if _, subdivided := did.Event.(cadastre.ParcelSubdivided); !subdivided {
						b.Errorf("%+v", did)
					}
					mu.Lock()
					took = append(took, time.Since(began))
					mu.Unlock()
				}
			})
			slices.Sort(took)
			b.ReportMetric(took[len(took)/2].Seconds()*1e3, "p50_ms")
			b.ReportMetric(took[len(took)*99/100].Seconds()*1e3, "p99_ms")
		})
	}
}
