package cadastre

import (
	"fmt"
	"strings"
	"testing"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/gis"
)

// part is a rural residential part of a parcel, without a number of its own and
// with the legal area that is measured.
func part(name string, boundary gis.Polygon) ParcelInput {
	return ParcelInput{
		ID: parcelID(name), Purposes: []Purpose{{Type: "ONT", Area: ladm.SquareMetres(boundary.Area())}}, Boundary: boundary,
	}
}

// subdivision divides the first parcel of a sheet.
func subdivision(p ParcelInput, parts ...ParcelInput) Subdivide {
	return Subdivide{Grounds: grounds(), Parcel: Ref{p.ID, 1}, Parts: parts}
}

// warned are the codes of an event's warnings.
func warned(e Effects) []string {
	var codes []string
	for _, w := range e.Warnings {
		codes = append(codes, w.Code)
	}
	return codes
}

// thanhHoa are the rules of the province 38 in 2026.
func thanhHoa() *rules.Set { return rules.National().On("38", today.String()) }

func TestSubdivision(t *testing.T) {
	t.Parallel()
	house := parcel(7, rectangle(0, 0, 20, 30))
	west, east := part("west", rectangle(0, 0, 12, 30)), part("east", rectangle(12, 0, 8, 30))

	t.Run("ends the parcel and begins its parts with the next numbers of the sheet", func(t *testing.T) {
		t.Parallel()
		garden := parcel(9, rectangle(100, 0, 20, 30))
		begun := func(p ParcelInput, number int) BegunParcel {
			p = p.Measure()
			return BegunParcel{
				Parcel: p.ID, Number: number, Code: p.survey.code, LegalArea: p.survey.area, MeasuredArea: p.survey.area,
				Purposes: p.Purposes, Boundary: p.survey.boundary, From: []Descent{{Parcel: house.ID, Area: p.survey.area}},
			}
		}
		west, east := west, east
		west.Boundary = polygon(549000, 2329000, 549012, 2329000, 549012, 2329030, 549000, 2329030, 549000, 2329000)
		given(t, house, garden).When(subdivision(house, west, east)).Then(ParcelSubdivided{Replacement{
			Sheet: sheet15.Sheet, Ended: []EndedParcel{{Parcel: house.ID, Number: 7}},
			Begun: []BegunParcel{begun(west, 10), begun(east, 11)}, EffectiveDate: today,
		}})
	})
	t.Run("gives the parts the numbers that are asked for, the others the next", func(t *testing.T) {
		t.Parallel()
		west, east := west, east
		east.Number = 20
		e := given(t, house).When(subdivision(house, west, east)).ThenEvents()[0].(ParcelSubdivided)
		if e.Begun[0].Number != 21 || e.Begun[1].Number != 20 {
			t.Errorf("numbers %d and %d", e.Begun[0].Number, e.Begun[1].Number)
		}
	})
	t.Run("with the number of the ended parcel is refused: it stays used", func(t *testing.T) {
		t.Parallel()
		west := west
		west.Number = 7
		given(t, house).When(subdivision(house, west, east)).ThenRefused("NUMBER_TAKEN")
	})
	t.Run("with one number twice is refused", func(t *testing.T) {
		t.Parallel()
		west, east := west, east
		west.Number, east.Number = 20, 20
		given(t, house).When(subdivision(house, west, east)).ThenRefused("NUMBER_DUPLICATE", "NUMBER_DUPLICATE")
	})
	t.Run("with one id twice is refused", func(t *testing.T) {
		t.Parallel()
		east := east
		east.ID = west.ID
		given(t, house).When(subdivision(house, west, east)).ThenRefused("PARCEL_EXISTS", "PARCEL_EXISTS")
	})
	t.Run("into one part or none is refused", func(t *testing.T) {
		t.Parallel()
		given(t, house).When(subdivision(house)).ThenRefused("PARTS_TOO_FEW")
		given(t, house).When(subdivision(house, part("all", house.Boundary))).ThenRefused("PARTS_TOO_FEW")
	})
	t.Run("of a parcel that changed since it was looked at is refused before all else, with its revision", func(t *testing.T) {
		t.Parallel()
		cmd := subdivision(house)
		cmd.Parcel.Revision = 5
		cmd.EffectiveDate = 0
		err := given(t, house).When(cmd).ThenRefused("REVISION_CONFLICT")
		if f := err.(*rules.Refusal).Findings[0]; f.Revision == nil || *f.Revision != 1 {
			t.Errorf("finding %+v", f)
		}
	})
	t.Run("of a parcel that ended is refused, and the parts that began are named", func(t *testing.T) {
		t.Parallel()
		sheet := sheetWith(house)
		events, err := decide(sheet, subdivision(house, west, east))
		if err != nil {
			t.Fatal(err)
		}
		again := subdivision(house, west, east)
		again.Parcel.Revision = 2
		err = after(t, append([]Event{sheet15, registered(house)}, events...)...).When(again).ThenRefused("PARCEL_ENDED")
		if message := err.(*rules.Refusal).Findings[0].MessageEN; !strings.Contains(message, "from it began: 8, 9.") {
			t.Errorf("%q does not name the parts", message)
		}
	})
	t.Run("before the parcel's last change is refused", func(t *testing.T) {
		t.Parallel()
		cmd := subdivision(house, west, east)
		cmd.EffectiveDate = today - 1
		given(t, house).When(cmd).ThenRefused("EFFECTIVE_DATE_BEFORE_CHANGE")
	})
	t.Run("tells everything that is wrong at once", func(t *testing.T) {
		t.Parallel()
		bad := part("east", rectangle(14, 0, 6, 30))
		bad.Number, bad.Purposes = 7, nil
		cmd := subdivision(house, west, bad)
		cmd.EffectiveDate = today + 1
		given(t, house).When(cmd).ThenRefused("EFFECTIVE_DATE_FUTURE", "PARTS_GAP", "AREAS_SUM", "PURPOSE_MISSING", "NUMBER_TAKEN")
	})
}

