package node

import (
	"context"
	"errors"
	"math"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"github.com/jackc/pgx/v5"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// Read implements streams.StreamsServer: reads and subscriptions, of a stream
// and of the whole log.
func (s *service) Read(r *streams.ReadReq, stream streams.Streams_ReadServer) error {
	options := r.GetOptions()
	if options.GetStream() == nil && options.GetAll() == nil {
		return status.Error(codes.InvalidArgument, "read of neither a stream nor $all")
	}
	ctx, cancel := context.WithCancel(stream.Context())
	defer cancel()
	defer context.AfterFunc(s.stopping, cancel)()
	s.metrics.read()
	out := &sender{metrics: s.metrics, stream: stream, textIDs: options.GetUuidOption().GetString_() != nil}
	err := s.serve(ctx, options, out)
	if err != nil && s.stopping.Err() != nil {
		return errStopping
	}
	return err
}

func (s *service) serve(ctx context.Context, options *streams.ReadReq_Options, out *sender) error {
	f, err := filterOf(options)
	switch {
	case err != nil:
		return err
	case options.GetSubscription() != nil && options.GetReadDirection() == streams.ReadReq_Options_Backwards:
		return status.Error(codes.InvalidArgument, "a subscription reads forwards")
	case options.GetSubscription() != nil:
		return s.subscribe(ctx, options, f, out)
	}
	return s.read(ctx, options, f, out)
}

// read sends what is there, and ends.
func (s *service) read(ctx context.Context, options *streams.ReadReq_Options, f *filter, out *sender) error {
	w := walkAll()
	w.backwards = options.GetReadDirection() == streams.ReadReq_Options_Backwards
	w.count = options.GetCount()
	w.filter = f
	if of := options.GetStream(); of != nil {
		w.stream = string(of.GetStreamIdentifier().GetStreamName())
		w.from = firstOfStream(of, w.backwards)
		return s.readStream(ctx, w, out)
	}
	w.from = firstOfAll(options.GetAll(), w.backwards)
	_, err := s.send(ctx, w, out)
	return err
}

// readStream keeps to what the stream's limits leave of it.
func (s *service) readStream(ctx context.Context, w walk, out *sender) error {
	if s.writer.limits.dead(w.stream) {
		return refuseDeleted(out.stream, w.stream)
	}
	if l, _ := s.writer.limits.of(w.stream); l.hidden() {
		return out.notFound(w.stream)
	}
	floor, err := s.floor(ctx, w.stream)
	if err != nil {
		return unreadable(ctx, err)
	}
	if w.from >= 0 && !w.backwards {
		w.from = max(w.from, floor)
	}
	w.floor = uint64(floor)
	sent, err := s.send(ctx, w, out)
	if sent || err != nil {
		return err
	}
	return s.nothing(ctx, w, out)
}

// send sends the events of a walk; sent tells whether there were any.
func (s *service) send(ctx context.Context, w walk, out *sender) (sent bool, err error) {
	if w.from < 0 || w.count == 0 {
		return true, nil
	}
	defer out.count(table)
	for events, err := range pages(ctx, s.pool, w) {
		if err != nil {
			return sent, unreadable(ctx, err)
		}
		for _, e := range events {
			switch {
			case e.frame == nil:
				continue
			case w.stream != "" && e.isTombstone():
				return true, refuseDeleted(out.stream, w.stream)
			case e.revision < w.floor:
				return sent, nil
			}
			if err := out.event(e); err != nil {
				return sent, err
			}
			sent = true
		}
	}
	return sent, nil
}

// nothing tells a stream without events from one with none where it was read.
// One that has begun since it was read is read again: it was never empty.
func (s *service) nothing(ctx context.Context, w walk, out *sender) error {
	var begun bool
	err := s.pool.QueryRow(ctx, `
		select case when $3
			then exists (select from eventlog.events e where e.stream_id = s.id and e.revision <= $2)
			else exists (select from eventlog.events e where e.stream_id = s.id and e.revision >= $2) end
		from eventlog.streams s where s.name = $1`, w.stream, w.from, w.backwards).Scan(&begun)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return out.notFound(w.stream)
	case err != nil:
		return unreadable(ctx, err)
	case begun:
		_, err = s.send(ctx, w, out)
	}
	return err
}

// firstOfStream is the first revision that a read wants; -1 where it wants none.
func firstOfStream(of *streams.ReadReq_Options_StreamOptions, backwards bool) int64 {
	switch o := of.GetRevisionOption().(type) {
	case *streams.ReadReq_Options_StreamOptions_Revision:
		return number64(o.Revision)
	case *streams.ReadReq_Options_StreamOptions_End:
		if backwards {
			return math.MaxInt64
		}
		return -1
	}
	return 0
}

// firstOfAll is the first position that a read wants: at the given one or
// after, or before it; -1 where it wants none.
func firstOfAll(of *streams.ReadReq_Options_AllOptions, backwards bool) int64 {
	switch o := of.GetAllOption().(type) {
	case *streams.ReadReq_Options_AllOptions_Position:
		if backwards {
			return number64(o.Position.GetCommitPosition()) - 1
		}
		return number64(o.Position.GetCommitPosition())
	case *streams.ReadReq_Options_AllOptions_End:
		if backwards {
			return math.MaxInt64
		}
		return -1
	}
	if backwards {
		return -1
	}
	return 0
}

// number64 takes a client's number into what the log can hold.
func number64(n uint64) int64 { return int64(min(n, math.MaxInt64)) }
