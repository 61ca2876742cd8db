package eventstore

import (
	"context"
	"crypto/tls"
	"errors"
	"math"
	"net"
	"sync"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"github.com/samber/lo"
)

// connectPatience is how long a server may take to accept a session.
const connectPatience = 5 * time.Second

// errNoAnswer says that something accepts connections and does not answer as an
// event store does.
var errNoAnswer = errors.New("no event store answers at this address")

// sessions gives every call a client that had a server a moment ago.
type sessions struct {
	config *esdb.Configuration

	mu      sync.Mutex
	current *session
	search  *search // under way, if one is
	closed  bool
}

// search is a client's way to its server. There is one at a time, and whoever
// needs a session waits for it: a client that has begun to search cannot be
// stopped, so another for each that waits would leave all of them searching.
type search struct {
	done chan struct{}
	err  error // read after done
}

// session is one client, and how many use it.
type session struct {
	client *esdb.Client
	broken chan struct{} // closed when the server is gone

	// Guarded by sessions.mu:
	users   int
	retired bool
}

func newSessions(config *esdb.Configuration) *sessions {
	own := *config
	// A client that gives up its search for a server leaves its other calls
	// blocked for good. So it never does; we find out first whether there is one.
	own.MaxDiscoverAttempts = math.MaxInt
	return &sessions{config: &own}
}

// enter returns the current session, or a new one. The caller leaves it.
func (s *sessions) enter(ctx context.Context) (*session, error) {
	for {
		if used, err := s.join(); used != nil || err != nil {
			return used, err
		}
		found := s.find()
		select {
		case <-found.done:
			if found.err != nil {
				return nil, unavailable(found.err)
			}
		case <-ctx.Done():
			return nil, unavailable(ctx.Err())
		case <-time.After(connectPatience):
			return nil, unavailable(errNoAnswer)
		}
	}
}

// join counts a user of the current session, if there is one.
func (s *sessions) join() (*session, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, errClosed
	}
	if s.current != nil {
		s.current.users++
	}
	return s.current, nil
}

// stay counts another user of a session that its caller has entered.
func (s *sessions) stay(used *session) {
	s.mu.Lock()
	defer s.mu.Unlock()
	used.users++
}

// leave ends a use. A use that found the server gone ends the session.
func (s *sessions) leave(used *session, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	used.users--
	if isGone(err) {
		s.retire(used)
	}
	used.closeIfUnused()
}

// retire lets nobody enter a session any more. s.mu is held.
func (s *sessions) retire(used *session) {
	if used.retired {
		return
	}
	used.retired = true
	close(used.broken)
	if s.current == used {
		s.current = nil
	}
}

// closeIfUnused closes the client when no call can meet it closed: a call that
// did would panic.
func (u *session) closeIfUnused() {
	if u.retired && u.users == 0 {
		u.client.Close()
	}
}

func (s *sessions) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	if current := s.current; current != nil {
		s.retire(current)
		current.closeIfUnused()
	}
}

// find returns the search under way, or begins one.
func (s *sessions) find() *search {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.search == nil {
		s.search = &search{done: make(chan struct{})}
		go s.run(s.search)
	}
	return s.search
}

// run makes a client find its server, before others use it.
func (s *sessions) run(search *search) {
	client, err := connect(s.config)
	s.mu.Lock()
	defer s.mu.Unlock()
	if err == nil && s.closed {
		client.Close()
	} else if err == nil {
		s.current = &session{client: client, broken: make(chan struct{})}
	}
	s.search, search.err = nil, err
	close(search.done)
}

func connect(config *esdb.Configuration) (*esdb.Client, error) {
	ctx, cancel := context.WithTimeout(context.Background(), connectPatience)
	defer cancel()
	if err := reachable(ctx, config); err != nil {
		return nil, err
	}
	client, err := esdb.NewClient(config)
	if err != nil {
		return nil, err
	}
	if _, err := client.GetServerVersion(); err != nil {
		client.Close()
		return nil, err
	}
	return client, nil
}

// reachable tells whether any of the servers accepts connections, and shows a
// certificate that is trusted: the client would look on without saying why.
func reachable(ctx context.Context, config *esdb.Configuration) error {
	addresses := lo.Map(config.GossipSeeds, func(seed *esdb.EndPoint, _ int) string { return seed.String() })
	if len(addresses) == 0 {
		addresses = []string{config.Address}
	}
	var failures []error
	for _, address := range addresses {
		conn, err := dialer(config).DialContext(ctx, "tcp", address)
		if err == nil {
			return conn.Close()
		}
		failures = append(failures, err)
	}
	return errors.Join(failures...)
}

func dialer(config *esdb.Configuration) interface {
	DialContext(ctx context.Context, network, address string) (net.Conn, error)
} {
	// A server that wants the client's certificate says so when it is used.
	if config.DisableTLS || config.UserCertFile != "" {
		return &net.Dialer{}
	}
	return &tls.Dialer{Config: &tls.Config{
		RootCAs: config.RootCAs, InsecureSkipVerify: config.SkipCertificateVerification, NextProtos: []string{"h2"},
	}}
}
