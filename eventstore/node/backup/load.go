package backup

import (
	"context"
	"fmt"
	"iter"

	"github.com/jackc/pgx/v5"
	"github.com/samber/lo"

	"github.com/diachinh/diachinh/domain/es"
)

// load copies the events of all files into the log, each at its own position.
func (r *restore) load(ctx context.Context, tx pgx.Tx) error {
	rows := &eventRows{restore: r}
	var stop func()
	rows.next, stop = iter.Pull2(r.manifest.events(r.dir))
	defer stop()
	columns := []string{"position", "stream_id", "revision", "event_id", "type", "is_json", "created", "data", "metadata"}
	loaded, err := tx.CopyFrom(ctx, pgx.Identifier{"eventlog", "events"}, columns, rows)
	if err != nil {
		return fmt.Errorf("load the events: %w", err)
	}
	if uint64(loaded) != r.manifest.End {
		return fmt.Errorf("loaded %d events of %d", loaded, r.manifest.End)
	}
	r.Loading(r.manifest.End, r.manifest.End)
	return nil
}

// events yields the events of all files, in the order of the log.
func (m Manifest) events(dir string) iter.Seq2[es.Recorded, error] {
	return func(yield func(es.Recorded, error) bool) {
		for _, f := range m.Files {
			for e, err := range f.read(dir) {
				if !yield(e, err) || err != nil {
					return
				}
			}
		}
	}
}

// eventRows gives events as rows to COPY.
type eventRows struct {
	restore *restore
	next    func() (es.Recorded, error, bool)
	event   es.Recorded
	err     error
}

// Next takes the next event.
func (r *eventRows) Next() (there bool) {
	r.event, r.err, there = r.next()
	if r.err != nil || !there {
		return false
	}
	if done := r.event.Position.Commit; done%1000 == 0 {
		r.restore.Loading(done, r.restore.manifest.End)
	}
	return true
}

// Values are the event's columns.
func (r *eventRows) Values() ([]any, error) {
	e, s := &r.event, r.restore.stream(r.event.Stream)
	s.events++
	return []any{
		int64(e.Position.Commit), s.id, int64(e.Revision), e.ID, e.Type, !e.Binary, e.Created, present(e.Data), present(e.Metadata),
	}, nil
}

// Err is what ended the events before their time.
func (r *eventRows) Err() error { return r.err }

// present are bytes that are there, if only none.
func present(data []byte) []byte {
	if data == nil {
		return []byte{}
	}
	return data
}

// stream returns the stream of a name. The ids are given in the order of first
// events, as the node gives them.
func (r *restore) stream(name string) *stream {
	s, known := r.streams[name]
	if !known {
		s = &stream{id: int64(len(r.streams)) + 1}
		r.streams[name] = s
	}
	return s
}

func (r *restore) loadStreams(ctx context.Context, tx pgx.Tx) error {
	names := lo.Keys(r.streams)
	rows := pgx.CopyFromSlice(len(names), func(i int) ([]any, error) { return []any{r.streams[names[i]].id, names[i]}, nil })
	if _, err := tx.CopyFrom(ctx, pgx.Identifier{"eventlog", "streams"}, []string{"id", "name"}, rows); err != nil {
		return fmt.Errorf("load the streams: %w", err)
	}
	return nil
}
