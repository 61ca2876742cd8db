package node

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"

	"github.com/jackc/pgx/v5"
)

// The advisory lock of a database's log, in the two-number form.
const (
	lockClass  = 0x6c6f67 // "log"
	lockObject = 1
)

// LockedError says that another node holds the log. Connect to that one, or end
// it first.
type LockedError struct {
	// Address is the other node's host and port; empty while it is starting.
	Address string
}

// Error names the other node.
func (e *LockedError) Error() string {
	if e.Address == "" {
		return "the event log is held by another node that is just starting"
	}
	return fmt.Sprintf("the event log is held by the node at %s", e.Address)
}

// Find looks for the node that holds the log of a database, and returns the URL
// at which clients reach it.
func Find(ctx context.Context, databaseURL string) (url string, running bool, err error) {
	conn, err := pgx.Connect(ctx, databaseURL)
	if err != nil {
		return "", false, fmt.Errorf("look for the event log's node: %w", err)
	}
	defer conn.Close(ctx)
	address, held, err := holder(ctx, conn)
	if err != nil || !held || address == "" {
		return "", false, err
	}
	return clientURL(address), true, nil
}

func clientURL(address string) string {
	return "esdb://" + address + "?tls=false"
}

// holder tells whether a session holds the lock, and the address that its node
// has left: empty where it has not come so far.
func holder(ctx context.Context, conn *pgx.Conn) (address string, held bool, err error) {
	err = conn.QueryRow(ctx, `
		select coalesce(n.address, '')
		from pg_locks l
		left join eventlog.node n on n.backend_pid = l.pid
		where l.locktype = 'advisory' and l.granted
		  and l.database = (select oid from pg_database where datname = current_database())
		  and l.classid = $1::oid and l.objid = $2::oid and l.objsubid = 2`,
		uint32(lockClass), uint32(lockObject)).Scan(&address)
	if errors.Is(err, pgx.ErrNoRows) {
		return "", false, nil
	}
	if err != nil {
		return "", false, fmt.Errorf("look who holds the event log: %w", err)
	}
	return address, true, nil
}

// lockPatience is how long a node that has just died may keep the lock, until
// PostgreSQL has noticed.
const lockPatience = 5 * time.Second

// errLingering says that an earlier session of the same node still holds the
// log. Try again.
var errLingering = errors.New("the event log is held by this node's earlier session")

// lock takes the log for conn's session. The error is a *LockedError where a
// node that is alive holds it, other than the one at the address own.
func lock(ctx context.Context, conn *pgx.Conn, own string) error {
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
		address, held, err := holder(ctx, conn)
		if err != nil {
			return err
		}
		mine := own != "" && address == own
		if held && !mine && answers(address) {
			return &LockedError{Address: address}
		}
		select {
		case <-patience.C:
			if mine {
				return errLingering
			}
			return &LockedError{Address: address}
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
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
