package eventstore

import (
	"context"
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

// sessions gives every call a client that had a server a moment ago.
type sessions struct {
	config *esdb.Configuration
	// opening has room for one: for who connects.
	opening chan struct{}

	mu      sync.Mutex
	current *session
	closed  bool
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
	return &sessions{config: &own, opening: make(chan struct{}, 1)}
}

// enter returns the current session, or a new one. The caller leaves it.
func (s *sessions) enter(ctx context.Context) (*session, error) {
	for {
		if used, err := s.join(); used != nil || err != nil {
			return used, err
		}
		select {
		case s.opening <- struct{}{}:
		case <-ctx.Done():
			return nil, unavailable(ctx.Err())
		}
		err := s.open(ctx)
		<-s.opening
		if err != nil {
			return nil, unavailable(err)
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

// open makes a session, unless somebody just has. One call makes the client
// find its server before others use it.
func (s *sessions) open(ctx context.Context) error {
	s.mu.Lock()
	needless := s.current != nil || s.closed
	s.mu.Unlock()
	if needless {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, connectPatience)
	defer cancel()
	if err := reachable(ctx, s.config); err != nil {
		return err
	}
	client, err := esdb.NewClient(s.config)
	if err != nil {
		return err
	}
	found := make(chan error, 1)
	go func() {
		_, err := client.GetServerVersion()
		found <- err
	}()
	select {
	case err = <-found:
	case <-ctx.Done():
		go func() {
			<-found
			client.Close()
		}()
		return ctx.Err()
	}
	if err != nil {
		client.Close()
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		client.Close()
		return nil
	}
	s.current = &session{client: client, broken: make(chan struct{})}
	return nil
}

// reachable tells whether any of the servers accepts connections.
func reachable(ctx context.Context, config *esdb.Configuration) error {
	addresses := lo.Map(config.GossipSeeds, func(seed *esdb.EndPoint, _ int) string { return seed.String() })
	if len(addresses) == 0 {
		addresses = []string{config.Address}
	}
	var failures []error
	for _, address := range addresses {
		conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", address)
		if err == nil {
			return conn.Close()
		}
		failures = append(failures, err)
	}
	return errors.Join(failures...)
}
