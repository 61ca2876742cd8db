package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// load is so many clients that each publish one message after the other.
type load struct {
	Bytes   int           `json:"bytes"`
	Clients int           `json:"clients"`
	Warmup  time.Duration `json:"warmup"`
	Lasting time.Duration `json:"lasting"`
}

// measured is what came of a load: messages a second, and latencies.
type measured struct {
	Rate float64       `json:"rate"`
	P50  time.Duration `json:"p50"`
	P99  time.Duration `json:"p99"`
}

// measure puts the server under the load. What is acknowledged during the warm-up
// does not count.
func (l load) measure(s *server.Server) (measured, error) {
	from := time.Now().Add(l.Warmup)
	until := from.Add(l.Lasting)
	latencies, errs := make([][]time.Duration, l.Clients), make([]error, l.Clients)
	var clients sync.WaitGroup
	for i := range l.Clients {
		clients.Go(func() { latencies[i], errs[i] = l.client(s, i, from, until) })
	}
	clients.Wait()
	for _, err := range errs {
		if err != nil {
			return measured{}, err
		}
	}
	all := slices.Concat(latencies...)
	if len(all) == 0 {
		return measured{}, fmt.Errorf("no message was acknowledged within %v", l.Lasting)
	}
	slices.Sort(all)
	return measured{
		Rate: float64(len(all)) / l.Lasting.Seconds(),
		P50:  all[len(all)/2], P99: all[len(all)*99/100],
	}, nil
}

// client publishes on a connection and to a subject of its own.
func (l load) client(s *server.Server, i int, from, until time.Time) (latencies []time.Duration, err error) {
	js, closing, err := connect(s)
	if err != nil {
		return nil, err
	}
	defer closing()
	ctx, cancel := context.WithDeadline(context.Background(), until.Add(30*time.Second))
	defer cancel()
	data := []byte(rand.Text())
	for len(data) < l.Bytes {
		data = append(data, rand.Text()...)
	}
	data = data[:l.Bytes]
	subject, last := fmt.Sprintf("events.%s.%d", rand.Text(), i), uint64(0)
	for {
		start := time.Now()
		answer, err := js.PublishMsg(ctx, &nats.Msg{Subject: subject, Data: data}, jetstream.WithExpectLastSequencePerSubject(last))
		if err != nil {
			return nil, err
		}
		end := time.Now()
		if end.After(until) {
			return latencies, nil
		}
		if end.After(from) {
			latencies = append(latencies, end.Sub(start))
		}
		last = answer.Sequence
	}
}

// patience bounds a step that should take no time.
func patience() (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.Background(), 10*time.Second)
}
