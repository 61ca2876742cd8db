package eventstore

import (
	"context"
	"crypto/rand"
	"fmt"
	"math"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"
)

// load is so many clients that each append one batch of events after the other,
// each to a stream of its own, at the revision that it expects.
type load struct {
	bytes   int // of an event's data
	clients int
	batch   int // events an append
}

// sample is what a load led to: events a second and latencies of appends in ms.
type sample struct{ rate, p50, p99 float64 }

// connect makes one client of a store: it returns what appends the next batch to
// the stream, and what ends the client.
type connect func(ctx context.Context, stream string, data []byte, batch int) (appendNext func(context.Context) error, end func(), err error)

// drive puts a store under a load.
func (l load) drive(ctx context.Context, connect connect) (sample, error) {
	appends, closing, err := l.connectAll(ctx, connect)
	defer closing()
	if err != nil {
		return sample{}, err
	}
	from := time.Now().Add(warmup)
	until := from.Add(lasting)
	latencies, errs := make([][]time.Duration, l.clients), make([]error, l.clients)
	var clients sync.WaitGroup
	for i, appendNext := range appends {
		clients.Go(func() { latencies[i], errs[i] = repeat(ctx, appendNext, from, until) })
	}
	clients.Wait()
	for _, err := range errs {
		if err != nil {
			return sample{}, err
		}
	}
	return l.sample(slices.Concat(latencies...))
}

func (l load) connectAll(ctx context.Context, connect connect) (appends []func(context.Context) error, closing func(), err error) {
	var ends []func()
	closing = func() {
		for _, end := range ends {
			end()
		}
	}
	data := document(l.bytes)
	for i := range l.clients {
		appendNext, end, err := connect(ctx, streamName(i), data, l.batch)
		if err != nil {
			return nil, closing, err
		}
		appends, ends = append(appends, appendNext), append(ends, end)
	}
	return appends, closing, nil
}

// repeat calls a step until the end, and returns the times of those that ended after
// the warm-up.
func repeat(ctx context.Context, step func(context.Context) error, from, until time.Time) (latencies []time.Duration, err error) {
	for {
		start := time.Now()
		if err := step(ctx); err != nil {
			return nil, err
		}
		end := time.Now()
		if end.After(until) {
			return latencies, nil
		}
		if end.After(from) {
			latencies = append(latencies, end.Sub(start))
		}
	}
}

func (l load) sample(latencies []time.Duration) (sample, error) {
	if len(latencies) == 0 {
		return sample{}, fmt.Errorf("no append was answered within %v", lasting)
	}
	slices.Sort(latencies)
	return sample{
		rate: math.Round(float64(len(latencies)*l.batch) / lasting.Seconds()),
		p50:  milliseconds(latencies[len(latencies)/2]),
		p99:  milliseconds(latencies[len(latencies)*99/100]),
	}, nil
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// document is a JSON object of so many bytes that no compression makes smaller.
func document(bytes int) []byte {
	const open, end = `{"text":"`, `"}`
	data := []byte(open)
	for len(data) < bytes {
		data = append(data, rand.Text()...)
	}
	return append(data[:bytes-len(end)], end...)
}

// kinds are those of the registry's streams. A store that locks by category has
// as many locks.
var kinds = [...]string{"sheet", "commune", "title", "party", "dossier", "serial", "claim"}

// streamName is a new stream's, of one kind after the other.
func streamName(i int) string { return kinds[i%len(kinds)] + "-" + uuid.NewString() }
