package node

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"time"

	"github.com/jackc/pgx/v5"
)

// The advisory lock of a database's log, in the two-number form.
const (
	lockClass  = 0x6c6f67 // "log"
	lockObject = 1
)

// Holder is the node that holds a log.
type Holder struct {
	// Address is the node's host and port; empty while it is starting, and so is
	// then the rest.
	Address string
	// Program runs the node, e.g. "diachinh serve", as Process on Host.
	Program, Host string
	Process       int
	// Since is when the node took the log.
	Since time.Time
}

// URL is what a client connects to: esdb://127.0.0.1:PORT?tls=false.
func (h *Holder) URL() string { return clientURL(h.Address) }

// LockedError says that another node holds the log. Connect to that one, or end
// it first.
type LockedError struct{ Holder }

// Error names the other node.
func (e *LockedError) Error() string {
	if e.Address == "" {
		return "the event log is held by another node that is just starting"
	}
	return fmt.Sprintf("the event log is held by the node at %s (%s, process %d on %s, since %s)",
		e.Address, cmp.Or(e.Program, "a program without a name"), e.Process, e.Host, e.Since.Format(time.DateTime))
}

// Find looks for the node that holds the log of a database; nil where none does,
// or none that clients can reach yet.
func Find(ctx context.Context, databaseURL string) (*Holder, error) {
	conn, err := pgx.Connect(ctx, databaseURL)
	if err != nil {
		return nil, fmt.Errorf("look for the event log's node: %w", err)
	}
	defer conn.Close(ctx)
	held, err := holder(ctx, conn)
	if err != nil || held == nil || held.Address == "" {
		return nil, err
	}
	return &held.Holder, nil
}

func clientURL(address string) string {
	return "esdb://" + address + "?tls=false"
}

// holder returns what the node has left beside the lock that a session holds:
// nothing where it has not come so far, nil where no session holds the lock.
func holder(ctx context.Context, conn *pgx.Conn) (*LockedError, error) {
	var e LockedError
	err := conn.QueryRow(ctx, `
		select coalesce(n.address, ''), coalesce(n.program, ''), coalesce(n.host, ''), coalesce(n.process, 0),
		       coalesce(n.started, now())
		from pg_locks l
		left join eventlog.node n on n.backend_pid = l.pid
		where l.locktype = 'advisory' and l.granted
		  and l.database = (select oid from pg_database where datname = current_database())
		  and l.classid = $1::oid and l.objid = $2::oid and l.objsubid = 2`,
		uint32(lockClass), uint32(lockObject)).Scan(&e.Address, &e.Program, &e.Host, &e.Process, &e.Since)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("look who holds the event log: %w", err)
	}
	return &e, nil
}

// sign leaves beside the lock where the node is and what runs it.
func (s *session) sign(ctx context.Context, address, program string) error {
	_, err := s.conn.Exec(ctx, `
		insert into eventlog.node (address, backend_pid, started, host, process, program)
		values ($1, pg_backend_pid(), now(), $2, $3, $4)
		on conflict (only_row) do update
		set address = excluded.address, backend_pid = excluded.backend_pid, started = excluded.started,
		    host = excluded.host, process = excluded.process, program = excluded.program`, address, hostname(), os.Getpid(), program)
	if err != nil {
		return fmt.Errorf("announce the node's address: %w", err)
	}
	return nil
}

// lockPatience is how long a node that has just died may keep the lock, until
// PostgreSQL has noticed.
const lockPatience = 5 * time.Second

// errLingering says that an earlier session of the same node still holds the
// log. Try again.
var errLingering = errors.New("the event log is held by this node's earlier session")

// lock takes the log for conn's session. The error is ErrPooler, or a
// *LockedError where a node that is alive holds it, other than the one at the
// address own.
func lock(ctx context.Context, conn *pgx.Conn, own string) error {
	if err := refusePooler(ctx, conn); err != nil {
		return err
	}
	patience := time.NewTimer(lockPatience)
	defer patience.Stop()
	for {
		var taken bool
		if err := conn.QueryRow(ctx, `select pg_try_advisory_lock($1, $2)`, int32(lockClass), int32(lockObject)).Scan(&taken); err != nil {
			return fmt.Errorf("lock the event log: %w", err)
		}
		if taken {
			return nil
		}
		held, err := holder(ctx, conn)
		if err != nil {
			return err
		}
		mine := own != "" && held != nil && held.isOf(own)
		if held != nil && !mine && answers(held.Address) {
			return held
		}
		select {
		case <-patience.C:
			if mine {
				return errLingering
			}
			return cmp.Or(held, &LockedError{})
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// isOf tells whether it is this process that holds the log, as the node at an
// address: a loopback address is the same on every machine.
func (e *LockedError) isOf(address string) bool {
	return e.Address == address && e.Host == hostname() && e.Process == os.Getpid()
}

// hostname is empty on a machine without a name.
func hostname() string {
	name, err := os.Hostname()
	if err != nil {
		return ""
	}
	return name
}

// answers tells whether something listens at address.
func answers(address string) bool {
	if address == "" {
		return false
	}
	conn, err := net.DialTimeout("tcp", address, time.Second)
	if err != nil {
		return false
	}
	conn.Close()
	return true
}
