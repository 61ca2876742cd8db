package cadastre

import (
	"testing"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/gis"
)

func TestPointsOnTheBoundariesAround(t *testing.T) {
	t.Parallel()
	house := parcel(7, rectangle(0, 0, 20, 30))
	north := parcel(8, rectangle(0, 30, 20, 30))
	at := func(e, n float64) gis.Point { return gis.PointOf(549000+e, 2329000+n) }
	halves := func() Subdivide {
		return subdivision(house, part("west", rectangle(0, 0, 12, 30)), part("east", rectangle(12, 0, 8, 30)))
	}

	t.Run("are inserted into the neighbours of the sheet, whose revision stands", func(t *testing.T) {
		t.Parallel()
		events := given(t, house, north).When(halves()).ThenEvents()
		e := events[0].(ParcelSubdivided)
		if len(e.Inserted) != 1 || e.Inserted[0].Parcel != north.ID || len(e.Inserted[0].Points) != 1 ||
			e.Inserted[0].Points[0] != at(12, 30) || e.Inserted[0].MeasuredArea != 6000 {
			t.Fatalf("inserted %+v", e.Inserted)
		}
		now, _ := evolve(sheetWith(house, north), e).Parcel(north.ID)
		if now.Revision != 2 || len(now.Boundary.Rings[0]) != 6 {
			t.Errorf("the neighbour is %+v", now)
		}
	})
	t.Run("are not inserted where they are corners already", func(t *testing.T) {
		t.Parallel()
		north := parcel(8, polygon(549000, 2329030, 549012.001, 2329030, 549020, 2329030, 549020, 2329060, 549000, 2329060, 549000, 2329030))
		e := given(t, house, north).When(halves()).ThenEvents()[0].(ParcelSubdivided)
		if len(e.Inserted) > 0 {
			t.Errorf("inserted %+v", e.Inserted)
		}
	})
	t.Run("that neighbours have come into the parts", func(t *testing.T) {
		t.Parallel()
		corner := parcel(8, rectangle(20, 0, 20, 10))
		e := given(t, house, corner).When(halves()).ThenEvents()[0].(ParcelSubdivided)
		if lacks := e.Begun[1].Boundary.Lacks([]gis.Point{at(20, 10)}); len(lacks) > 0 {
			t.Errorf("the east part lacks %v", lacks)
		}
	})
	t.Run("that neighbours on other sheets lack are pending", func(t *testing.T) {
		t.Parallel()
		cmd := halves()
		sheet19 := ladm.SheetID{UUID: named("sheet 19")}
		cmd.Neighbours = []Neighbour{
			{Parcel: north.ID, Sheet: sheet19, SheetNumber: 19, Number: 3, Boundary: north.Boundary},
			{Parcel: parcelID("far"), Sheet: sheet19, SheetNumber: 19, Number: 4, Boundary: rectangle(0, 60, 20, 30)},
		}
		e := given(t, house).When(cmd).ThenEvents()[0].(ParcelSubdivided)
		if len(e.Pending) != 1 || e.Pending[0].Sheet != sheet19 || e.Pending[0].Parcel != north.ID || e.Pending[0].Points[0] != at(12, 30) {
			t.Errorf("pending %+v", e.Pending)
		}
	})
	t.Run("are left out in the tip of a needle, which they would make a spike", func(t *testing.T) {
		t.Parallel()
		needle := &Parcel{Boundary: polygon(549048.749, 2329023.652, 549048.386, 2329023.614, 549048.221, 2329015.779,
			549047.947, 2329008.053, 549047.749, 2329001.850, 549047.725, 2329001.075, 549048.749, 2329023.652)}
		spike, fits := at(47.731, 1.268), at(47.848, 4.952)
		if in, gains := inserted(needle, []gis.Point{spike, fits}); !gains || len(in.Points) != 1 || in.Points[0] != fits {
			t.Errorf("inserted %+v", in.Points)
		}
	})
	t.Run("leave survey points at their corners", func(t *testing.T) {
		t.Parallel()
		surveyed := registered(north)
		surveyed.Surveyed = []SurveyedPoint{{Vertex: 1, Number: "5"}, {Vertex: 3, Number: "6"}}
		e := after(t, sheet15, registered(house), surveyed).When(halves()).ThenEvents()[0].(ParcelSubdivided)
		for _, s := range e.Inserted[0].Surveyed {
			got := e.Inserted[0].Boundary.Rings[s.Ring][s.Vertex]
			if want := map[string]gis.Point{"5": at(20, 30), "6": at(0, 60)}[s.Number]; got != want {
				t.Errorf("survey point %s is at %v, want %v", s.Number, got, want)
			}
		}
		if len(e.Inserted[0].Surveyed) != 2 {
			t.Errorf("surveyed %+v", e.Inserted[0].Surveyed)
		}
	})
}
