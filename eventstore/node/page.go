package node

import (
	"context"
	"encoding/binary"
	"fmt"
	"iter"
	"math"
	"strconv"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/samber/lo"
)

const (
	// firstPage is small, because many a reader wants only one event or a few.
	firstPage = 128
	fullPage  = 2_000
	// pageBytes cuts a page short, so that a slow reader holds little memory.
	pageBytes = 1 << 20
	// bufferBytes is about how many bytes of a page lie together.
	bufferBytes = 256 << 10
)

// walk is a way through the log, or through one stream of it.
type walk struct {
	stream    string // empty: the whole log
	backwards bool
	// from is the first revision of the stream, or the first position of the
	// whole log, that is wanted.
	from int64
	// floor is the first revision of the stream that is read at all.
	floor uint64
	// since and before bound the events by position: since <= position < before.
	since, before int64
	// count is how many events are wanted at most, of those that filter chooses.
	count  uint64
	filter *filter
	// size is how many bytes an event of the last page had on average.
	size int
}

func walkAll() walk { return walk{before: math.MaxInt64, count: math.MaxUint64} }

// statement is the name of the prepared query that gives the next page.
func (w *walk) statement() string {
	return fmt.Sprintf("page_stream_%t_backwards_%t", w.stream != "", w.backwards)
}

// query gives the events from $1 on, with positions from $2 to below $3, at
// most $4. The name is looked up row by row: a join would leave the planner
// the choice to read all streams for each page.
func (w *walk) query() string {
	const columns = `select position, revision, event_id, type, is_json, created, data, metadata`
	key, name, where := "position", `(select s.name from eventlog.streams s where s.id = e.stream_id)`, ""
	if w.stream != "" {
		key, name, where = "revision", "$5::text", "stream_id = (select id from eventlog.streams where name = $5::text) and"
	}
	operator, order := ">=", "asc"
	if w.backwards {
		operator, order = "<=", "desc"
	}
	return fmt.Sprintf(`%s, %s from eventlog.events e
		where %s %s %s $1::bigint and position >= $2::bigint and position < $3::bigint
		order by %s %s limit $4::bigint`, columns, name, where, key, operator, key, order)
}

// preparePages makes the four page queries known to a connection.
func preparePages(ctx context.Context, conn *pgx.Conn) error {
	for _, w := range []walk{{}, {backwards: true}, {stream: "any"}, {stream: "any", backwards: true}} {
		if _, err := conn.Prepare(ctx, w.statement(), w.query()); err != nil {
			return fmt.Errorf("prepare %s: %w", w.statement(), err)
		}
	}
	return nil
}

// page is a run of events, and whether the walk ends with it.
type page struct {
	events []event
	last   bool
	err    error
}

// pages yields the walk's events page by page. While one page is sent the next
// is fetched.
func pages(ctx context.Context, pool *pgxpool.Pool, w walk) iter.Seq2[[]event, error] {
	return func(yield func([]event, error) bool) {
		first := fetch(ctx, pool, &w, firstPage)
		if !yield(first.events, first.err) || first.last {
			return
		}
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		whole := false
		for p := range fetchAhead(ctx, pool, w) {
			if !yield(p.events, p.err) {
				return
			}
			whole = p.last
		}
		if !whole { // ctx ended while a page was sent
			yield(nil, ctx.Err())
		}
	}
}

func fetchAhead(ctx context.Context, pool *pgxpool.Pool, w walk) <-chan page {
	ahead := make(chan page)
	go func() {
		defer close(ahead)
		for last := false; !last; {
			p := fetch(ctx, pool, &w, fullPage)
			last = p.last
			select {
			case ahead <- p:
			case <-ctx.Done():
				return
			}
		}
	}()
	return ahead
}

// fetch reads the next page and moves the walk behind it. It asks for no more
// events than the page has bytes for, going by the last one: PostgreSQL sends all
// that it is asked for.
func fetch(ctx context.Context, pool *pgxpool.Pool, w *walk, limit uint64) page {
	if w.filter == nil {
		limit = min(limit, w.count)
	}
	if w.size > 0 {
		limit = min(limit, uint64(max(1, pageBytes/w.size)))
	}
	events, cut, err := query(ctx, pool, w, limit)
	if err != nil {
		return page{last: true, err: err}
	}
	if len(events) > 0 {
		w.pass(events[len(events)-1])
		w.size = lo.SumBy(events, func(e event) int { return len(e.frame) }) / len(events)
	}
	ended := !cut && uint64(len(events)) < limit
	return page{events: events, last: ended || w.count == 0 || w.from < 0}
}

// pass moves the walk's beginning to just behind an event.
func (w *walk) pass(e event) {
	at := int64(e.position)
	if w.stream != "" {
		at = int64(e.revision)
	}
	if w.backwards {
		w.from = at - 1
	} else {
		w.from = at + 1
	}
}

// query encodes the rows of one page that the filter chooses; cut tells that
// there may be more rows than the page has bytes for, or than are wanted.
func query(ctx context.Context, pool *pgxpool.Pool, w *walk, limit uint64) (events []event, cut bool, err error) {
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return nil, false, err
	}
	defer conn.Release()
	parameters := [][]byte{number(w.from), number(w.since), number(w.before), number(int64(limit))}
	if w.stream != "" {
		parameters = append(parameters, []byte(w.stream))
	}
	rows := conn.Conn().PgConn().ExecPrepared(ctx, w.statement(), parameters, nil, []int16{pgtype.BinaryFormatCode})
	var buffer []byte
	bytes := 0
	for !cut && rows.NextRow() {
		r := recordOf(rows.Values())
		if !w.filter.chooses(r.stream, r.kind) {
			events = append(events, event{position: r.position, revision: r.revision})
			continue
		}
		// A full buffer is followed by another, for frames that stand cannot move.
		if need := len(r.data) + len(r.metadata) + len(r.stream) + len(r.kind) + envelope; cap(buffer)-len(buffer) < need {
			buffer = make([]byte, 0, max(need, min(bufferBytes, int(limit)*need)))
		}
		start := len(buffer)
		buffer = appendFrame(buffer, &r)
		f := buffer[start:len(buffer):len(buffer)]
		events = append(events, event{r.position, r.stream, r.revision, r.kind, f})
		bytes += len(f)
		w.count--
		cut = bytes >= pageBytes || w.count == 0
	}
	if _, err := rows.Close(); err != nil {
		return nil, false, err
	}
	return events, cut, nil
}

func number(n int64) []byte { return strconv.AppendInt(nil, n, 10) }

// recordOf reads the columns of a page query; it borrows their memory.
func recordOf(columns [][]byte) record {
	return record{
		position: binary.BigEndian.Uint64(columns[0]),
		revision: binary.BigEndian.Uint64(columns[1]),
		id:       uuid.UUID(columns[2]),
		kind:     string(columns[3]),
		json:     columns[4][0] == 1,
		created:  fromTimestamp(columns[5]),
		data:     columns[6],
		metadata: columns[7],
		stream:   string(columns[8]),
	}
}
