package node

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"

	"golang.org/x/crypto/bcrypt"

	"github.com/diachinh/diachinh/cluster/testdb"
)

// newTestVerifier knows one user, and counts what it compares.
func newTestVerifier(t *testing.T) (v *verifier, users *Users, compared *atomic.Int64) {
	t.Helper()
	database := testdb.New(t)
	users, err := OpenUsers(t.Context(), database)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { users.Close(context.Background()) })
	if err := users.Add(t.Context(), User{Name: "office", Rights: []Right{RightRead}}, "correct horse"); err != nil {
		t.Fatal(err)
	}
	if v, err = newVerifier(t.Context(), database, slog.New(slog.DiscardHandler)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(v.close)
	compared = &atomic.Int64{}
	v.compare = func(hash, password []byte) error {
		compared.Add(1)
		return bcrypt.CompareHashAndPassword(hash, password)
	}
	return v, users, compared
}

func TestVerify(t *testing.T) {
	t.Parallel()
	t.Run("a name that there is not, and a wrong password, cost one comparison, as a right one does", func(t *testing.T) {
		t.Parallel()
		v, _, compared := newTestVerifier(t)
		for _, given := range []struct {
			name, password string
			want           error
		}{
			{"nobody", "correct horse", errCredentials},
			{"office", "wrong horse", errCredentials},
			{"office", "", errCredentials},
			{"office", "correct horse", nil},
		} {
			before := compared.Load()
			if _, err := v.verify(t.Context(), given.name, given.password); !errors.Is(err, given.want) {
				t.Errorf("%+v: got %v", given, err)
			}
			if cost := compared.Load() - before; cost != 1 {
				t.Errorf("%+v: %d comparisons", given, cost)
			}
		}
	})
	t.Run("the hash of nobody costs as much as any", func(t *testing.T) {
		t.Parallel()
		if cost, err := bcrypt.Cost([]byte(nobody)); cost != hashCost || err != nil {
			t.Errorf("got %d, %v", cost, err)
		}
	})
	t.Run("a password that was right is not compared again, until its user is changed", func(t *testing.T) {
		t.Parallel()
		v, users, compared := newTestVerifier(t)
		var all sync.WaitGroup
		for range 16 {
			all.Go(func() {
				if a, err := v.verify(t.Context(), "office", "correct horse"); err != nil || a.rights != mayRead {
					t.Errorf("got %b, %v", a.rights, err)
				}
			})
		}
		all.Wait()
		if n := compared.Load(); n > comparisons {
			t.Errorf("%d comparisons of one password", n)
		}
		if err := users.SetRights(t.Context(), User{Name: "office", Rights: []Right{RightAdmin}}); err != nil {
			t.Fatal(err)
		}
		before := compared.Load()
		if err := v.refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
		if a, err := v.verify(t.Context(), "office", "correct horse"); err != nil || !a.rights.include(mayAdminister) || compared.Load() != before {
			t.Errorf("with other rights: %b, %v, %d comparisons", a.rights, err, compared.Load()-before)
		}
		if err := users.SetPassword(t.Context(), "office", "battery staple"); err != nil {
			t.Fatal(err)
		}
		if err := v.refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, err := v.verify(t.Context(), "office", "correct horse"); !errors.Is(err, errCredentials) {
			t.Errorf("with the earlier password: %v", err)
		}
	})
	t.Run("what comes after the longest password is not overlooked", func(t *testing.T) {
		t.Parallel()
		v, users, _ := newTestVerifier(t)
		longest := string(make([]byte, maxPassword, maxPassword+1))
		if err := users.SetPassword(t.Context(), "office", longest); err != nil {
			t.Fatal(err)
		}
		if err := v.refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, err := v.verify(t.Context(), "office", longest+"x"); !errors.Is(err, errCredentials) {
			t.Errorf("got %v", err)
		}
	})
}
