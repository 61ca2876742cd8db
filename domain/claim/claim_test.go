package claim

import (
	"errors"
	"testing"

	"github.com/google/uuid"

	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/domain/es/estest"
	"github.com/diachinh/diachinh/domain/ladm"
)

func sheet(name string) ladm.SheetID {
	return ladm.SheetID{UUID: uuid.NewSHA1(uuid.NameSpaceOID, []byte(name))}
}

var claimed = KeyClaimed{
	Command: ladm.CommandID("hanoi-09", "parcelRegister", "k1"),
	Digest:  "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
	Sheet:   sheet("15"),
}

func TestEvents(t *testing.T) {
	t.Parallel()
	estest.Events(t, Catalogue, "claimEvent", []Event{claimed})
}

func TestAKey(t *testing.T) {
	t.Parallel()
	again := Claim(claimed)
	again.Sheet = sheet("16")

	t.Run("that is new is claimed", func(t *testing.T) {
		t.Parallel()
		estest.Given(t, Decider).When(Claim(claimed)).Then(claimed)
	})
	t.Run("of the same wish stays with its first sheet", func(t *testing.T) {
		t.Parallel()
		estest.Given(t, Decider, Event(claimed)).When(again).Then()
	})
	t.Run("of another wish is refused", func(t *testing.T) {
		t.Parallel()
		other := again
		other.Digest = "other"
		if _, err := decide(claimed, other); !errors.Is(err, es.ErrKeyReused) {
			t.Errorf("got %v", err)
		}
	})
}
