package node

import (
	"errors"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// answered counts a request that began to wait at an instant.
func (m *metrics) answered(began time.Time, o outcome) {
	if m == nil {
		return
	}
	m.appendTime.Observe(time.Since(began).Seconds())
	switch code := status.Code(o.err); {
	case o.refusal != taken:
		m.conflicting.Inc()
	case code == codes.OK:
		m.written.Inc()
	case code == codes.Canceled || code == codes.DeadlineExceeded:
		m.cancelled.Inc()
	default:
		m.failed.Inc()
	}
}

// transacted counts a transaction that PostgreSQL has made durable.
func (m *metrics) transacted(began time.Time, events, bytes int) {
	if m == nil {
		return
	}
	m.transactionTime.Observe(time.Since(began).Seconds())
	m.transactionEvents.Observe(float64(events))
	m.transactionBytes.Observe(float64(bytes))
}

// source is where events that are sent came from.
type source int

const (
	memory source = iota
	table
)

// sent counts events that were sent to a reader.
func (m *metrics) sent(from source, events int) {
	switch {
	case m == nil:
	case from == memory:
		m.fromMemory.Add(float64(events))
	default:
		m.fromTable.Add(float64(events))
	}
}

// read counts a read that begins.
func (m *metrics) read() {
	if m != nil {
		m.reads.Inc()
	}
}

// subscribed counts a subscription until what it returns is called.
func (m *metrics) subscribed() (ended func()) {
	if m == nil {
		return func() {}
	}
	m.subscribers.Inc()
	return m.subscribers.Dec
}

// lostSession counts a failure of the session that holds the log.
func (m *metrics) lostSession() {
	if m != nil {
		m.lostSessions.Inc()
	}
}

// notOpened counts, of the reasons why a session could not be opened, that
// PostgreSQL did not let the node in: that takes somebody to mend it.
func (m *metrics) notOpened(err error) {
	if answer := (*pgconn.PgError)(nil); m != nil && errors.As(err, &answer) && strings.HasPrefix(answer.Code, "28") {
		m.refusedLogins.Inc()
	}
}

// refusedUser counts a call that the doorkeeper refused.
func (m *metrics) refusedUser(err error) {
	switch {
	case m == nil:
	case err == errAnonymous:
		m.anonymous.Inc()
	case err == errUnauthenticated:
		m.unauthenticated.Inc()
	case err == errDenied:
		m.denied.Inc()
	}
}
