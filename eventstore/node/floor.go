package node

import (
	"context"
	"errors"
	"sort"
	"time"

	"github.com/jackc/pgx/v5"
)

// floor is the first revision of a stream that is read: 0 where nothing
// restricts it, one behind the last where it is soft-deleted.
func (s *service) floor(ctx context.Context, stream string) (int64, error) {
	if _, isMetadata := described(stream); isMetadata {
		last, err := s.lastRevision(ctx, stream) // $maxCount 1 is implied
		return max(last, 0), err
	}
	l, restricted := s.writer.limits.of(stream)
	if !restricted || l.deleted {
		return 0, nil
	}
	floor := min(l.truncateBefore, l.last+1)
	if l.maxCount > 0 {
		floor = max(floor, l.last-l.maxCount+1)
	}
	oldest, aged := l.oldest(time.Now())
	if !aged {
		return floor, nil
	}
	return s.firstSince(ctx, stream, floor, l.last, oldest)
}

func (s *service) lastRevision(ctx context.Context, stream string) (last int64, err error) {
	err = s.pool.QueryRow(ctx, `
		select coalesce(max(revision), -1) from eventlog.events
		where stream_id = (select id from eventlog.streams where name = $1)`, stream).Scan(&last)
	return last, err
}

// firstSince returns the first revision from floor to last whose event is not
// older than a time, by halves: later events of a stream are not older. It is
// one behind last where all are.
func (s *service) firstSince(ctx context.Context, stream string, floor, last int64, oldest time.Time) (first int64, err error) {
	span := int(last + 1 - floor)
	found := sort.Search(max(span, 0), func(i int) bool {
		if err != nil {
			return true
		}
		var young bool
		err = s.pool.QueryRow(ctx, `
			select created >= $3 from eventlog.events
			where stream_id = (select id from eventlog.streams where name = $1) and revision = $2`,
			stream, floor+int64(i), oldest).Scan(&young)
		if errors.Is(err, pgx.ErrNoRows) {
			err = nil // a tombstone has come
		}
		return young
	})
	return floor + int64(found), err
}
