package claim

import (
	"github.com/google/uuid"

	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/domain/ladm"
)

// Claim is the command that claims a key. The first claim stands: again with the
// same digest does nothing, whatever the sheet; with another it is es.ErrKeyReused.
type Claim struct {
	Command uuid.UUID
	Digest  string
	Sheet   ladm.SheetID
}

// Catalogue names every event of a claim's stream.
var Catalogue = es.NewCatalogue(
	es.Describe[KeyClaimed]("key.claimed.v1",
		"An idempotency key stands for one wish, named by its hash, and the wish goes to one sheet."),
)

// Decider is the rule of one claim; its state is the claim that was made, empty
// where none was.
var Decider = es.Decider[KeyClaimed, Claim, Event]{
	Initial: func() KeyClaimed { return KeyClaimed{} },
	Decide:  decide,
	Evolve:  evolve,
}

// StreamKind begins the names of all claims' streams.
const StreamKind = "claim-"

// StreamName names the stream of the claim that a command makes.
func StreamName(command uuid.UUID) string { return StreamKind + command.String() }

func decide(made KeyClaimed, cmd Claim) ([]Event, error) {
	switch {
	case made == KeyClaimed{}:
		return []Event{KeyClaimed(cmd)}, nil
	case made.Digest != cmd.Digest:
		return nil, es.ErrKeyReused
	}
	return nil, nil
}

func evolve(_ KeyClaimed, event Event) (made KeyClaimed) {
	switch e := event.(type) {
	case KeyClaimed:
		made = e
	}
	return made
}
