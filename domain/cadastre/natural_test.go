package cadastre

import (
	"testing"

	"github.com/google/uuid"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/gis"
)

func TestNaturalChange(t *testing.T) {
	t.Parallel()
	bank, inland := parcel(1, rectangle(0, 0, 40, 30)), parcel(2, rectangle(0, 30, 40, 30))
	change := func(kind NaturalChangeKind, boundary gis.Polygon) ChangeNaturally {
		area := ladm.SquareMetres(boundary.Area())
		return ChangeNaturally{
			Grounds: grounds(), Parcel: Ref{bank.ID, 1}, Kind: kind, Boundary: boundary,
			LegalArea: area, Purposes: []Purpose{{Type: "ONT", Area: area}},
		}
	}
	t.Run("takes land, and what the parcel keeps still matches its neighbour", func(t *testing.T) {
		t.Parallel()
		events := given(t, bank, inland).When(change(Erosion, rectangle(5, 0, 35, 30))).ThenEvents()
		event := events[0].(ParcelNaturallyChanged)
		if len(event.Inserted) != 1 || event.Inserted[0].Parcel != inland.ID || event.Inserted[0].Points[0] != at(5, 30) {
			t.Errorf("inserted %+v", event.Inserted)
		}
		if p := event.Parcels[0]; p.MeasuredArea != 10500 || p.LegalArea != 10500 || event.Kind != Erosion {
			t.Errorf("reshaped %+v", p)
		}
	})
	t.Run("adds land that nobody has, with the points of its neighbours", func(t *testing.T) {
		t.Parallel()
		beside := parcel(3, rectangle(-10, 10, 10, 20))
		events := given(t, bank, inland, beside).When(change(Accretion, polygon(
			549000, 2328990, 549040, 2328990, 549040, 2329030, 549000, 2329030, 549000, 2328990))).ThenEvents()
		event := events[0].(ParcelNaturallyChanged)
		if boundary := event.Parcels[0].Boundary; !hasVertex(boundary, at(0, 10)) || !hasVertex(boundary, at(0, 0)) {
			t.Errorf("the boundary is %v", boundary.Rings)
		}
	})
	t.Run("leaves the marks of surveyed points that stay, and takes those of the new survey", func(t *testing.T) {
		t.Parallel()
		marked := registered(bank)
		marked.Surveyed = []SurveyedPoint{{Vertex: 0, Number: "a"}, {Vertex: 1, Number: "b"}, {Vertex: 2, Number: "c"}}
		erosion := change(Erosion, rectangle(5, 0, 35, 30))
		erosion.Surveyed = []SurveyedPoint{{Vertex: 0, Number: "new"}, {Vertex: 1, Number: "better", Accuracy: 0.01}}
		p := after(t, sheet15, marked).When(erosion).ThenEvents()[0].(ParcelNaturallyChanged).Parcels[0]
		found := map[string]gis.Point{}
		for _, s := range p.Surveyed {
			found[s.Number] = p.Boundary.Rings[s.Ring][s.Vertex]
		}
		if len(found) != 3 || found["new"] != at(5, 0) || found["better"] != at(40, 0) || found["c"] != at(40, 30) {
			t.Errorf("survey points %v", found)
		}
	})
	for name, c := range map[string]struct {
		kind     NaturalChangeKind
		boundary gis.Polygon
		code     string
	}{
		"does not add land by erosion":            {Erosion, rectangle(-5, 0, 45, 30), "NATURAL_WRONG_WAY"},
		"does not take land by accretion":         {Accretion, rectangle(5, 0, 40, 30), "NATURAL_WRONG_WAY"},
		"does not add land of a neighbour":        {Accretion, rectangle(0, 0, 40, 31), "PARCEL_OVERLAP"},
		"is one of two kinds":                     {"storm", rectangle(5, 0, 35, 30), "NATURAL_KIND_UNKNOWN"},
		"changes something":                       {Erosion, rectangle(0, 0, 40, 30), "NOTHING_CHANGES"},
		"leaves a boundary that is a surface":     {Erosion, polygon(549000, 2329000, 549040, 2329000), "RING_NOT_CLOSED"},
		"leaves a boundary in the zone of before": {Erosion, gis.Polygon{SRID: 9210, Rings: rectangle(5, 0, 35, 30).Rings}, "WRONG_ZONE"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			given(t, bank, inland).When(change(c.kind, c.boundary)).ThenRefused(c.code)
		})
	}
	t.Run("does not add land of a parcel on another sheet, and leaves it points to gain", func(t *testing.T) {
		t.Parallel()
		other := ladm.SheetID{UUID: uuid.New()}
		across := Neighbour{Parcel: parcelID("across"), Sheet: other, SheetNumber: 19, Number: 3, Boundary: rectangle(-10, -40, 60, 40)}
		erosion, accretion := change(Erosion, rectangle(5, 0, 35, 30)), change(Accretion, rectangle(0, -1, 40, 31))
		erosion.Neighbours, accretion.Neighbours = []Neighbour{across}, []Neighbour{across}
		given(t, bank).When(accretion).ThenRefused("PARCEL_OVERLAP")
		pending := given(t, bank).When(erosion).ThenEvents()[0].(ParcelNaturallyChanged).Pending
		if len(pending) != 1 || pending[0].Sheet != other || len(pending[0].Points) != 2 {
			t.Errorf("pending %+v", pending)
		}
	})
}

func TestInsertingPoints(t *testing.T) {
	t.Parallel()
	house := parcel(7, rectangle(0, 0, 20, 30))
	insertion := InsertPoints{Answers: named("act"), Points: []gis.Point{at(10, 30), at(20, 0), at(50, 50)}, EffectiveDate: today}

	t.Run("gives them to the parcels on whose sides they lie", func(t *testing.T) {
		t.Parallel()
		event := given(t, house).When(insertion).ThenEvents()[0].(PointsInserted)
		if len(event.Inserted) != 1 || len(event.Inserted[0].Points) != 1 || event.Inserted[0].Points[0] != at(10, 30) {
			t.Errorf("inserted %+v", event.Inserted)
		}
		sheet := evolve(sheetWith(house), event)
		now, _ := sheet.Numbered(7)
		if now.Revision != 1 || len(now.Boundary.Rings[0]) != 6 {
			t.Errorf("parcel 7 is %+v", now)
		}
	})
	t.Run("answers even where nothing is lacking", func(t *testing.T) {
		t.Parallel()
		given(t).When(insertion).Then(PointsInserted{
			Sheet: sheet15.Sheet, Answers: insertion.Answers, Points: insertion.Points, EffectiveDate: today,
		})
	})
	t.Run("needs a sheet", func(t *testing.T) {
		t.Parallel()
		after(t).When(insertion).ThenRefused("SHEET_NOT_OPEN")
	})
}

func TestRenumberingTheSheet(t *testing.T) {
	t.Parallel()
	renumbering := RenumberSheet{Number: 115, Scale: 1000, EffectiveDate: today}
	renumbered := SheetRenumbered{Sheet: sheet15.Sheet, Number: 115, Scale: 1000, EffectiveDate: today}

	t.Run("follows the commune", func(t *testing.T) {
		t.Parallel()
		given(t).When(renumbering).Then(renumbered)
	})
	t.Run("again does nothing", func(t *testing.T) {
		t.Parallel()
		after(t, sheet15, renumbered).When(renumbering).Then()
	})
	t.Run("needs a sheet", func(t *testing.T) {
		t.Parallel()
		after(t).When(renumbering).ThenRefused("SHEET_NOT_OPEN")
	})
}
