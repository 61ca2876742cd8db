package cadastre

import (
	"fmt"
	"testing"
	"time"

	"github.com/diachinh/diachinh/domain/es/estest"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/gis"
)

// written has one event of each kind as it is written today.
var written = []Event{
	sheet15,
	ParcelRegistered{
		Parcel: parcelID("parcel 7"), Sheet: sheet15.Sheet, Number: 7,
		Code: ParcelCode{
			Code: "w7eb8y1q4c2z", Point: gis.PointOf(549010.002, 2329009.998),
			Algorithm: "polylabel/1mm", Transformation: "EPSG:6960",
		},
		LegalArea: 6120, MeasuredArea: 6118,
		Purposes: []Purpose{
			{Type: "ONT", Area: 4000, Origin: "CNQ-CTT"},
			{Type: "CLN", Area: 2120, Until: ladm.NewDate(2063, time.October, 15), Origin: "DG-KTT"},
		},
		Boundary: gis.Polygon{SRID: zone, Rings: []gis.Ring{
			polygon(549000, 2329000, 549020, 2329000, 549020, 2329030.627, 549000, 2329030.627, 549000, 2329000).Rings[0],
			polygon(549002.5, 2329020, 549002.5, 2329020.2, 549003, 2329020.2, 549002.5, 2329020).Rings[0],
		}},
		Surveyed:      []SurveyedPoint{{Vertex: 0, Number: "8592420005", Accuracy: 0.04}, {Ring: 1, Vertex: 2, Accuracy: 0.07}},
		EffectiveDate: today,
	},
	PurposesChanged{
		Parcel: parcelID("parcel 7"), Sheet: sheet15.Sheet,
		Purposes: []Purpose{{Type: "ONT", Area: 6120}}, EffectiveDate: today,
	},
	ParcelSubdivided{Replacement{
		Sheet: sheet15.Sheet, Ended: []EndedParcel{{parcelID("parcel 7"), 7}},
		Begun: []BegunParcel{
			begunParcel(533, west, Descent{parcelID("parcel 7"), 3000}),
			begunParcel(534, east, Descent{parcelID("parcel 7"), 3000}),
		},
		Effects: Effects{
			Inserted: []Insertion{{
				Parcel: parcelID("parcel 8"), Points: []gis.Point{gis.PointOf(549010, 2329030)},
				Boundary: north, MeasuredArea: 2000, Surveyed: []SurveyedPoint{{Vertex: 2, Number: "8592420005", Accuracy: 0.04}},
			}},
			Pending: []PendingInsertion{{
				Sheet: ladm.SheetID{UUID: named("sheet 19")}, Parcel: parcelID("parcel 5"), Points: []gis.Point{gis.PointOf(549010, 2329000)},
			}},
			Warnings: []rules.Finding{{
				Code: "NO_FRONTAGE", Severity: rules.Warn, Message: "Thửa 534 không giáp đường.", MessageEN: "Parcel 534 has no frontage.",
				Source: "Land Law 31/2024/QH15", Item: 1, Field: "geometry", At: &rules.Place{SRID: zone, E: 549020, N: 2329015},
			}},
		},
		EffectiveDate: today,
	}},
	ParcelsMerged{Replacement{
		Sheet: sheet15.Sheet, Ended: []EndedParcel{{parcelID("parcel 533"), 533}, {parcelID("parcel 534"), 534}},
		Begun:         []BegunParcel{begunParcel(535, whole, Descent{parcelID("parcel 533"), 3000}, Descent{parcelID("parcel 534"), 3000})},
		EffectiveDate: today,
	}},
	ParcelsReadjusted{Replacement{
		Sheet: sheet15.Sheet, Ended: []EndedParcel{{parcelID("parcel 533"), 533}, {parcelID("parcel 534"), 534}},
		Begun: []BegunParcel{
			begunParcel(535, west, Descent{parcelID("parcel 533"), 2500}, Descent{parcelID("parcel 534"), 500}),
			begunParcel(536, east, Descent{parcelID("parcel 533"), 500}, Descent{parcelID("parcel 534"), 2500}),
		},
		EffectiveDate: today,
	}},
	ParcelPartlyRecovered{Replacement{
		Sheet: sheet15.Sheet, Ended: []EndedParcel{{parcelID("parcel 7"), 7}},
		Begun: []BegunParcel{
			recoveredParcel(begunParcel(533, west, Descent{parcelID("parcel 7"), 3000})),
			begunParcel(534, east, Descent{parcelID("parcel 7"), 3000}),
		},
		EffectiveDate: today,
	}},
	ParcelsResurveyed{reshapedTo(wider)},
	BoundaryCorrected{reshapedTo(wider)},
	ParcelNaturallyChanged{Reshaping: Reshaping{
		Sheet: sheet15.Sheet, Parcels: reshapedTo(west).Parcels, EffectiveDate: today,
	}, Kind: Erosion},
	PointsInserted{
		Sheet: ladm.SheetID{UUID: named("sheet 19")}, Answers: named("command"), Points: []gis.Point{gis.PointOf(549010, 2329030)},
		Inserted: []Insertion{{
			Parcel: parcelID("parcel 8"), Points: []gis.Point{gis.PointOf(549010, 2329030)}, Boundary: north, MeasuredArea: 2000,
		}},
		EffectiveDate: today,
	},
	LegalAreaChanged{
		Parcel: parcelID("parcel 7"), Sheet: sheet15.Sheet, LegalArea: 6125, Purposes: []Purpose{{Type: "ONT", Area: 6125}}, EffectiveDate: today,
	},
	ParcelRecovered{Parcel: parcelID("parcel 7"), Sheet: sheet15.Sheet, EffectiveDate: today},
	ParcelEnded{Parcel: parcelID("parcel 7"), Sheet: sheet15.Sheet, Cause: "SA", EffectiveDate: today},
	ParcelsReinstated{
		Sheet: sheet15.Sheet,
		Reinstated: []ReinstatedParcel{{
			Parcel: parcelID("parcel 7"), Boundary: whole, MeasuredArea: 6000, Surveyed: []SurveyedPoint{{Vertex: 0, Number: "8592420005"}},
		}},
		Annulled: []ladm.ParcelID{parcelID("parcel 533"), parcelID("parcel 534")}, EffectiveDate: today,
	},
	ParcelCorrected{
		Parcel: parcelID("parcel 7"), Sheet: sheet15.Sheet, Number: 17, LegalArea: 6125,
		Purposes: []Purpose{{Type: "CLN", Area: 6125}}, EffectiveDate: today,
	},
	SheetRenumbered{Sheet: sheet15.Sheet, Number: 115, Scale: 1000, EffectiveDate: today},
}

