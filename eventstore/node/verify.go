package node

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"golang.org/x/crypto/bcrypt"
)

const (
	// usersAge is how old the verifier's knowledge of the users may be.
	usersAge = time.Second
	// comparisons is how many passwords are compared at once: each takes a
	// processor for a quarter of a second, which the log needs too.
	comparisons = 2
)

// nobody is a hash of no password, for users that there are not.
const nobody = "$2a$12$HYZ6z8WWCuejUhsMFrRcQ.fxRuS1miLqMaaA2vBzlWPcZfVFdil3O"

// errCredentials says that a name or its password is wrong; not which.
var errCredentials = errors.New("wrong name or password")

// account is a user as the table has it.
type account struct {
	hash   string
	rights rights
	// unchanged ends, by change, when the user is changed or removed.
	unchanged context.Context
	change    context.CancelFunc
}

// verifier tells who a name and a password are.
//
// Comparing a password takes long on purpose, and clients send it with every
// call. So the last password that was right is remembered for each user, as a
// code under a key of this process alone, and bound to the hash that it matched:
// a user who is changed is compared anew.
type verifier struct {
	pool    *pgxpool.Pool
	logger  *slog.Logger
	key     []byte
	slots   chan struct{}
	compare func(hash, password []byte) error

	mu       sync.RWMutex
	accounts map[string]account
	matched  map[string][]byte // by name: code of the hash and the password
}

// newVerifier reads the users for the first time, over a connection of its own:
// what is changed counts at once, however many readers wait for theirs.
func newVerifier(ctx context.Context, databaseURL string, logger *slog.Logger) (*verifier, error) {
	pool, err := openPool(ctx, databaseURL, 1)
	if err != nil {
		return nil, err
	}
	v := &verifier{
		pool: pool, logger: logger, key: make([]byte, sha256.Size),
		slots: make(chan struct{}, comparisons), compare: bcrypt.CompareHashAndPassword,
	}
	rand.Read(v.key)
	if err := v.refresh(ctx); err != nil {
		v.close()
		return nil, err
	}
	return v, nil
}

func (v *verifier) close() { v.pool.Close() }

// run keeps up with the table of users until ctx ends. While the database is
// away what was last known stands.
func (v *verifier) run(ctx context.Context) {
	defer v.close()
	ticker := time.NewTicker(usersAge)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		if err := within(ctx, usersAge, v.refresh); err != nil && ctx.Err() == nil {
			v.logger.WarnContext(ctx, "users of the event store cannot be read", slog.Any("error", err))
		}
	}
}

func (v *verifier) refresh(ctx context.Context) error {
	rows, _ := v.pool.Query(ctx, `select name, hash, rights from eventlog.users`)
	accounts := map[string]account{}
	var name, hash string
	var granted []Right
	_, err := pgx.ForEachRow(rows, []any{&name, &hash, &granted}, func() error {
		a := account{hash: hash, rights: rightsOf(granted)}
		a.unchanged, a.change = context.WithCancel(context.Background())
		accounts[name] = a
		return nil
	})
	if err != nil {
		return fmt.Errorf("read the event store's users: %w", err)
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	matched := make(map[string][]byte, len(accounts))
	for name, before := range v.accounts {
		now, exists := accounts[name]
		if code, known := v.matched[name]; known && exists && now.hash == before.hash {
			matched[name] = code
		}
		if exists && now.hash == before.hash && now.rights == before.rights {
			accounts[name] = before
		} else {
			before.change()
		}
	}
	v.accounts, v.matched = accounts, matched
	return nil
}

// verify returns who a user is; errCredentials where name or password is wrong,
// which takes as long as the first comparison of a right one.
func (v *verifier) verify(ctx context.Context, name, password string) (account, error) {
	if a, known := v.remembered(name, password); known {
		return a, nil
	}
	select {
	case v.slots <- struct{}{}:
		defer func() { <-v.slots }()
	case <-ctx.Done():
		return account{}, ctx.Err()
	}
	// Another call of the same client may just have been through with it.
	if a, known := v.remembered(name, password); known {
		return a, nil
	}
	v.mu.RLock()
	a, exists := v.accounts[name]
	v.mu.RUnlock()
	hash := []byte(nobody)
	if exists {
		hash = []byte(a.hash)
	}
	// bcrypt takes no notice of what comes after its longest password.
	tooLong := len(password) > maxPassword
	if err := v.compare(hash, []byte(password)[:min(len(password), maxPassword)]); err != nil || !exists || tooLong {
		return account{}, errCredentials
	}
	v.remember(name, password, a)
	return a, nil
}

func (v *verifier) remembered(name, password string) (account, bool) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	a := v.accounts[name]
	code := v.matched[name]
	return a, hmac.Equal(code, v.code(a.hash, password))
}

func (v *verifier) remember(name, password string, a account) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.accounts[name].hash == a.hash {
		v.matched[name] = v.code(a.hash, password)
	}
}

func (v *verifier) code(hash, password string) []byte {
	mac := hmac.New(sha256.New, v.key)
	mac.Write([]byte(hash)) // has always the same length
	mac.Write([]byte(password))
	return mac.Sum(nil)
}
