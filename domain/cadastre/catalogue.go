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
	es.Describe[ParcelSubdivided]("parcel.subdivided.v1",
		"A parcel ended and several began on its ground (TN)."),
	es.Describe[ParcelsMerged]("parcels.merged.v1",
		"Several parcels ended and one began on their ground (TN)."),
	es.Describe[ParcelsReadjusted]("parcels.readjusted.v1",
		"Several parcels ended and several others began on the same ground (TN)."),
	es.Describe[ParcelPartlyRecovered]("parcel.partly_recovered.v1",
		"The State recovered a part of a parcel (TH): it ended, its recovered and remaining parts began."),
	es.Describe[ParcelRecovered]("parcel.recovered.v1",
		"The State recovered a whole parcel (TH): it stays, held by the State."),
	es.Describe[ParcelsResurveyed]("parcels.resurveyed.v1",
		"Boundaries were surveyed anew, as they now run (TD)."),
	es.Describe[BoundaryCorrected]("parcels.boundary_corrected.v1",
		"Boundaries had been recorded wrongly (SN); the effective date says since when they run so."),
	es.Describe[ParcelNaturallyChanged]("parcel.naturally_changed.v1",
		"Water took land from a parcel or added some (SA)."),
	es.Describe[PointsInserted]("sheet.points_inserted.v1",
		"Boundaries gained points that lie on them, which an act on another sheet put there."),
	es.Describe[LegalAreaChanged]("parcel.legal_area_changed.v1",
		"A parcel's legal area changed (TD); its boundary stands."),
	es.Describe[ParcelEnded]("parcel.ended.v1",
		"A parcel ended and nothing took its place."),
	es.Describe[ParcelsReinstated]("parcels.reinstated.v1",
		"Parcels had been ended wrongly (SN) and have existed all along; what had begun in their place never did."),
	es.Describe[ParcelCorrected]("parcel.corrected.v1",
		"A number, legal area or purposes had been recorded wrongly (SN); the effective date says since when they are so."),
	es.Describe[SheetRenumbered]("sheet.renumbered.v1",
		"A map sheet is known under another number or scale; its parcels stay on it."),
)

// Decider is the rules of one sheet.
var Decider = es.Decider[*Sheet, Command, Event]{Initial: initial, Decide: decide, Evolve: evolve}

// StreamKind begins the names of all sheets' streams.
const StreamKind = "sheet-"

// StreamName names the stream of a sheet.
func StreamName(id ladm.SheetID) string { return StreamKind + id.String() }
