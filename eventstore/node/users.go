package node

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/samber/lo"
	"golang.org/x/crypto/bcrypt"
)

// Right is what a user may do over TLS.
type Right string

const (
	// RightRead allows to read streams by name, the system's ($…) excepted.
	RightRead Right = "read"
	// RightReadAll allows to read $all and the system's streams.
	RightReadAll Right = "read-all"
	// RightAppend allows to append to streams, the system's excepted.
	RightAppend Right = "append"
	// RightAdmin allows all of these, to delete streams, and to write stream
	// metadata and the system's streams.
	RightAdmin Right = "admin"
)

// Rights are all there are.
var Rights = []Right{RightRead, RightReadAll, RightAppend, RightAdmin}

// User is who may use the node over TLS.
type User struct {
	Name   string
	Rights []Right
}

var (
	// ErrUserExists says that the name is taken. Change that user instead.
	ErrUserExists = errors.New("there is a user of this name")
	// ErrNoUser says that nobody has the name.
	ErrNoUser = errors.New("there is no user of this name")
	// ErrUserName says that a name is empty, too long or has a colon, which would
	// end it in the credentials that clients send.
	ErrUserName = fmt.Errorf("a user's name has 1 to %d bytes and no colon", maxUserName)
	// ErrPassword says that a password is too short to be safe, or longer than
	// bcrypt can tell apart.
	ErrPassword = fmt.Errorf("a password has %d to %d bytes", minPassword, maxPassword)
	// ErrRight says that a right is none of Rights.
	ErrRight = errors.New("there is no such right")
)

const (
	maxUserName = 128
	minPassword = 8
	maxPassword = 72
	// hashCost is the work of a comparison, as a power of two: a quarter of a second.
	hashCost = 12
)

// Users is the table of those who may use a log's node over TLS. A running node
// notices a change within two seconds, and ends the calls of whom it concerns.
type Users struct{ conn *pgx.Conn }

// OpenUsers connects to the database of the log. Close it in the end.
func OpenUsers(ctx context.Context, databaseURL string) (*Users, error) {
	conn, err := pgx.Connect(ctx, databaseURL)
	if err != nil {
		return nil, fmt.Errorf("connect to the event log: %w", err)
	}
	return &Users{conn}, nil
}

// Close ends the connection.
func (u *Users) Close(ctx context.Context) error { return u.conn.Close(ctx) }

// Add makes a user. The error wraps ErrUserExists, ErrUserName, ErrPassword or
// ErrRight where that is what is wrong.
func (u *Users) Add(ctx context.Context, user User, password string) error {
	if user.Name == "" || len(user.Name) > maxUserName || strings.ContainsRune(user.Name, ':') || !isText(user.Name) {
		return fmt.Errorf("add user %q: %w", user.Name, ErrUserName)
	}
	rights, err := named(user.Rights)
	if err != nil {
		return fmt.Errorf("add user %q: %w", user.Name, err)
	}
	hash, err := hashed(password)
	if err != nil {
		return fmt.Errorf("add user %q: %w", user.Name, err)
	}
	_, err = u.conn.Exec(ctx, `insert into eventlog.users (name, hash, rights) values ($1, $2, $3)`, user.Name, hash, rights)
	if taken := (*pgconn.PgError)(nil); errors.As(err, &taken) && taken.Code == "23505" {
		err = ErrUserExists
	}
	if err != nil {
		return fmt.Errorf("add user %q: %w", user.Name, err)
	}
	return nil
}

// SetPassword gives a user another password. The error wraps ErrNoUser or
// ErrPassword where that is what is wrong.
func (u *Users) SetPassword(ctx context.Context, name, password string) error {
	hash, err := hashed(password)
	if err != nil {
		return fmt.Errorf("change the password of %q: %w", name, err)
	}
	return u.change(ctx, name, `update eventlog.users set hash = $2 where name = $1`, name, hash)
}

// SetRights gives a user these rights instead of those had. The error wraps
// ErrNoUser or ErrRight where that is what is wrong.
func (u *Users) SetRights(ctx context.Context, user User) error {
	rights, err := named(user.Rights)
	if err != nil {
		return fmt.Errorf("change the rights of %q: %w", user.Name, err)
	}
	return u.change(ctx, user.Name, `update eventlog.users set rights = $2 where name = $1`, user.Name, rights)
}

// Remove takes a user away; ErrNoUser where there is none.
func (u *Users) Remove(ctx context.Context, name string) error {
	return u.change(ctx, name, `delete from eventlog.users where name = $1`, name)
}

func (u *Users) change(ctx context.Context, name, sql string, args ...any) error {
	changed, err := u.conn.Exec(ctx, sql, args...)
	if err == nil && changed.RowsAffected() == 0 {
		err = ErrNoUser
	}
	if err != nil {
		return fmt.Errorf("change user %q: %w", name, err)
	}
	return nil
}

// List returns all users in the order of their names.
func (u *Users) List(ctx context.Context) ([]User, error) {
	rows, _ := u.conn.Query(ctx, `select name, rights from eventlog.users order by name`)
	users, err := pgx.CollectRows(rows, pgx.RowToStructByPos[User])
	if err != nil {
		return nil, fmt.Errorf("list the users: %w", err)
	}
	return users, nil
}

// named are rights as the table has them.
func named(rights []Right) ([]string, error) {
	for _, right := range rights {
		if !slices.Contains(Rights, right) {
			return nil, fmt.Errorf("%w: %q", ErrRight, right)
		}
	}
	return lo.Uniq(lo.Map(rights, func(r Right, _ int) string { return string(r) })), nil
}

func hashed(password string) (string, error) {
	if len(password) < minPassword || len(password) > maxPassword {
		return "", ErrPassword
	}
	hash, err := bcrypt.GenerateFromPassword([]byte(password), hashCost)
	return string(hash), err
}
