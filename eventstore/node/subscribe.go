package node

import (
	"context"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"google.golang.org/grpc/status"
)

// subscription follows the log, or one stream of it, for one reader. It takes
// events from the tail while that reaches back far enough, else from pages of
// the table. It holds at most two pages, however slow the reader is.
type subscription struct {
	service *service
	out     *sender
	stream  string // empty: the whole log
	// position is that of the next event of the log to be looked at; revision
	// that of the next event of the stream to be sent.
	position uint64
	revision uint64
	live     bool
	filter   *filter
	// told is the position up to which the reader knows of all that the filter
	// chooses; unchecked is how many events were looked at since a checkpoint.
	told, unchecked uint64
}

func (s *service) subscribe(ctx context.Context, options *streams.ReadReq_Options, f *filter, out *sender) error {
	sub := &subscription{service: s, out: out, position: 1, filter: f}
	if of := options.GetStream(); of != nil {
		sub.stream = string(of.GetStreamIdentifier().GetStreamName())
		if s.writer.limits.dead(sub.stream) {
			return refuseDeleted(out.stream, sub.stream)
		}
		if err := sub.startStream(ctx, of); err != nil {
			return unreadable(ctx, err)
		}
	} else {
		sub.startAll(options.GetAll())
	}
	sub.told = sub.position - 1
	if err := out.confirmation(); err != nil {
		return err
	}
	defer s.metrics.subscribed()()
	return sub.run(ctx)
}

// startAll begins after a position: unlike a read's, a subscription's start is exclusive.
func (s *subscription) startAll(of *streams.ReadReq_Options_AllOptions) {
	switch o := of.GetAllOption().(type) {
	case *streams.ReadReq_Options_AllOptions_Position:
		s.position = uint64(number64(o.Position.GetCommitPosition())) + 1
	case *streams.ReadReq_Options_AllOptions_End:
		s.position = s.service.writer.tail.end()
	}
}

func (s *subscription) startStream(ctx context.Context, of *streams.ReadReq_Options_StreamOptions) error {
	switch o := of.GetRevisionOption().(type) {
	case *streams.ReadReq_Options_StreamOptions_Revision:
		s.revision = uint64(number64(o.Revision)) + 1
	case *streams.ReadReq_Options_StreamOptions_End:
		s.position = s.service.writer.tail.end()
	}
	return s.keepToLimits(ctx)
}

// keepToLimits passes over the events of the stream that are no longer read. It
// has no bearing on those still to come.
func (s *subscription) keepToLimits(ctx context.Context) error {
	if s.stream == "" {
		return nil
	}
	floor, err := s.service.floor(ctx, s.stream)
	s.revision = max(s.revision, uint64(floor))
	return err
}

func (s *subscription) run(ctx context.Context) error {
	for {
		events, changed, held := s.service.writer.tail.from(s.position)
		var err error
		switch {
		case !held:
			err = s.catchUp(ctx)
		case len(events) > 0:
			err = s.sendAll(events)
			s.out.count(memory)
		default:
			err = s.wait(ctx, changed)
		}
		if err != nil {
			return err
		}
	}
}

// wait tells the reader, once, that it has all there is, and waits for more.
func (s *subscription) wait(ctx context.Context, changed <-chan struct{}) error {
	if !s.live {
		s.live = true
		if err := s.checkpoint(s.position - 1); err != nil {
			return err
		}
		if err := s.out.caughtUp(s.mark()); err != nil {
			return err
		}
	}
	select {
	case <-changed:
		return nil
	case <-ctx.Done():
		return status.FromContextError(ctx.Err()).Err()
	}
}

// catchUp sends from the table what was durable when it began.
func (s *subscription) catchUp(ctx context.Context) error {
	if s.live {
		s.live = false
		if err := s.out.fellBehind(s.mark()); err != nil {
			return err
		}
	}
	if s.stream != "" && s.service.writer.limits.dead(s.stream) {
		return refuseDeleted(s.out.stream, s.stream)
	}
	if err := s.keepToLimits(ctx); err != nil {
		return unreadable(ctx, err)
	}
	end := s.service.writer.tail.end()
	w := walkAll()
	w.since, w.before = int64(s.position), int64(end)
	w.from, w.filter = int64(s.position), s.filter
	if s.stream != "" {
		w.stream, w.from = s.stream, int64(s.revision)
	}
	for events, err := range pages(ctx, s.service.pool, w) {
		if err != nil {
			return unreadable(ctx, err)
		}
		err = s.sendAll(events)
		s.out.count(table)
		if err != nil {
			return err
		}
	}
	s.position = end
	return nil
}

func (s *subscription) sendAll(events []event) error {
	for _, e := range events {
		s.position = e.position + 1
		if s.stream != "" {
			if e.stream != s.stream || e.revision < s.revision {
				continue
			}
			if e.isTombstone() {
				return refuseDeleted(s.out.stream, s.stream)
			}
			s.revision = e.revision + 1
		}
		if err := s.consider(e); err != nil {
			return err
		}
	}
	return nil
}

// consider sends an event if it is chosen, and now and then how far the log was
// searched.
func (s *subscription) consider(e event) error {
	if e.frame != nil && s.filter.chooses(e.stream, e.kind) {
		if err := s.out.event(e); err != nil {
			return err
		}
		s.told = e.position
	}
	if s.filter == nil {
		return nil
	}
	if s.unchecked++; s.unchecked < s.filter.interval {
		return nil
	}
	s.unchecked, s.told = 0, e.position
	return s.out.checkpoint(e.position)
}

// checkpoint tells the reader of a filtered log that nothing is left out up to a
// position, unless it knows.
func (s *subscription) checkpoint(position uint64) error {
	if s.filter == nil || position <= s.told {
		return nil
	}
	s.unchecked, s.told = 0, position
	return s.out.checkpoint(position)
}

// mark is where the subscription stands.
func (s *subscription) mark() mark {
	return mark{ofStream: s.stream != "", revision: int64(s.revision) - 1, position: s.position - 1}
}