func TestPartsCoverTheGroundExactly(t *testing.T) {
	t.Parallel()
	house := parcel(7, rectangle(0, 0, 20, 30))
	west := part("west", rectangle(0, 0, 12, 30))

	for name, c := range map[string]struct {
		east  gis.Polygon
		codes []string
	}{
		"a gap is refused":                            {rectangle(12.2, 0, 7.8, 30), []string{"PARTS_GAP"}},
		"a gap of a centimetre is refused":            {rectangle(12.01, 0, 7.99, 30), []string{"PARTS_GAP"}},
		"an overlap is refused":                       {rectangle(11.8, 0, 8.2, 30), []string{"PARTS_OVERLAP"}},
		"a part that reaches outside is refused":      {rectangle(12, 0, 8, 30.5), []string{"PARTS_OUTSIDE"}},
		"a part that crosses itself is refused":       {polygon(549012, 2329000, 549020, 2329030, 549020, 2329000, 549012, 2329030, 549012, 2329000), []string{"SELF_INTERSECTION"}},
		"a part that does not close is refused":       {polygon(549012, 2329000, 549020, 2329000, 549020, 2329030, 549012, 2329030), []string{"RING_NOT_CLOSED"}},
		"points within a millimetre are the boundary": {polygon(549012.001, 2329000, 549020, 2329000.001, 549020, 2329030, 549012, 2329030.001, 549012.001, 2329000), nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cmd := subdivision(house, west, part("east", c.east))
			cmd.Parts[1].LegalArea = 2400
			cmd.Parts[1].Purposes = []Purpose{{Type: "ONT", Area: 2400}}
			result := given(t, house).When(cmd)
			if c.codes == nil {
				result.ThenEvents()
				return
			}
			err := result.ThenRefused(c.codes...)
			if at := err.(*rules.Refusal).Findings[0].At; at == nil || at.SRID != zone || at.E < 549011 || at.E > 549021 {
				t.Errorf("the place is %+v", at)
			}
		})
	}
	t.Run("a part in another zone is refused", func(t *testing.T) {
		t.Parallel()
		east := part("east", rectangle(12, 0, 8, 30))
		east.Boundary.SRID = 9210
		east.LegalArea = 2400
		given(t, house).When(subdivision(house, west, east)).ThenRefused("WRONG_ZONE")
	})
	t.Run("a part too narrow to be land is refused", func(t *testing.T) {
		t.Parallel()
		strip, rest := part("strip", rectangle(0, 0, 0.05, 30)), part("rest", rectangle(0.05, 0, 19.95, 30))
		given(t, house).When(subdivision(house, strip, rest)).ThenRefused("PART_SLIVER")
	})
	t.Run("a part may lie within another", func(t *testing.T) {
		t.Parallel()
		around := part("around", house.Boundary)
		around.Boundary.Rings = []gis.Ring{house.Boundary.Rings[0], rectangle(5, 5, 10, 10).Rings[0]}
		around.Purposes[0].Area = 5000
		e := given(t, house).When(subdivision(house, around, part("within", rectangle(5, 5, 10, 10)))).ThenEvents()[0].(ParcelSubdivided)
		if len(e.Begun[0].Boundary.Rings) != 2 || e.Begun[0].MeasuredArea != 5000 {
			t.Errorf("around it %+v", e.Begun[0])
		}
	})
	t.Run("parts that no event can hold are refused", func(t *testing.T) {
		t.Parallel()
		field := parcel(7, comb(4500))
		var parts []ParcelInput
		for i := range 4500 {
			e := float64(i)
			parts = append(parts, part(fmt.Sprint("tooth ", i), polygon(549000+e, 2329000, 549001+e, 2329000,
				549001+e, 2329010, 549000.5+e, 2329010, 549000.5+e, 2329005, 549000+e, 2329005, 549000+e, 2329000)))
		}
		given(t, field).When(subdivision(field, parts...)).ThenRefused("PARCEL_TOO_LARGE")
	})
}

