package cadastre

import (
	"testing"
	"time"

	"github.com/diachinh/diachinh/domain/es/estest"
	"github.com/diachinh/diachinh/domain/ladm"
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
}

func TestEvents(t *testing.T) {
	t.Parallel()
	estest.Events(t, Catalogue, "cadastreEvent", written)
}
