package backup

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

const keysDir = "keys"

// keysManifest says which file holds the keys.
type keysManifest struct {
	Format int       `json:"format"`
	LogID  uuid.UUID `json:"log_id"`
	// End is where the log ended when the keys were as they are here.
	End    uint64 `json:"end"`
	Users  int    `json:"users"`
	File   string `json:"file"`
	SHA256 string `json:"sha256"`
}

// user may talk to the node.
type user struct {
	Name string `json:"name"`
	// Hash is the password, hashed by bcrypt.
	Hash   string   `json:"hash"`
	Rights []string `json:"rights"`
}

// writeKeys puts the node's users into a directory that its owner alone can read.
func writeKeys(ctx context.Context, s *snapshot, dir string) error {
	rows, err := s.tx.Query(ctx, `select name, hash, rights from eventlog.users order by name`)
	if err != nil {
		return fmt.Errorf("read the node's users: %w", err)
	}
	users, err := pgx.CollectRows(rows, pgx.RowToStructByPos[user])
	if err != nil {
		return fmt.Errorf("read the node's users: %w", err)
	}
	text, err := json.MarshalIndent(users, "", "  ")
	if err != nil {
		return err
	}
	sum := sha256.Sum256(text)
	m := keysManifest{Format: format, LogID: s.logID, End: s.end, Users: len(users), SHA256: hex.EncodeToString(sum[:])}
	m.File = "users-" + m.SHA256[:12] + ".json"
	return m.save(dir, text)
}

func (m keysManifest) save(dir string, users []byte) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	if err := os.Chmod(dir, 0o700); err != nil {
		return err
	}
	if err := replaceFile(filepath.Join(dir, m.File), users, 0o600); err != nil {
		return err
	}
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	if err := replaceFile(filepath.Join(dir, manifestName), append(text, '\n'), 0o600); err != nil {
		return err
	}
	return removeOtherUsers(dir, m.File)
}

// removeOtherUsers removes the files of earlier runs.
func removeOtherUsers(dir, kept string) error {
	found, err := filepath.Glob(filepath.Join(dir, "users-*.json"))
	for _, path := range found {
		if name := filepath.Base(path); name != kept && usersFile.MatchString(name) {
			err = errors.Join(err, os.Remove(path))
		}
	}
	return err
}

// VerifyKeys makes sure of the keys in a directory and says how many users they
// are: ErrNoKeys where there are none, *DamagedError where they are not whole or
// another log's.
func (m Manifest) VerifyKeys(dir string) (users int, err error) {
	found, err := readKeys(dir, m.LogID)
	return len(found), err
}

// readKeys reads the keys of a log, or those of a time when it had no name.
func readKeys(dir string, log uuid.UUID) ([]user, error) {
	text, err := os.ReadFile(filepath.Join(dir, manifestName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: %w", dir, ErrNoKeys)
	}
	if err != nil {
		return nil, err
	}
	var m keysManifest
	if err := json.Unmarshal(text, &m); err != nil {
		return nil, &DamagedError{filepath.Join(dir, manifestName), err}
	}
	if err := checkFormat(filepath.Join(dir, manifestName), m.Format); err != nil {
		return nil, err
	}
	if m.LogID != uuid.Nil && m.LogID != log {
		return nil, &DamagedError{filepath.Join(dir, manifestName), fmt.Errorf("keys of log %s, not of %s", m.LogID, log)}
	}
	path := filepath.Join(dir, filepath.Base(m.File))
	if text, err = os.ReadFile(path); err != nil {
		return nil, &DamagedError{path, err}
	}
	if sum := sha256.Sum256(text); hex.EncodeToString(sum[:]) != m.SHA256 {
		return nil, &DamagedError{path, errors.New("not the file that the manifest names: another sha256")}
	}
	var users []user
	if err := json.Unmarshal(text, &users); err != nil {
		return nil, &DamagedError{path, err}
	}
	return users, nil
}

// restoreUsers puts users into the node's table; those of the same name that are
// there already are replaced.
func restoreUsers(ctx context.Context, tx pgx.Tx, users []user) error {
	for _, u := range users {
		_, err := tx.Exec(ctx, `
			insert into eventlog.users (name, hash, rights) values ($1, $2, $3)
			on conflict (name) do update set hash = excluded.hash, rights = excluded.rights`, u.Name, u.Hash, u.Rights)
		if err != nil {
			return fmt.Errorf("restore the node's users: %w", err)
		}
	}
	return nil
}
