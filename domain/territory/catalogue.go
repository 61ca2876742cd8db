package territory

import (
	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/domain/ladm"
)

// Catalogue names every event of a commune's stream.
var Catalogue = es.NewCatalogue(
	es.Describe[CommuneEstablished]("commune.established.v1",
		"A commune exists from a day on, with its code, name, province and boundary."),
	es.Describe[SheetOpened]("commune.sheet_opened.v1",
		"A map sheet exists in the commune; its own stream begins after this."),
	es.Describe[SheetRenumbered]("commune.sheet_renumbered.v1",
		"A map sheet of the commune is known under another number or scale from a day on; its own stream says so after this."),
)

// Decider is the rules of one commune.
var Decider = es.Decider[*Commune, Command, Event]{Initial: initial, Decide: decide, Evolve: evolve}

// StreamKind begins the names of all communes' streams.
const StreamKind = "commune-"

// StreamName names the stream of a commune.
func StreamName(id ladm.CommuneID) string { return StreamKind + id.String() }
