package node

import (
	"context"
	"errors"
	"io"
	"sync"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"github.com/google/uuid"
	"golang.org/x/sync/semaphore"
)

const (
	// unansweredBytes and unanswered bound what one call may have sent without
	// having read the answers; who sends more is held back.
	unansweredBytes = 8 << 20
	unanswered      = 1024
	// unfinishedBytes bounds the appends of one call of which more is to come.
	unfinishedBytes = 16 << 20
	// eventOverhead is about what an event takes beside its bytes.
	eventOverhead = 512
)

// batched is one append of a call of BatchAppend, from its first piece to its answer.
type batched struct {
	*request
	correlation *shared.UUID
	key         uuid.UUID
	weight      int64
	refused     error // instead of what the writer says
	release     func()
}

// batchCall is one call of BatchAppend. Its appends are written, and answered,
// in the order in which they were completed.
type batchCall struct {
	service *service
	stream  streams.Streams_BatchAppendServer
	ctx     context.Context
	end     context.CancelCauseFunc
	answers chan *batched
	room    *semaphore.Weighted

	mu         sync.Mutex
	unfinished map[uuid.UUID]*batched
	held       int64 // bytes of the unfinished
}

// BatchAppend implements streams.StreamsServer.
func (s *service) BatchAppend(stream streams.Streams_BatchAppendServer) error {
	ctx, end := context.WithCancelCause(stream.Context())
	defer end(nil)
	defer context.AfterFunc(s.stopping, func() { end(errStopping) })()
	c := &batchCall{
		service: s, stream: stream, ctx: ctx, end: end,
		answers: make(chan *batched, unanswered), room: semaphore.NewWeighted(unansweredBytes),
		unfinished: map[uuid.UUID]*batched{},
	}
	received := make(chan error, 1)
	go func() { received <- c.receive() }()
	return c.answer(received)
}

// receive takes the client's messages to their end.
func (c *batchCall) receive() error {
	for {
		m, err := c.stream.Recv()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
		if err := c.take(m); err != nil {
			return err
		}
	}
}

// take adds a piece to its append, and hands that on when it is complete. Pieces
// of an append that was refused or never opened are passed over.
func (c *batchCall) take(m *streams.BatchAppendReq) error {
	key, err := idOf(m.GetCorrelationId())
	if err != nil {
		return err
	}
	if options := m.GetOptions(); options != nil {
		if err := c.open(key, m.GetCorrelationId(), options); err != nil {
			return err
		}
	}
	b := c.find(key)
	if b == nil {
		return nil
	}
	noted := &exceptions{}
	for _, p := range m.GetProposedMessages() {
		if err := c.service.propose(noted, b.request, p); err != nil {
			return c.refuse(b, noted.attach(err))
		}
	}
	if err := c.hold(b); err != nil {
		return c.refuse(b, err)
	}
	if !m.GetIsFinal() || !c.close(b) {
		return nil
	}
	return c.submit(b)
}

// open begins an append; one of the same correlation that is under way goes on.
func (c *batchCall) open(key uuid.UUID, correlation *shared.UUID, options *streams.BatchAppendReq_Options) error {
	if c.find(key) != nil {
		return nil
	}
	b := &batched{key: key, correlation: correlation, request: &request{ctx: c.ctx, change: appendEvents, stream: string(options.GetStreamIdentifier().GetStreamName())}}
	until, bounded := deadlineOf(options, time.Now())
	b.release = func() {}
	if bounded {
		b.ctx, b.release = context.WithDeadline(c.ctx, until)
	}
	noted := &exceptions{}
	var err error
	if b.expected, err = expectedOfBatch(options); err == nil {
		err = noted.attach(checkName(noted, b.stream))
	}
	if err == nil && b.ctx.Err() != nil {
		err = notWritten(b.ctx)
	}
	if err != nil {
		b.refused = err
		return c.put(b)
	}
	c.mu.Lock()
	c.unfinished[key] = b
	c.mu.Unlock()
	if bounded {
		// It fails only with the whole call.
		context.AfterFunc(b.ctx, func() { _ = c.refuse(b, notWritten(b.ctx)) })
	}
	return nil
}

func (c *batchCall) find(key uuid.UUID) *batched {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.unfinished[key]
}

// hold counts what an unfinished append has come to weigh.
func (c *batchCall) hold(b *batched) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.unfinished[b.key] != b {
		return nil
	}
	weight := int64(b.bytes + eventOverhead*(1+len(b.events)))
	c.held += weight - b.weight
	b.weight = weight
	if c.held > unfinishedBytes {
		return errUnfinished
	}
	return nil
}

// close ends the taking of pieces; it tells whether they were still taken.
func (c *batchCall) close(b *batched) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.unfinished[b.key] != b {
		return false
	}
	delete(c.unfinished, b.key)
	c.held -= b.weight
	return true
}

// submit puts a complete append into the writer's queue, and waits for room.
func (c *batchCall) submit(b *batched) error {
	b.weight = min(b.weight, unansweredBytes)
	if err := c.room.Acquire(c.ctx, b.weight); err != nil {
		return err
	}
	release := b.release
	b.release = func() {
		release()
		c.room.Release(b.weight)
	}
	if err := c.service.writer.submit(b.request); err != nil {
		b.refused = err
	}
	return c.put(b)
}

// refuse answers an unfinished append, of which no more is taken then.
func (c *batchCall) refuse(b *batched, err error) error {
	if !c.close(b) {
		return nil
	}
	b.refused = err
	return c.put(b)
}

func (c *batchCall) put(b *batched) error {
	select {
	case c.answers <- b:
		return nil
	case <-c.ctx.Done():
		b.release()
		return c.ctx.Err()
	}
}

// answer sends the answers in order until all that was received is answered.
func (c *batchCall) answer(received <-chan error) error {
	for {
		select {
		case b := <-c.answers:
			if err := c.send(b); err != nil {
				return err
			}
		case err := <-received:
			if err != nil {
				return err
			}
			for len(c.answers) > 0 {
				if err := c.send(<-c.answers); err != nil {
					return err
				}
			}
			return nil
		case <-c.ctx.Done():
			return context.Cause(c.ctx)
		}
	}
}

func (c *batchCall) send(b *batched) error {
	o := outcome{err: b.refused}
	if b.refused == nil {
		o = c.service.writer.await(b.request)
	}
	b.release()
	return c.stream.Send(batchAnswer(b, o))
}
