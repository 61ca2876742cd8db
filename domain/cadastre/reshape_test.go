package cadastre

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/gis"
)

// at is a point e, n metres from the place from which rectangle counts.
func at(e, n float64) gis.Point { return gis.PointOf(549000+e, 2329000+n) }

func TestMovingABoundary(t *testing.T) {
	t.Parallel()
	// West and east share a side, on which only the parcels of the east have the
	// point in its middle.
	west := parcel(1, rectangle(0, 0, 20, 30))
	northEast, southEast := parcel(2, rectangle(20, 15, 20, 15)), parcel(3, rectangle(20, 0, 20, 15))
	survey := Resurvey{
		Grounds: grounds(), Parcels: []Reshape{{Ref: Ref{west.ID, 1}}},
		Moves: []Move{{at(20, 0), at(20.1, 0)}, {at(20, 30), at(20.1, 30)}},
	}
	reshaped := func(t *testing.T, events []Event) (Reshaping, map[ladm.ParcelID]gis.Polygon) {
		t.Helper()
		event := events[0].(ParcelsResurveyed).Reshaping
		boundaries := map[ladm.ParcelID]gis.Polygon{}
		for _, p := range event.Parcels {
			boundaries[p.Parcel] = p.Boundary
		}
		return event, boundaries
	}

	t.Run("moves it in every parcel that shares its points", func(t *testing.T) {
		t.Parallel()
		event, boundaries := reshaped(t, given(t, west, northEast, southEast).When(survey).ThenEvents())
		if len(event.Parcels) != 3 || len(event.Inserted) != 0 {
			t.Fatalf("%d parcels reshaped, %d with points inserted", len(event.Parcels), len(event.Inserted))
		}
		if !hasVertex(boundaries[west.ID], at(20, 15)) {
			t.Error("the point that only the eastern parcels have did not come into the western one first")
		}
		covering := gis.Cover([]gis.Polygon{rectangle(0, 0, 40, 30)}, []gis.Polygon{
			boundaries[west.ID], boundaries[northEast.ID], boundaries[southEast.ID]})
		if len(covering.Faults) > 0 {
			t.Errorf("the parcels no longer cover the ground: %+v", covering.Faults)
		}
	})
	t.Run("leaves legal areas, and warns where they are far off by now", func(t *testing.T) {
		t.Parallel()
		survey := survey
		survey.Moves = []Move{{at(20, 0), at(20.5, 0)}, {at(20, 15), at(20.5, 15)}, {at(20, 30), at(20.5, 30)}}
		event, _ := reshaped(t, given(t, west, northEast, southEast).When(survey).ThenEvents())
		if p := event.Parcels[0]; p.LegalArea != 6000 || p.MeasuredArea != 6150 {
			t.Errorf("parcel 1 has %v and measures %v", p.LegalArea, p.MeasuredArea)
		}
		if len(event.Warnings) != 3 {
			t.Errorf("warnings %+v", event.Warnings)
		}
	})
	t.Run("takes the legal area that is given", func(t *testing.T) {
		t.Parallel()
		survey := survey
		survey.Parcels = []Reshape{{Ref{west.ID, 1}, 6010, []Purpose{{Type: "ONT", Area: 6010}}}}
		event, _ := reshaped(t, given(t, west, northEast, southEast).When(survey).ThenEvents())
		if p := event.Parcels[0]; p.LegalArea != 6010 || p.Purposes[0].Area != 6010 {
			t.Errorf("parcel 1 has %v, %v", p.LegalArea, p.Purposes)
		}
	})
	t.Run("so far that a legal area no longer fits is refused", func(t *testing.T) {
		t.Parallel()
		survey := survey
		survey.Moves = []Move{{at(20, 0), at(22, 0)}, {at(20, 15), at(22, 15)}, {at(20, 30), at(22, 30)}}
		given(t, west, northEast, southEast).When(survey).ThenRefused("AREA_DEVIATION", "AREA_DEVIATION", "AREA_DEVIATION")
	})
	t.Run("bends it where a point comes to lie on a side", func(t *testing.T) {
		t.Parallel()
		survey := survey
		survey.Moves = []Move{{at(0, 10), at(-0.2, 10)}}
		_, boundaries := reshaped(t, given(t, west).When(survey).ThenEvents())
		if ring := boundaries[west.ID].Rings[0]; len(ring) != 6 || !hasVertex(boundaries[west.ID], at(-0.2, 10)) {
			t.Errorf("the boundary is %v", ring)
		}
	})
	t.Run("drops the survey mark of a point that moved, and keeps the others", func(t *testing.T) {
		t.Parallel()
		marked := registered(west)
		marked.Surveyed = []SurveyedPoint{{Vertex: 0, Number: "a"}, {Vertex: 1, Number: "b"}}
		event, _ := reshaped(t, after(t, sheet15, marked).When(survey).ThenEvents())
		if kept := event.Parcels[0].Surveyed; len(kept) != 1 || kept[0].Number != "a" {
			t.Errorf("survey points %+v", kept)
		}
	})
	t.Run("does not give a point that comes to lie where a surveyed one was its mark", func(t *testing.T) {
		t.Parallel()
		dented := parcel(1, polygon(549000, 2329000, 549010, 2329000, 549010.5, 2329000.05, 549020, 2329000,
			549020, 2329030, 549000, 2329030, 549000, 2329000))
		marked := registered(dented)
		marked.Surveyed = []SurveyedPoint{{Vertex: 1, Number: "a"}}
		survey := survey
		survey.Parcels = []Reshape{{Ref: Ref{dented.ID, 1}}}
		survey.Moves = []Move{{at(10, 0), at(9.8, 0)}, {at(10.5, 0.05), at(10, 0)}}
		event, _ := reshaped(t, after(t, sheet15, marked).When(survey).ThenEvents())
		if kept := event.Parcels[0].Surveyed; len(kept) != 0 {
			t.Errorf("survey points %+v", kept)
		}
	})
	for name, c := range map[string]struct {
		moves []Move
		codes []string
	}{
		"of points that are not on it is refused": {[]Move{{at(5, 5), at(6, 6)}}, []string{"POINT_NOT_ON_BOUNDARY"}},
		"twice from one point is refused":         {[]Move{{at(0, 0), at(0.1, 0)}, {at(0, 0), at(0, 0.1)}}, []string{"POINT_GIVEN_TWICE"}},
		"to where it is is refused":               {[]Move{{at(0, 0), at(0, 0)}}, []string{"NOTHING_CHANGES"}},
		"until it crosses itself is refused":      {[]Move{{at(0, 0), at(15, 35)}}, []string{"SELF_INTERSECTION"}},
		"into another parcel is refused":          {[]Move{{at(0, 30), at(0, 40.1)}}, []string{"PARCEL_OVERLAP", "AREA_DEVIATION"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			survey := survey
			survey.Moves = c.moves
			given(t, west, parcel(4, rectangle(0, 40, 20, 30))).When(survey).ThenRefused(c.codes...)
		})
	}
	t.Run("onto another parcel's side gives that parcel the point", func(t *testing.T) {
		t.Parallel()
		survey := survey
		survey.Moves = []Move{{at(0, 30), at(0.5, 30.2)}}
		above := parcel(4, rectangle(-10, 30.2, 40, 30))
		event, _ := reshaped(t, given(t, west, above).When(survey).ThenEvents())
		if len(event.Inserted) != 1 || event.Inserted[0].Parcel != above.ID || event.Inserted[0].Points[0] != at(0.5, 30.2) {
			t.Errorf("inserted %+v", event.Inserted)
		}
	})
	t.Run("shared with another sheet is refused", func(t *testing.T) {
		t.Parallel()
		survey := survey
		survey.Neighbours = []Neighbour{{Parcel: northEast.ID, Sheet: ladm.SheetID{UUID: uuid.Nil}, SheetNumber: 19, Number: 2, Boundary: northEast.Boundary}}
		given(t, west).When(survey).ThenRefused("BOUNDARY_ACROSS_SHEETS")
	})
	t.Run("of a parcel that was touched since is refused", func(t *testing.T) {
		t.Parallel()
		survey := survey
		survey.Parcels = []Reshape{{Ref: Ref{west.ID, 7}}}
		given(t, west).When(survey).ThenRefused("REVISION_CONFLICT")
	})
	t.Run("before a parcel that shares it last changed is refused", func(t *testing.T) {
		t.Parallel()
		old := registered(west)
		old.EffectiveDate = today - 20
		survey := survey
		survey.Grounds = from(today - 10)
		err := after(t, sheet15, old, registered(northEast), registered(southEast)).When(survey).
			ThenRefused("EFFECTIVE_DATE_BEFORE_CHANGE", "EFFECTIVE_DATE_BEFORE_CHANGE")
		for i, f := range err.(*rules.Refusal).Findings {
			if number := fmt.Sprint(i + 2); f.Item != WholeCommand || !strings.Contains(f.Message, number) {
				t.Errorf("about item %d, though the command does not name parcel %s: %s", f.Item, number, f.Message)
			}
		}
	})
	t.Run("as a correction reaches back beyond other changes, not beyond the boundary", func(t *testing.T) {
		t.Parallel()
		old := registered(west)
		old.EffectiveDate = today - 20
		changed := PurposesChanged{Parcel: west.ID, Sheet: sheet15.Sheet, Purposes: []Purpose{{Type: "CLN", Area: 6000}}, EffectiveDate: today}
		correction := CorrectBoundary{Grounds: from(today - 10), Parcels: []Reshape{{Ref: Ref{west.ID, 2}}}, Moves: survey.Moves}
		events := after(t, sheet15, old, changed).When(correction).ThenEvents()
		if event := events[0].(BoundaryCorrected); event.EffectiveDate != today-10 || event.Parcels[0].Purposes[0].Type != "CLN" {
			t.Errorf("corrected %+v", event)
		}
		correction.Grounds = from(today - 21)
		after(t, sheet15, old, changed).When(correction).ThenRefused("EFFECTIVE_DATE_BEFORE_VALUE")
	})
}
