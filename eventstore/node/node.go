package node

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/prometheus/client_golang/prometheus"
)

// Config says where a node keeps its log and where it listens.
type Config struct {
	// DatabaseURL names the PostgreSQL database with the log, migrated.
	DatabaseURL string
	// Listen is a loopback host and port, e.g. 127.0.0.1:0; port 0 takes any.
	// The clients know no IPv6 addresses.
	Listen string
	// TLS is the listener for other machines, beside the plain one; nil: none.
	TLS *TLSConfig
	// Deletable tells which streams may be deleted, truncated or aged; nil: none.
	Deletable func(stream string) bool
	// Program is what runs the node, e.g. "diachinh serve". It is left beside the
	// lock with the host and the process, for whoever finds the log taken.
	Program string
	// Metrics takes the node's measurements; nil: none.
	Metrics prometheus.Registerer
	// Logger takes what an operator should know; nil discards it.
	Logger *slog.Logger
	// TailBytes bounds the newest events that are kept in memory; 0 means 64 MiB.
	TailBytes int
}

// TLSConfig is a listener that encrypts and demands a user's name and password.
type TLSConfig struct {
	// Listen is any host and port, e.g. 0.0.0.0:2113.
	Listen string
	// Certificate and Key are PEM files; they are read again when they change.
	Certificate, Key string
}

const defaultTailBytes = 64 << 20

// ErrNotLoopback says that the node was to listen where others could reach it,
// which it does not without encryption and passwords. Use a loopback address.
var ErrNotLoopback = errors.New("the embedded event store listens on loopback alone")

