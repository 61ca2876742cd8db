package linear

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/google/uuid"
	"golang.org/x/sync/errgroup"

	"github.com/diachinh/diachinh/domain/es"
)

// Clients says who makes a history.
type Clients struct {
	Stores     []es.Store // the clients share them, in turn
	Count      int
	Operations int           // of each client
	Streams    []string      // that they share; nobody else writes to them
	Seed       uint64        // of what they do
	Impatience float64       // share of the appends that are given up early
	Patience   time.Duration // of those that are given up
}

// Run lets the clients work at once and returns what they saw.
func (c Clients) Run(ctx context.Context) ([]Operation, error) {
	history, past := NewHistory(), &past{}
	group, ctx := errgroup.WithContext(ctx)
	for i := range c.Count {
		one := &client{
			Clients: c, number: i, store: c.Stores[i%len(c.Stores)], history: history, past: past,
			draw: rand.New(rand.NewPCG(c.Seed, uint64(i))), ends: map[string]uint64{},
		}
		group.Go(func() error { return one.run(ctx) })
	}
	err := group.Wait()
	return history.Operations(), err
}

// past is what was sent by anybody, to be sent again by anybody.
type past struct {
	mu   sync.Mutex
	sent []sent
}

type sent struct {
	stream   string
	expected es.Expected
	events   []es.Proposed
}

func (p *past) add(s sent) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.sent = append(p.sent, s)
}

// recent draws from what was sent lately; ok is false where nothing was.
func (p *past) recent(draw *rand.Rand) (s sent, ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.sent) == 0 {
		return sent{}, false
	}
	return p.sent[len(p.sent)-1-draw.IntN(min(len(p.sent), 20))], true
}

type client struct {
	Clients
	number  int
	store   es.Store
	history *History
	past    *past
	draw    *rand.Rand
	ends    map[string]uint64 // last revisions, as far as this client knows
}

func (c *client) run(ctx context.Context) error {
	for range c.Operations {
		if err := c.operate(ctx); err != nil {
			return fmt.Errorf("client %d: %w", c.number, err)
		}
	}
	return nil
}

func (c *client) operate(ctx context.Context) error {
	stream := c.Streams[c.draw.IntN(len(c.Streams))]
	if c.draw.Float64() < 0.3 {
		from := uint64(0)
		if end := c.ends[stream]; c.draw.IntN(2) == 0 {
			from = uint64(c.draw.IntN(int(end) + 2))
		}
		_, err := c.history.Read(ctx, c.store, c.number, stream, from)
		return err
	}
	s := sent{stream, c.expected(stream), propose(1 + c.draw.IntN(3))}
	if old, ok := c.past.recent(c.draw); ok && c.draw.Float64() < 0.3 {
		s = c.vary(old)
	}
	c.past.add(s)
	return c.append(ctx, s)
}

// append sends what may be given up before it is answered. What is in doubt is
// sent again, once, or left so.
func (c *client) append(ctx context.Context, s sent) error {
	o, err := c.sendOnce(ctx, s)
	if err != nil || !o.InDoubt {
		return err
	}
	if err := c.settle(ctx, s.stream); err != nil || c.draw.IntN(3) == 0 {
		return err
	}
	_, err = c.sendOnce(ctx, s)
	return err
}

func (c *client) sendOnce(ctx context.Context, s sent) (Operation, error) {
	if c.draw.Float64() < c.Impatience {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, time.Duration(c.draw.Int64N(int64(c.Patience))))
		defer cancel()
	}
	o, err := c.history.Append(ctx, c.store, c.number, s.stream, s.expected, s.events)
	c.ends[s.stream] = max(c.ends[s.stream], o.Appended.Revision)
	return o, err
}

// settle waits until the store answers, so that a history has few operations in
// doubt: each may stand anywhere behind its call.
func (c *client) settle(ctx context.Context, stream string) error {
	for {
		answered, err := c.history.Read(ctx, c.store, c.number, stream, 0)
		if answered || err != nil || ctx.Err() != nil {
			return err
		}
		time.Sleep(time.Millisecond) // a client's backoff
	}
}

// expected draws a form, mostly one that may be right.
func (c *client) expected(stream string) es.Expected {
	end, known := c.ends[stream]
	switch c.draw.IntN(6) {
	case 0:
		return es.Any{}
	case 1:
		return es.StreamExists{}
	case 2:
		return es.NoStream{}
	}
	if !known {
		return es.NoStream{}
	}
	return es.Exactly(end + uint64(c.draw.IntN(3)))
}

// vary makes of something that was sent what may be the same or not quite.
func (c *client) vary(s sent) sent {
	switch c.draw.IntN(5) {
	case 0:
		s.events = s.events[:1]
	case 1:
		s.events = append(s.events[:len(s.events):len(s.events)], propose(1)...)
	case 2:
		s.expected = c.expected(s.stream)
	}
	return s
}

func propose(n int) []es.Proposed {
	events := make([]es.Proposed, n)
	for i := range events {
		events[i] = es.Proposed{ID: uuid.New(), Type: "thing.happened.v1", Data: []byte(`{}`), Metadata: []byte(`{}`)}
	}
	return events
}
