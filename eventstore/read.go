package eventstore

import (
	"context"
	"errors"
	"io"
	"iter"
	"math"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"github.com/diachinh/diachinh/domain/es"
)

// everything as the number of events that a read wants.
const everything = math.MaxUint64

// ReadStream implements es.Store.
func (s *Store) ReadStream(ctx context.Context, stream string, from uint64) iter.Seq2[es.Recorded, error] {
	options := esdb.ReadStreamOptions{Direction: esdb.Forwards, From: esdb.Revision(from)}
	return s.read(ctx, func(ctx context.Context, client *esdb.Client) (*esdb.ReadStream, error) {
		return client.ReadStream(ctx, stream, options, everything)
	})
}

// ReadStreamBackwards implements es.Store.
func (s *Store) ReadStreamBackwards(ctx context.Context, stream string) iter.Seq2[es.Recorded, error] {
	options := esdb.ReadStreamOptions{Direction: esdb.Backwards, From: esdb.End{}}
	return s.read(ctx, func(ctx context.Context, client *esdb.Client) (*esdb.ReadStream, error) {
		return client.ReadStream(ctx, stream, options, everything)
	})
}

// ReadAll implements es.Store.
func (s *Store) ReadAll(ctx context.Context, direction es.Direction, after *es.Position) iter.Seq2[es.Recorded, error] {
	options := esdb.ReadAllOptions{Direction: esdb.Forwards, From: esdb.Start{}}
	if direction == es.Backwards {
		options = esdb.ReadAllOptions{Direction: esdb.Backwards, From: esdb.End{}}
	}
	if after != nil {
		options.From = esdb.Position{Commit: after.Commit, Prepare: after.Prepare}
	}
	events := s.read(ctx, func(ctx context.Context, client *esdb.Client) (*esdb.ReadStream, error) {
		return client.ReadAll(ctx, options, everything)
	})
	if after == nil || direction == es.Backwards {
		return events
	}
	return skip(events, *after)
}

// skip leaves out the event at a position: a forward read begins with it.
func skip(events iter.Seq2[es.Recorded, error], at es.Position) iter.Seq2[es.Recorded, error] {
	return func(yield func(es.Recorded, error) bool) {
		for e, err := range events {
			if err == nil && e.Position == at {
				continue
			}
			if !yield(e, err) {
				return
			}
		}
	}
}

// read yields what a read of the client gives. The client decodes on a
// goroutine of its own, beside whoever consumes the events.
func (s *Store) read(ctx context.Context, open func(context.Context, *esdb.Client) (*esdb.ReadStream, error)) iter.Seq2[es.Recorded, error] {
	return func(yield func(es.Recorded, error) bool) {
		used, err := s.sessions.enter(ctx)
		if err != nil {
			yield(es.Recorded{}, err)
			return
		}
		defer s.sessions.leave(used, nil)
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		runs := make(chan eventRun, 4)
		s.sessions.stay(used)
		go func() {
			s.sessions.leave(used, receive(ctx, used.client, open, runs))
		}()
		for {
			r, err := await(ctx, used, runs)
			for _, e := range r.events {
				if !yield(e, nil) {
					return
				}
			}
			if err == nil {
				err = r.err
			}
			if err != nil {
				if !errors.Is(err, io.EOF) {
					yield(es.Recorded{}, translate(err))
				}
				return
			}
		}
	}
}

// eventRun is some events of a read, and why it ended: io.EOF at its end.
type eventRun struct {
	events []es.Recorded
	err    error
}

// fullRun is how many events are handed over at once. The first are few, for
// who wants few.
const fullRun = 128

// receive hands over a read's events until its end, which it returns.
func receive(ctx context.Context, client *esdb.Client, open func(context.Context, *esdb.Client) (*esdb.ReadStream, error), runs chan<- eventRun) error {
	stream, err := open(ctx, client)
	if err != nil {
		runs <- eventRun{err: err}
		return err
	}
	defer stream.Close()
	for size := 1; ; size = min(2*size, fullRun) {
		r := receiveRun(stream, size)
		select {
		case runs <- r:
		case <-ctx.Done():
			return ctx.Err()
		}
		if r.err != nil {
			return r.err
		}
	}
}

func receiveRun(stream *esdb.ReadStream, size int) eventRun {
	r := eventRun{events: make([]es.Recorded, 0, size)}
	for len(r.events) < size {
		e, err := stream.Recv()
		if err != nil {
			r.err = err
			return r
		}
		r.events = append(r.events, recordedOf(e.OriginalEvent()))
	}
	return r
}
