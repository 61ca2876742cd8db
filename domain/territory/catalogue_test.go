package territory

import (
	"testing"

	"github.com/diachinh/diachinh/domain/es/estest"
)

// written has one event of each kind as it is written today.
var written = []Event{established, sheet15, renumbered(99, 500, today)}

func TestEvents(t *testing.T) {
	t.Parallel()
	estest.Events(t, Catalogue, "territoryEvent", written)
}
