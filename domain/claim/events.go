package claim

import (
	"github.com/google/uuid"

	"github.com/diachinh/diachinh/domain/ladm"
)

// Event is a fact about one claim. The set is sealed.
type Event interface{ claimEvent() }

// KeyClaimed says that an idempotency key stands for one wish, and to which
// sheet the wish goes.
type KeyClaimed struct {
	// Command names office, kind of act and key; see [ladm.CommandID].
	Command uuid.UUID `json:"command"`
	// Digest hashes what is wished for.
	Digest string       `json:"digest"`
	Sheet  ladm.SheetID `json:"sheet"`
}

func (KeyClaimed) claimEvent() {}
