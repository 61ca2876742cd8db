package cadastre

import (
	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/domain/ladm"
)

// Catalogue names every event of a sheet's stream.
var Catalogue = es.NewCatalogue(
	es.Describe[SheetOpened]("sheet.opened.v1",
		"A map sheet begins: its commune, number, scale and coordinate system."),
	es.Describe[ParcelRegistered]("parcel.registered.v1",
		"A parcel came into the register for the first time, with its number, code, areas, purposes and boundary."),
	es.Describe[PurposesChanged]("parcel.purposes_changed.v1",
		"A parcel's land purposes were changed (CM); its legal area and boundary stand."),
)

// Decider is the rules of one sheet.
var Decider = es.Decider[*Sheet, Command, Event]{Initial: initial, Decide: decide, Evolve: evolve}

// StreamKind begins the names of all sheets' streams.
const StreamKind = "sheet-"

// StreamName names the stream of a sheet.
func StreamName(id ladm.SheetID) string { return StreamKind + id.String() }
