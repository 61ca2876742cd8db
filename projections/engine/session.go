package engine

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"time"

	gojson "github.com/goccy/go-json"
	"golang.org/x/sync/errgroup"

	"github.com/diachinh/diachinh/domain/es"
)

const (
	// maxChunk is how many events are decoded in one piece.
	maxChunk = 256
	// maxChunkBytes is how many bytes of events are decoded in one piece.
	maxChunkBytes = 1 << 20
)

// arrival is a message of the log and when it was received.
type arrival struct {
	es.Message
	at time.Time
}

// chunk is a piece of the log on its way: cut, then decoded by one of several
// goroutines, then handed on in the order in which it was cut.
type chunk struct {
	events   []arrival
	bytes    int
	caughtUp bool
	decoded  chan struct{} // closed when batches are filled
	batches  []batch       // one a model
}

// session is one run of the pipeline from the subscription to the models.
type session struct {
	config  Config
	workers []*worker
	queues  []*queue
	intake  chan arrival
	work    chan *chunk // to be decoded, by whoever is free
	order   chan *chunk // the same chunks, in order
}

func newSession(config Config, workers []*worker) *session {
	s := &session{
		config: config, workers: workers,
		intake: make(chan arrival, 2*maxChunk),
		work:   make(chan *chunk, 2*runtime.GOMAXPROCS(0)),
		order:  make(chan *chunk, 4*runtime.GOMAXPROCS(0)),
	}
	for range workers {
		s.queues = append(s.queues, newQueue())
	}
	return s
}

// run reads the log after a position until ctx ends or a part fails.
func (s *session) run(ctx context.Context, after *es.Position) error {
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return s.subscribe(ctx, after) })
	group.Go(func() error { return s.cut(ctx) })
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() error { return s.decode(ctx) })
	}
	group.Go(func() error { return s.fanOut(ctx) })
	for i, w := range s.workers {
		group.Go(func() error { return w.run(ctx, s.queues[i]) })
	}
	return group.Wait()
}

func (s *session) subscribe(ctx context.Context, after *es.Position) error {
	err := s.config.Store.SubscribeAll(ctx, after, func(m es.Message) error {
		arrival := arrival{m, time.Now()}
		if !m.CaughtUp {
			for _, w := range s.workers {
				w.receive(arrival.at)
			}
		}
		select {
		case s.intake <- arrival:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	})
	if err == nil {
		err = errors.New("the subscription ended")
	}
	return fmt.Errorf("subscribe to the log: %w", err)
}

// cut makes chunks of whatever has come in.
func (s *session) cut(ctx context.Context) error {
	for {
		c := &chunk{decoded: make(chan struct{})}
		select {
		case m := <-s.intake:
			c.add(m)
		case <-ctx.Done():
			return ctx.Err()
		}
		s.fill(c)
		for _, next := range []chan *chunk{s.order, s.work} {
			select {
			case next <- c:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
	}
}

func (s *session) fill(c *chunk) {
	for len(c.events) < maxChunk && c.bytes < maxChunkBytes {
		select {
		case m := <-s.intake:
			c.add(m)
		default:
			return
		}
	}
}

func (c *chunk) add(m arrival) {
	if m.CaughtUp {
		c.caughtUp = true
		return
	}
	c.events = append(c.events, m)
	c.bytes += len(m.Event.Data) + len(m.Event.Metadata)
}

func (s *session) decode(ctx context.Context) error {
	for {
		select {
		case c := <-s.work:
			s.prepare(c)
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// prepare decodes a chunk's events once and lets every model prepare them.
func (s *session) prepare(c *chunk) {
	defer close(c.decoded)
	c.batches = make([]batch, len(s.workers))
	for i := range c.batches {
		c.batches[i] = batch{items: make([]item, 0, len(c.events)), bytes: c.bytes, caughtUp: c.caughtUp}
	}
	for _, arrived := range c.events {
		recorded := arrived.Event
		event, err := decode(s.config.Catalogue, recorded)
		for i, w := range s.workers {
			next := item{
				position: recorded.Position, stream: recorded.Stream, revision: recorded.Revision,
				kind: recorded.Type, received: arrived.at, err: err,
			}
			if err == nil && event.Body != nil {
				next.change, next.err = w.model.Prepare(event)
			}
			c.batches[i].items = append(c.batches[i].items, next)
		}
	}
	c.events = nil
}

// fanOut hands decoded chunks to the models, in order.
func (s *session) fanOut(ctx context.Context) error {
	for {
		var c *chunk
		select {
		case c = <-s.order:
		case <-ctx.Done():
			return ctx.Err()
		}
		select {
		case <-c.decoded:
		case <-ctx.Done():
			return ctx.Err()
		}
		for i, q := range s.queues {
			if err := q.put(ctx, c.batches[i]); err != nil {
				return err
			}
		}
	}
}

// logStream holds the log's own identity: an event that no model knows.
const logStream = "log"

// decode reads an event and who stands behind it. The event store's own events
// and the log's identity are left without a body.
func decode(catalogue *es.Catalogue, recorded es.Recorded) (Event, error) {
	event := Event{Recorded: recorded}
	event.Data, event.Metadata = nil, nil
	if strings.HasPrefix(recorded.Stream, "$") || recorded.Stream == logStream {
		return event, nil
	}
	body, err := catalogue.Decode(recorded.Type, recorded.Data)
	if err != nil {
		return event, err
	}
	if err := gojson.Unmarshal(recorded.Metadata, &event.Meta); err != nil {
		return event, fmt.Errorf("decode the metadata of %s: %w", recorded.Type, err)
	}
	event.Body = body
	return event, nil
}
