package cadastre

import (
	"fmt"
	"strings"
	"testing"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/gis"
)

// In Thanh Hóa since 2026: ODT 40 m² and 3 m of frontage, ONT 50 m² and 4 m, RSX
// 3,000 m².
func TestMinimumArea(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		landType string
		least    gis.Polygon // the smaller part, at the south end of the parcel
		codes    []string
	}{
		"of rural residential land is 50 m²":        {"ONT", rectangle(0, 0, 20, 2.5), nil},
		"below which a part is refused":             {"ONT", rectangle(0, 0, 20, 2.49), []string{"PART_TOO_SMALL"}},
		"of urban residential land is 40 m²":        {"ODT", rectangle(0, 0, 20, 2), nil},
		"of production forest is 3,000 m²":          {"RSX", rectangle(0, 0, 20, 140), []string{"PART_TOO_SMALL"}},
		"of production forest, when it is met":      {"RSX", rectangle(0, 0, 20, 150), nil},
		"of other land is not set by this province": {"CLN", rectangle(0, 0, 20, 1), nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			land := parcel(7, rectangle(0, 0, 20, 400))
			height := c.least.Area() / 20
			cmd := subdivision(land, part("south", c.least), part("north", rectangle(0, height, 20, 400-height)))
			cmd.Rules = thanhHoa()
			for i := range cmd.Parts {
				cmd.Parts[i].Purposes[0].Type = c.landType
			}
			result := given(t, land).When(cmd)
			if c.codes == nil {
				result.ThenEvents()
				return
			}
			result.ThenRefused(c.codes...)
		})
	}
	t.Run("is a square metre anywhere, below which the rules warn", func(t *testing.T) {
		t.Parallel()
		land := parcel(7, rectangle(0, 0, 20, 30))
		dividedAt := func(height float64) []string {
			cmd := subdivision(land, part("corner", rectangle(0, 0, 1, height)), part("rest", polygon(
				549001, 2329000, 549020, 2329000, 549020, 2329030, 549000, 2329030, 549000, 2329000+height, 549001, 2329000+height, 549001, 2329000)))
			return warned(given(t, land).When(cmd).ThenEvents()[0].(ParcelSubdivided).Effects)
		}
		if got := fmt.Sprint(dividedAt(0.9), dividedAt(1)); got != "[PART_TINY] []" {
			t.Errorf("warned of %s", got)
		}
	})
	t.Run("is not set where the province says nothing", func(t *testing.T) {
		t.Parallel()
		land := parcel(7, rectangle(0, 0, 20, 30))
		cmd := subdivision(land, part("south", rectangle(0, 0, 20, 1)), part("north", rectangle(0, 1, 20, 29)))
		given(t, land).When(cmd).ThenEvents()
	})
	t.Run("differs by province and kind of commune, and may only warn", func(t *testing.T) {
		t.Parallel()
		land := parcel(7, rectangle(0, 0, 20, 30))
		inHaNoi := func(kind string) Effects {
			cmd := subdivision(land, part("south", rectangle(0, 0, 20, 3)), part("north", rectangle(0, 3, 20, 27)))
			cmd.Rules, cmd.Commune.Kind = rules.National().On("01", today.String()), kind
			return given(t, land).When(cmd).ThenEvents()[0].(ParcelSubdivided).Effects
		}
		if got := warned(inHaNoi("phuong")); len(got) > 0 {
			t.Errorf("in a phường 60 m² warn of %v", got)
		}
		if got := warned(inHaNoi("xa")); len(got) != 1 || got[0] != "PART_TOO_SMALL" {
			t.Errorf("in a xã 60 m² warn of %v", got)
		}
	})
	t.Run("is that of the day", func(t *testing.T) {
		t.Parallel()
		land := parcel(7, rectangle(0, 0, 20, 30))
		cmd := subdivision(land, part("south", rectangle(0, 0, 20, 1)), part("north", rectangle(0, 1, 20, 29)))
		cmd.Rules = rules.National().On("38", "2025-12-31")
		given(t, land).When(cmd).ThenEvents()
	})
	t.Run("is that of the main land type", func(t *testing.T) {
		t.Parallel()
		land := parcel(7, rectangle(0, 0, 20, 30))
		cmd := subdivision(land, part("south", rectangle(0, 0, 20, 2)), part("north", rectangle(0, 2, 20, 28)))
		cmd.Rules = thanhHoa()
		cmd.Parts[0].Purposes = []Purpose{{Type: "ONT", Area: 150}, {Type: "CLN", Area: 250}}
		given(t, land).When(cmd).ThenEvents()
		cmd.Parts[0].Purposes = []Purpose{{Type: "ONT", Area: 250}, {Type: "CLN", Area: 150}}
		given(t, land).When(cmd).ThenRefused("PART_TOO_SMALL")
	})
}

