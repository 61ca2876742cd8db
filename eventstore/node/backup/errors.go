package backup

import (
	"errors"
	"fmt"

	"github.com/google/uuid"
)

var (
	// ErrNoBackup says that a directory holds no finished backup. Name another, or
	// let the interrupted backup finish.
	ErrNoBackup = errors.New("no finished backup in the directory")
	// ErrNoKeys says that a directory holds no keys. Name the right one.
	ErrNoKeys = errors.New("no keys in the directory")
	// ErrForeign says that a directory to back up into holds something else, which
	// is left alone. Name another.
	ErrForeign = errors.New("the directory holds something that is no backup")
	// ErrNewer says that a newer program wrote the backup, in a form that this one
	// does not know. Use a program that is as new.
	ErrNewer = errors.New("the backup has a newer form than this program knows")
	// ErrInUse says that another process backs up into the directory. Wait for it.
	ErrInUse = errors.New("another process backs up into the directory")
	// ErrNotEmpty says that the database to restore into holds events already.
	// Restore into an empty one.
	ErrNotEmpty = errors.New("the event log of the database is not empty")
	// ErrMoveUnfinished says that another log began to move to this one, and has not
	// arrived whole. Complete the move.
	ErrMoveUnfinished = errors.New("the move of another log to this one is not finished")
)

// OtherLogError says that a directory holds a backup of another log than the
// database does, and is not to be extended with this one.
type OtherLogError struct {
	Backup, Database uuid.UUID // identities of the logs
}

// Error names both logs.
func (e *OtherLogError) Error() string {
	return fmt.Sprintf("the directory holds a backup of log %s, the database log %s", e.Backup, e.Database)
}

// DivergedError says that the database's log has the name of the one in the
// backup and yet not its events: it was set back to an earlier moment and went on
// from there, or somebody changed it. Back up into another directory.
type DivergedError struct {
	Position uint64 // of the last event of the backup that the database lacks or has otherwise
}

// Error names the position.
func (e *DivergedError) Error() string {
	return fmt.Sprintf("the database's log lacks event %d of the backup, or has another in its place", e.Position)
}

// DamagedError says which file of a backup is not what the manifest says. Nothing
// of the backup can be relied on before that file is brought back from a copy.
type DamagedError struct {
	File string // as the manifest names it
	Err  error
}

// Error names the file.
func (e *DamagedError) Error() string { return fmt.Sprintf("%s: %v", e.File, e.Err) }

// Unwrap returns what is wrong with the file.
func (e *DamagedError) Unwrap() error { return e.Err }
