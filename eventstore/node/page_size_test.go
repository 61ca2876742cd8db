package node

import (
	"context"
	"net"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/diachinh/diachinh/cluster/testdb"
)

func TestPageSize(t *testing.T) {
	t.Parallel()
	t.Run("a walk over large events makes PostgreSQL send little more than is read", func(t *testing.T) {
		t.Parallel()
		var received atomic.Int64
		config, err := pgxpool.ParseConfig(testdb.New(t))
		if err != nil {
			t.Fatal(err)
		}
		config.AfterConnect = preparePages
		config.ConnConfig.DialFunc = func(ctx context.Context, network, address string) (net.Conn, error) {
			conn, err := (&net.Dialer{}).DialContext(ctx, network, address)
			return &counted{conn, &received}, err
		}
		pool, err := pgxpool.NewWithConfig(t.Context(), config)
		if err != nil {
			t.Fatal(err)
		}
		defer pool.Close()
		const count, size = 400, 100_000
		if _, err := pool.Exec(t.Context(), `insert into eventlog.streams values (1, 's')`); err != nil {
			t.Fatal(err)
		}
		if _, err := pool.Exec(t.Context(), `insert into eventlog.events
			select i, 1, i - 1, gen_random_uuid(), 'k', false, now(), decode(repeat('00', $2::int), 'hex'), ''
			from generate_series(1, $1::int) i`, count, size); err != nil {
			t.Fatal(err)
		}
		read := 0
		for events, err := range pages(t.Context(), pool, walkAll()) {
			if err != nil {
				t.Fatal(err)
			}
			read += len(events)
		}
		if read != count {
			t.Errorf("%d events were read, there are %d", read, count)
		}
		if most := int64(count+2*firstPage) * size; received.Load() > most {
			t.Errorf("%d bytes were sent for %d bytes of events", received.Load(), count*size)
		}
	})
}

// counted is a connection that counts what it receives.
type counted struct {
	net.Conn
	received *atomic.Int64
}

func (c *counted) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	c.received.Add(int64(n))
	return n, err
}
