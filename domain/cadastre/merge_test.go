package cadastre

import (
	"testing"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/gis"
)

// refs names parcels that were registered in this order, as they were then.
func refs(parcels ...ParcelInput) []Ref {
	refs := make([]Ref, len(parcels))
	for i, p := range parcels {
		refs[i] = Ref{p.ID, uint64(i + 1)}
	}
	return refs
}

func merger(parcels ...ParcelInput) Merge {
	return Merge{Grounds: grounds(), Parcels: refs(parcels...), ID: parcelID("merged")}
}

func TestMerge(t *testing.T) {
	t.Parallel()
	house := parcel(7, rectangle(0, 0, 20, 30))
	garden := parcel(8, rectangle(20, 0, 10, 30))
	garden.Purposes = []Purpose{{Type: "CLN", Area: 2000, Until: today + 1000}, {Type: "ONT", Area: 1000}}

	t.Run("begins one parcel on the ground of all, with their areas and purposes together", func(t *testing.T) {
		t.Parallel()
		e := given(t, house, garden).When(merger(house, garden)).ThenEvents()[0].(ParcelsMerged)
		begun := e.Begun[0]
		if len(e.Ended) != 2 || e.Ended[1].Number != 8 || begun.Number != 9 || begun.LegalArea != 9000 || begun.MeasuredArea != 9000 {
			t.Errorf("merged %+v", e)
		}
		if len(begun.Purposes) != 2 || begun.Purposes[0] != (Purpose{Type: "ONT", Area: 7000}) || begun.Purposes[1] != garden.Purposes[0] {
			t.Errorf("purposes %+v", begun.Purposes)
		}
		if len(begun.From) != 2 || begun.From[0] != (Descent{house.ID, 6000}) || begun.From[1] != (Descent{garden.ID, 3000}) {
			t.Errorf("lineage %+v", begun.From)
		}
	})
	t.Run("keeps the points at which the old boundary ended: others may know them", func(t *testing.T) {
		t.Parallel()
		e := given(t, house, garden).When(merger(house, garden)).ThenEvents()[0].(ParcelsMerged)
		if corners := len(e.Begun[0].Boundary.Rings[0]) - 1; corners != 6 || len(e.Inserted) > 0 {
			t.Errorf("%d corners, inserted %+v", corners, e.Inserted)
		}
	})
	t.Run("may give another legal area, number and purposes", func(t *testing.T) {
		t.Parallel()
		cmd := merger(house, garden)
		cmd.Number, cmd.LegalArea, cmd.Purposes = 30, 9003, []Purpose{{Type: "ONT", Area: 9003}}
		e := given(t, house, garden).When(cmd).ThenEvents()[0].(ParcelsMerged)
		if b := e.Begun[0]; b.Number != 30 || b.LegalArea != 9003 || b.Purposes[0].Area != 9003 {
			t.Errorf("begun %+v", b)
		}
	})
	t.Run("keeps surveyed points", func(t *testing.T) {
		t.Parallel()
		first, second := registered(house), registered(garden)
		first.Surveyed = []SurveyedPoint{{Vertex: 0, Number: "1"}, {Vertex: 2, Number: "3", Accuracy: 0.04}}
		second.Surveyed = []SurveyedPoint{{Vertex: 1, Number: "9"}}
		e := after(t, sheet15, first, second).When(merger(house, garden)).ThenEvents()[0].(ParcelsMerged)
		found := map[string]gis.Point{}
		for _, s := range e.Begun[0].Surveyed {
			found[s.Number] = e.Begun[0].Boundary.Rings[s.Ring][s.Vertex]
		}
		if found["3"] != gis.PointOf(549020, 2329030) || found["9"] != gis.PointOf(549030, 2329000) || len(found) != 3 {
			t.Errorf("surveyed %+v", found)
		}
	})
	t.Run("of parcels with points that only one knows, a millimetre off, is one surface", func(t *testing.T) {
		t.Parallel()
		garden := parcel(8, polygon(549020.001, 2329000, 549030, 2329000, 549030, 2329030, 549020, 2329030, 549020.001, 2329015, 549020.001, 2329000))
		e := given(t, house, garden).When(merger(house, garden)).ThenEvents()[0].(ParcelsMerged)
		if len(e.Begun[0].Boundary.Rings) != 1 || e.Begun[0].MeasuredArea != 9000 {
			t.Errorf("merged %+v", e.Begun[0])
		}
	})
	t.Run("around other land leaves a hole", func(t *testing.T) {
		t.Parallel()
		ring := []ParcelInput{
			parcel(1, rectangle(0, 0, 30, 10)), parcel(2, rectangle(0, 20, 30, 10)),
			parcel(3, rectangle(0, 10, 10, 10)), parcel(4, rectangle(20, 10, 10, 10)),
		}
		within := parcel(5, rectangle(10, 10, 10, 10))
		e := given(t, append(ring, within)...).When(merger(ring...)).ThenEvents()[0].(ParcelsMerged)
		if b := e.Begun[0]; len(b.Boundary.Rings) != 2 || b.MeasuredArea != 8000 || len(b.From) != 4 {
			t.Errorf("merged %+v", b)
		}
	})
	t.Run("of parcels that meet in a corner only is refused", func(t *testing.T) {
		t.Parallel()
		diagonal := parcel(8, rectangle(20, 30, 10, 10))
		err := given(t, house, diagonal).When(merger(house, diagonal)).ThenRefused("PARCELS_NOT_ADJOINING")
		if item := err.(*rules.Refusal).Findings[0].Item; item != 1 {
			t.Errorf("the finding is about parcel %d", item)
		}
	})
	t.Run("of three of which the middle one joins the others is one", func(t *testing.T) {
		t.Parallel()
		far := parcel(9, rectangle(30, 0, 10, 30))
		given(t, house, far, garden).When(merger(house, far, garden)).ThenEvents()
		given(t, house, far).When(merger(house, far)).ThenRefused("PARCELS_NOT_ADJOINING")
	})
	t.Run("into a surface that touches itself in a corner is one parcel with a hole", func(t *testing.T) {
		t.Parallel()
		// Five of the eight squares about an empty one, from corner to corner.
		squares := []ParcelInput{
			parcel(1, rectangle(0, 0, 30, 10)), parcel(2, rectangle(0, 10, 10, 20)), parcel(3, rectangle(10, 20, 10, 10)),
			parcel(4, rectangle(20, 10, 10, 10)),
		}
		e := given(t, squares...).When(merger(squares...)).ThenEvents()[0].(ParcelsMerged)
		if b := e.Begun[0].Boundary; len(b.Rings) != 2 || len(b.Validate()) > 0 {
			t.Errorf("merged %+v", b)
		}
	})
	t.Run("of parcels whose registered boundaries overlap is refused", func(t *testing.T) {
		t.Parallel()
		intruder := parcel(8, polygon(549020, 2329000, 549040, 2329000, 549040, 2329030, 549020, 2329030,
			549020, 2329020, 549015, 2329020, 549015, 2329010, 549020, 2329010, 549020, 2329000))
		given(t, house, intruder).When(merger(house, intruder)).ThenRefused("MERGED_NOT_ONE_PIECE")
	})
	t.Run("of one parcel, of none and of the same twice is refused", func(t *testing.T) {
		t.Parallel()
		given(t, house).When(merger(house)).ThenRefused("PARCELS_TOO_FEW")
		given(t, house).When(merger()).ThenRefused("PARCELS_TOO_FEW")
		twice := merger(house, house)
		twice.Parcels[1].Revision = 1
		given(t, house).When(twice).ThenRefused("PARCELS_REPEATED")
	})
	t.Run("of what the State recovered with what it did not is refused", func(t *testing.T) {
		t.Parallel()
		cmd := merger(house, garden)
		cmd.Parcels[0].Revision = 3
		recovered := ParcelRecovered{Parcel: house.ID, Sheet: sheet15.Sheet, EffectiveDate: today}
		after(t, sheet15, registered(house), registered(garden), recovered).When(cmd).ThenRefused("RECOVERED_MIXED")
	})
	t.Run("may be of any size: the minimum is for what is divided", func(t *testing.T) {
		t.Parallel()
		small, tiny := parcel(1, rectangle(0, 0, 4, 5)), parcel(2, rectangle(4, 0, 2, 5))
		cmd := merger(small, tiny)
		cmd.Rules = thanhHoa()
		given(t, small, tiny).When(cmd).ThenEvents()
	})
	t.Run("with a legal area far from that of the parcels is refused", func(t *testing.T) {
		t.Parallel()
		cmd := merger(house, garden)
		cmd.LegalArea, cmd.Purposes = 9800, []Purpose{{Type: "ONT", Area: 9800}}
		given(t, house, garden).When(cmd).ThenRefused("AREA_DEVIATION", "AREAS_SUM")
	})
}