func TestPartsBelowTheMinimum(t *testing.T) {
	t.Parallel()
	readjustment := func(parcels []ParcelInput, parts ...ParcelInput) Readjust {
		cmd := Readjust{Grounds: grounds(), Parcels: refs(parcels...), Parts: parts}
		cmd.Rules = thanhHoa()
		return cmd
	}
	house, garden := parcel(7, rectangle(0, 0, 20, 30)), parcel(8, rectangle(20, 0, 20, 30))

	t.Run("may be split off only to be merged with a neighbour in the same act", func(t *testing.T) {
		t.Parallel()
		alone := subdivision(house, part("rest", rectangle(0, 0, 19, 30)), part("strip", rectangle(19, 0, 1, 30)))
		alone.Rules = thanhHoa()
		given(t, house, garden).When(alone).ThenRefused("PART_TOO_SMALL", "FRONTAGE_TOO_SHORT")
		both := []ParcelInput{house, garden}
		together := readjustment(both, part("rest", rectangle(0, 0, 19, 30)), part("garden and strip", rectangle(19, 0, 21, 30)))
		given(t, both...).When(together).ThenEvents()
	})
	t.Run("do not pass as a result of a readjustment of larger ones", func(t *testing.T) {
		t.Parallel()
		both := []ParcelInput{house, garden}
		given(t, both...).When(readjustment(both,
			part("strip", rectangle(0, 0, 40, 1)), part("rest", rectangle(0, 1, 40, 29)))).ThenRefused("PART_TOO_SMALL")
	})
	t.Run("do not pass where they take ground of a larger one", func(t *testing.T) {
		t.Parallel()
		both := []ParcelInput{parcel(1, rectangle(0, 0, 5, 8)), parcel(2, rectangle(5, 0, 15, 8))}
		err := given(t, both...).When(readjustment(both,
			part("west", rectangle(0, 0, 6, 8)), part("east", rectangle(6, 0, 14, 8)))).ThenRefused("PART_TOO_SMALL")
		if message := err.(*rules.Refusal).Findings[0].MessageEN; !strings.Contains(message, "only where every parcel that it takes ground from was below the minimum") {
			t.Errorf("the message %q tells no way out", message)
		}
	})
	t.Run("pass among parcels that were below it, if none becomes smaller than they were", func(t *testing.T) {
		t.Parallel()
		both := []ParcelInput{parcel(1, rectangle(0, 0, 5, 8)), parcel(2, rectangle(5, 0, 5, 8))}
		slanted := func(bottom, top float64) (west, east ParcelInput) {
			return part("west", polygon(549000, 2329000, 549000+bottom, 2329000, 549000+top, 2329008, 549000, 2329008, 549000, 2329000)),
				part("east", polygon(549000+bottom, 2329000, 549010, 2329000, 549010, 2329008, 549000+top, 2329008, 549000+bottom, 2329000))
		}
		west, east := slanted(4.5, 5.5)
		given(t, both...).When(readjustment(both, west, east)).ThenEvents()
		west, east = slanted(4.2, 5.5)
		given(t, both...).When(readjustment(both, west, east)).ThenRefused("PART_TOO_SMALL")
	})
}