func TestAreasOfParts(t *testing.T) {
	t.Parallel()
	house := parcel(7, rectangle(0, 0, 20, 30))
	areas := func(west, east ladm.Area) Subdivide {
		cmd := subdivision(house, part("west", rectangle(0, 0, 12, 30)), part("east", rectangle(12, 0, 8, 30)))
		for i, area := range []ladm.Area{west, east} {
			cmd.Parts[i].LegalArea = area
			cmd.Parts[i].Purposes = []Purpose{{Type: "ONT", Area: area}}
		}
		return cmd
	}
	t.Run("may be those of the papers", func(t *testing.T) {
		t.Parallel()
		e := given(t, house).When(areas(3610, 2390)).ThenEvents()[0].(ParcelSubdivided)
		if e.Begun[0].LegalArea != 3610 || e.Begun[0].MeasuredArea != 3600 || len(e.Warnings) > 0 {
			t.Errorf("begun %+v, warned %v", e.Begun[0], warned(e.Effects))
		}
	})
	t.Run("that miss the parent's a little warn", func(t *testing.T) {
		t.Parallel()
		e := given(t, house).When(areas(3635, 2430)).ThenEvents()[0].(ParcelSubdivided)
		if got := warned(e.Effects); fmt.Sprint(got) != "[AREA_DEVIATION AREAS_SUM]" {
			t.Errorf("warned of %v", got)
		}
	})
	t.Run("that miss the parent's by far are refused", func(t *testing.T) {
		t.Parallel()
		given(t, house).When(areas(3950, 2640)).ThenRefused("AREA_DEVIATION", "AREA_DEVIATION", "AREAS_SUM")
	})
	t.Run("must be filled by the purposes", func(t *testing.T) {
		t.Parallel()
		cmd := areas(3600, 2400)
		cmd.Parts[1].Purposes[0].Area = 2000
		given(t, house).When(cmd).ThenRefused("PURPOSES_SUM")
	})
}

func TestPartialRecovery(t *testing.T) {
	t.Parallel()
	house := parcel(7, rectangle(0, 0, 20, 30))
	road, rest := part("road", rectangle(0, 0, 1, 30)), part("rest", rectangle(1, 0, 19, 30))
	road.Recovered = true
	road.Purposes[0].Type = "DGT"

	recovery := func(parts ...ParcelInput) Subdivide {
		cmd := subdivision(house, parts...)
		cmd.Recovery = true
		return cmd
	}
	all := rest
	all.Recovered = true
	recovered := ParcelRecovered{Parcel: house.ID, Sheet: sheet15.Sheet, EffectiveDate: today}

	t.Run("is an act of its own, whatever size it takes and leaves", func(t *testing.T) {
		t.Parallel()
		cmd := recovery(road, rest)
		cmd.Rules = thanhHoa()
		e := given(t, house).When(cmd).ThenEvents()[0].(ParcelPartlyRecovered)
		if !e.Begun[0].Recovered || e.Begun[1].Recovered {
			t.Errorf("begun %+v", e.Begun)
		}
	})
	t.Run("takes at least one part", func(t *testing.T) {
		t.Parallel()
		given(t, house).When(recovery(part("road", road.Boundary), rest)).ThenRefused("NOTHING_RECOVERED")
	})
	t.Run("leaves at least one part", func(t *testing.T) {
		t.Parallel()
		given(t, house).When(recovery(road, all)).ThenRefused("ALL_RECOVERED")
	})
	t.Run("into no parts is refused", func(t *testing.T) {
		t.Parallel()
		given(t, house).When(recovery()).ThenRefused("PARTS_TOO_FEW")
	})
	t.Run("is no subdivision, and no readjustment", func(t *testing.T) {
		t.Parallel()
		given(t, house).When(subdivision(house, road, rest)).ThenRefused("RECOVERED_NOT_HERE")
		garden := parcel(8, rectangle(20, 0, 20, 30))
		given(t, house, garden).When(Readjust{
			Grounds: grounds(), Parcels: refs(house, garden), Parts: []ParcelInput{road, part("rest", rectangle(1, 0, 39, 30))},
		}).ThenRefused("RECOVERED_NOT_HERE")
	})
	t.Run("of what the State holds already is refused", func(t *testing.T) {
		t.Parallel()
		cmd := recovery(road, rest)
		cmd.Parcel.Revision = 2
		after(t, sheet15, registered(house), recovered).When(cmd).ThenRefused("ALREADY_RECOVERED")
	})
	t.Run("leaves the State all parts of a parcel that it holds and divides", func(t *testing.T) {
		t.Parallel()
		cmd := subdivision(house, part("road", road.Boundary), rest)
		cmd.Parcel.Revision = 2
		e := after(t, sheet15, registered(house), recovered).When(cmd).ThenEvents()[0].(ParcelSubdivided)
		if !e.Begun[0].Recovered || !e.Begun[1].Recovered {
			t.Errorf("begun %+v", e.Begun)
		}
	})
}