func (c *Config) validate() error {
	host, _, err := net.SplitHostPort(c.Listen)
	if err != nil {
		return fmt.Errorf("listen on %q: %w", c.Listen, err)
	}
	if address, err := netip.ParseAddr(host); host != "localhost" && (err != nil || !address.Is4() || !address.IsLoopback()) {
		return fmt.Errorf("listen on %q: %w", c.Listen, ErrNotLoopback)
	}
	if c.Deletable == nil {
		c.Deletable = func(string) bool { return false }
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	if c.TailBytes == 0 {
		c.TailBytes = defaultTailBytes
	}
	return nil
}

// Node is a running event store.
type Node struct {
	address   string
	secure    string // address of the TLS listener; empty where there is none
	endpoints endpoints
	writer    *writer
	pool      *pgxpool.Pool
	metrics   *metrics
	logger    *slog.Logger

	sendAway context.CancelFunc // ends all reads
	abandon  context.CancelFunc // ends the writer's statements
	stop     sync.Once
	done     chan struct{}
	err      error // read after done
}

// Start takes the log of a database and serves it until Stop, or until the log
// is lost. The error is a *LockedError where another node holds the log, and
// wraps ErrNotLoopback, ErrNotMigrated, ErrPooler, ErrDamaged or ErrCertificate
// where that is what is wrong.
func Start(ctx context.Context, config Config) (*Node, error) {
	if err := config.validate(); err != nil {
		return nil, err
	}
	var shown *certificate
	if config.TLS != nil {
		var err error
		if shown, err = newCertificate(*config.TLS, config.Logger); err != nil {
			return nil, err
		}
	}
	s, err := openSession(ctx, config.DatabaseURL, "")
	if err != nil {
		return nil, err
	}
	if err := checkDurability(ctx, s.conn, config.Logger); err != nil {
		s.close()
		return nil, err
	}
	listeners, err := listenOn(config)
	if err != nil {
		s.close()
		return nil, err
	}
	n, err := serve(ctx, config, s, listeners, shown)
	if err != nil {
		s.close()
		closeAll(listeners)
		return nil, err
	}
	return n, nil
}

// serve makes a node of a session that holds the log, of listeners, and of the
// certificate that the second of them shows.
func serve(ctx context.Context, config Config, s *session, listeners []net.Listener, shown *certificate) (*Node, error) {
	address := listeners[0].Addr().String()
	var measured *metrics
	reopen := func(ctx context.Context) (*session, error) {
		s, err := openSession(ctx, config.DatabaseURL, address)
		if err != nil {
			measured.notOpened(err)
			return nil, err
		}
		if err := s.sign(ctx, address, config.Program); err != nil {
			s.close()
			return nil, err
		}
		return s, nil
	}
	w, err := newWriter(ctx, s, config.TailBytes, reopen, config.Logger)
	if err != nil {
		return nil, err
	}
	pool, err := openPool(ctx, config.DatabaseURL, readers)
	if err != nil {
		return nil, err
	}
	var users *verifier
	if shown != nil {
		users, err = newVerifier(ctx, config.DatabaseURL, config.Logger)
	}
	if err == nil {
		err = s.sign(ctx, address, config.Program)
	}
	if err == nil {
		measured, err = newMetrics(config.Metrics, w)
	}
	if err != nil {
		pool.Close()
		if users != nil {
			users.close()
		}
		return nil, err
	}
	w.metrics = measured
	stopping, sendAway := context.WithCancel(context.Background())
	writing, abandon := context.WithCancel(context.Background())
	n := &Node{
		address: address, writer: w, pool: pool, metrics: measured, logger: config.Logger,
		sendAway: sendAway, abandon: abandon, done: make(chan struct{}),
		endpoints: newEndpoints(listeners,
			&service{writer: w, pool: pool, stopping: stopping, deletable: config.Deletable, metrics: measured},
			shown, &doorkeeper{verifier: users, logger: config.Logger, metrics: measured}),
	}
	if shown != nil {
		n.secure = listeners[1].Addr().String()
		go users.run(stopping)
	}
	go w.run(writing)
	n.endpoints.serve(func(err error) { n.logger.Error("event store listener failed", slog.Any("error", err)) })
	go n.watch()
	n.logger.InfoContext(ctx, "event store node started", slog.String("address", n.address),
		slog.String("tls_address", n.secure), slog.Uint64("last_position", w.tail.end()-1))
	return n, nil
}

// watch ends the node when its writer has ended.
func (n *Node) watch() {
	<-n.writer.done
	if n.writer.reason != nil {
		n.logger.Error("event store node lost the log", slog.Any("error", n.writer.reason))
	}
	n.sendAway()
	if n.writer.reason != nil {
		// Whoever asked for what cannot be done is still to be told why.
		select {
		case <-n.finished():
		case <-time.After(lostGrace):
		}
	}
	n.endpoints.stop()
	n.pool.Close()
	n.metrics.unregister()
	n.err = n.writer.reason
	close(n.done)
}

// URL is what a client connects to: esdb://127.0.0.1:PORT?tls=false.
func (n *Node) URL() string { return clientURL(n.address) }

// TLSAddress is the host and port of the TLS listener; empty where there is none.
func (n *Node) TLSAddress() string { return n.secure }

// Done is closed when the node serves no more.
func (n *Node) Done() <-chan struct{} { return n.done }

// Err tells, after Done, why the node ended by itself: a *LockedError where
// another node has taken the log, or ErrDamaged. It is nil after Stop.
func (n *Node) Err() error {
	select {
	case <-n.done:
		return n.err
	default:
		return nil
	}
}

// stopGrace is how long a stopping node waits for answers to be taken, and
// lostGrace how long one does that has lost the log.
const stopGrace, lostGrace = 2 * time.Second, 200 * time.Millisecond

// finished is closed when no call is under way any more; none is taken meanwhile.
func (n *Node) finished() <-chan struct{} {
	done := make(chan struct{})
	go func() {
		n.endpoints.finish()
		close(done)
	}()
	return done
}

// Stop sends readers away, lets appends that have begun be answered, and frees
// the log. A reader that does not read is cut off after a short grace. When ctx
// ends first it stops at once: what was answered is durable.
func (n *Node) Stop(ctx context.Context) error {
	n.stop.Do(func() {
		n.sendAway()
		select {
		case <-n.finished():
		case <-time.After(stopGrace):
		case <-ctx.Done():
		case <-n.done:
		}
		close(n.writer.closing)
	})
	select {
	case <-n.done:
		return nil
	case <-ctx.Done():
		n.abandon()
		<-n.done
		return ctx.Err()
	}
}