// A ground of 20 × 30 m, its halves, what lies north of it, and the ground with
// its eastern side moved.
var (
	whole = rectangle(0, 0, 20, 30)
	west  = rectangle(0, 0, 10, 30)
	east  = rectangle(10, 0, 10, 30)
	north = polygon(549000, 2329030, 549010, 2329030, 549020, 2329030, 549020, 2329040, 549000, 2329040, 549000, 2329030)
	wider = rectangle(0, 0, 21, 30)
)

func begunParcel(number int, boundary gis.Polygon, from ...Descent) BegunParcel {
	area := ladm.SquareMetres(boundary.Area())
	return BegunParcel{
		Parcel: parcelID(fmt.Sprint("parcel ", number)), Number: number, LegalArea: area, MeasuredArea: area,
		Code: ParcelCode{
			Code: "w7eb8y1q4c2z", Point: gis.PointOf(549010.002, 2329009.998),
			Algorithm: "polylabel/1mm", Transformation: "EPSG:6960",
		},
		Purposes: []Purpose{{Type: "ONT", Area: area}}, Boundary: boundary, From: from,
	}
}

func recoveredParcel(p BegunParcel) BegunParcel {
	p.Recovered = true
	return p
}

// reshapedTo is a change of parcel 7 to another boundary.
func reshapedTo(boundary gis.Polygon) Reshaping {
	area := ladm.SquareMetres(boundary.Area())
	return Reshaping{
		Sheet: sheet15.Sheet,
		Moved: []Move{
			{gis.PointOf(549020, 2329000), gis.PointOf(549021, 2329000)},
			{gis.PointOf(549020, 2329030), gis.PointOf(549021, 2329030)},
		},
		Parcels: []ReshapedParcel{{
			Parcel: parcelID("parcel 7"), LegalArea: area, MeasuredArea: area, Purposes: []Purpose{{Type: "ONT", Area: area}},
			Boundary: boundary, Surveyed: []SurveyedPoint{{Vertex: 0, Number: "8592420005", Accuracy: 0.04}},
		}},
		EffectiveDate: today,
	}
}

func TestEvents(t *testing.T) {
	t.Parallel()
	estest.Events(t, Catalogue, "cadastreEvent", written)
}