func TestReadjustment(t *testing.T) {
	t.Parallel()
	house := parcel(7, rectangle(0, 0, 20, 30))
	garden := parcel(8, rectangle(20, 0, 20, 30))
	readjustment := func(parts ...ParcelInput) Readjust {
		return Readjust{Grounds: grounds(), Parcels: refs(house, garden), Parts: parts}
	}

	t.Run("of a common boundary tells how much of each went to whom", func(t *testing.T) {
		t.Parallel()
		e := given(t, house, garden).When(readjustment(
			part("west", rectangle(0, 0, 25, 30)), part("east", rectangle(25, 0, 15, 30)))).ThenEvents()[0].(ParcelsReadjusted)
		west, east := e.Begun[0].From, e.Begun[1].From
		if len(west) != 2 || west[0] != (Descent{house.ID, 6000}) || west[1] != (Descent{garden.ID, 1500}) ||
			len(east) != 1 || east[0] != (Descent{garden.ID, 4500}) {
			t.Errorf("lineage %+v and %+v", west, east)
		}
	})
	t.Run("tells areas that sum to what is measured, however they round", func(t *testing.T) {
		t.Parallel()
		slanted := func(w, e float64) gis.Polygon {
			return polygon(549000+w, 2329000, 549000+e, 2329000, 549000+e+0.333, 2329030, 549000+w+0.333, 2329030, 549000+w, 2329000)
		}
		west := polygon(549000, 2329000, 549013.337, 2329000, 549013.67, 2329030, 549000, 2329030, 549000, 2329000)
		east := polygon(549026.667, 2329000, 549040, 2329000, 549040, 2329030, 549027, 2329030, 549026.667, 2329000)
		e := given(t, house, garden).When(readjustment(
			part("west", west), part("middle", slanted(13.337, 26.667)), part("east", east))).ThenEvents()[0].(ParcelsReadjusted)
		for _, b := range e.Begun {
			sum := ladm.Area(0)
			for _, d := range b.From {
				sum += d.Area
			}
			if sum != b.MeasuredArea {
				t.Errorf("parcel %d measures %s and descends from %s", b.Number, b.MeasuredArea, sum)
			}
		}
	})
	t.Run("with parcels that do not adjoin is refused", func(t *testing.T) {
		t.Parallel()
		far := parcel(8, rectangle(50, 0, 20, 30))
		cmd := readjustment(part("one", house.Boundary), part("other", far.Boundary))
		cmd.Parcels = refs(house, far)
		given(t, house, far).When(cmd).ThenRefused("PARCELS_NOT_ADJOINING")
	})
	t.Run("that leaves ground over is refused", func(t *testing.T) {
		t.Parallel()
		given(t, house, garden).When(readjustment(
			part("west", rectangle(0, 0, 25, 30)), part("east", rectangle(25, 1, 15, 29)))).ThenRefused("PARTS_GAP")
	})
	t.Run("recovers nothing for the State", func(t *testing.T) {
		t.Parallel()
		cmd := readjustment(part("west", rectangle(0, 0, 25, 30)), part("east", rectangle(25, 0, 15, 30)))
		cmd.Parts[1].Recovered = true
		given(t, house, garden).When(cmd).ThenRefused("RECOVERED_NOT_HERE")
	})
	t.Run("of one parcel or into one is refused", func(t *testing.T) {
		t.Parallel()
		given(t).When(Readjust{Grounds: grounds()}).ThenRefused("PARCELS_TOO_FEW", "PARTS_TOO_FEW")
		given(t, house, garden).When(readjustment(part("all", rectangle(0, 0, 40, 30)))).ThenRefused("PARTS_TOO_FEW")
		cmd := readjustment(part("west", rectangle(0, 0, 10, 30)), part("east", rectangle(10, 0, 10, 30)))
		cmd.Parcels = refs(house)
		given(t, house).When(cmd).ThenRefused("PARCELS_TOO_FEW")
	})
}