func TestFrontage(t *testing.T) {
	t.Parallel()
	// A house between two others; south of it a road, north of it a field.
	house := parcel(7, rectangle(0, 0, 20, 30))
	road := parcel(1, rectangle(-20, -5, 60, 5))
	road.Purposes[0].Type = "DGT"
	around := []ParcelInput{
		house, road, parcel(2, rectangle(-20, 0, 20, 30)), parcel(3, rectangle(20, 0, 20, 30)), parcel(4, rectangle(-20, 30, 60, 20)),
	}
	divided := func(width float64) Subdivide {
		cmd := subdivision(house, part("west", rectangle(0, 0, width, 30)), part("east", rectangle(width, 0, 20-width, 30)))
		cmd.Rules = thanhHoa()
		return cmd
	}

	t.Run("of 4 m on a road suffices in the country", func(t *testing.T) {
		t.Parallel()
		e := given(t, around...).When(divided(4)).ThenEvents()[0].(ParcelSubdivided)
		if len(e.Warnings) > 0 {
			t.Errorf("warned of %v", warned(e.Effects))
		}
	})
	t.Run("of less is refused", func(t *testing.T) {
		t.Parallel()
		given(t, around...).When(divided(3.9)).ThenRefused("FRONTAGE_TOO_SHORT")
	})
	t.Run("is counted along ground of no parcel, too", func(t *testing.T) {
		t.Parallel()
		given(t, house).When(divided(3.9)).ThenEvents()
	})
	t.Run("is counted along roads alone where the province says so", func(t *testing.T) {
		t.Parallel()
		book, err := rules.Load(rules.Overlay{Name: "own.json", Text: []byte(
			`{"province": "38", "rules": [{"code": "NO_FRONTAGE", "from": "2026-01-01", "source": "x", "params": {"unregistered_counts": 0}}]}`)})
		if err != nil {
			t.Fatal(err)
		}
		alone, beside := divided(10), divided(10)
		alone.Rules, beside.Rules = book.On("38", today.String()), book.On("38", today.String())
		if got := fmt.Sprint(warningsOf(given(t, house).When(alone).ThenEvents()[0])); got != "[NO_FRONTAGE NO_FRONTAGE]" {
			t.Errorf("beside no road warned of %s", got)
		}
		if got := warningsOf(given(t, around...).When(beside).ThenEvents()[0]); len(got) > 0 {
			t.Errorf("beside a road warned of %v", got)
		}
	})
	t.Run("is counted along roads of other sheets", func(t *testing.T) {
		t.Parallel()
		cmd := divided(3.9)
		cmd.Neighbours = []Neighbour{{Parcel: road.ID, Sheet: ladm.SheetID{UUID: named("sheet 19")}, LandType: "DGT", Boundary: road.Boundary}}
		given(t, house, around[2], around[3], around[4]).When(cmd).ThenRefused("FRONTAGE_TOO_SHORT")
		cmd = divided(4)
		cmd.Neighbours = []Neighbour{{Parcel: road.ID, Sheet: ladm.SheetID{UUID: named("sheet 19")}, LandType: "DGT", Boundary: road.Boundary}}
		given(t, house, around[2], around[3], around[4]).When(cmd).ThenEvents()
	})
	t.Run("may be on a road that the same act makes", func(t *testing.T) {
		t.Parallel()
		lane := part("lane", rectangle(0, 0, 3, 30))
		lane.Purposes[0].Type = "DGT"
		cmd := subdivision(house, lane, part("south", rectangle(3, 0, 17, 15)), part("north", rectangle(3, 15, 17, 15)))
		cmd.Rules = thanhHoa()
		e := given(t, around...).When(cmd).ThenEvents()[0].(ParcelSubdivided)
		if got := fmt.Sprint(warned(e.Effects)); got != "[LAND_USE_CHANGES]" {
			t.Errorf("warned of %s", got)
		}
	})
	t.Run("on no road is warned of", func(t *testing.T) {
		t.Parallel()
		cmd := subdivision(house, part("south", rectangle(0, 0, 20, 15)), part("north", rectangle(0, 15, 20, 15)))
		cmd.Rules = thanhHoa()
		e := given(t, around...).When(cmd).ThenEvents()[0].(ParcelSubdivided)
		if len(e.Warnings) != 1 || e.Warnings[0].Code != "NO_FRONTAGE" || e.Warnings[0].Item != 1 {
			t.Errorf("warned of %+v", e.Warnings)
		}
	})
}
