package cadastre

import (
	"fmt"
	"strings"
	"testing"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
)

// uses are purposes of land types, each followed by its area in m².
func uses(pairs ...any) []Purpose {
	var purposes []Purpose
	for i := 0; i < len(pairs); i += 2 {
		purposes = append(purposes, Purpose{Type: pairs[i].(string), Area: ladm.SquareMetres(float64(pairs[i+1].(int)))})
	}
	return purposes
}

func TestLandUse(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		before, after []Purpose
		types         string // that are warned of
	}{
		"as it was":                              {uses("ONT", 300, "CLN", 300), uses("ONT", 100, "CLN", 300, "ONT", 200), ""},
		"of another kind":                        {uses("ONT", 600), uses("SKC", 600), "ONT 600.0 → 0.0 m²; SKC 0.0 → 600.0 m²"},
		"of another share":                       {uses("ONT", 300, "CLN", 300), uses("ONT", 400, "CLN", 200), "CLN 300.0 → 200.0 m²; ONT 300.0 → 400.0 m²"},
		"within the accuracy":                    {uses("ONT", 300, "CLN", 300), uses("ONT", 303, "CLN", 297), ""},
		"that grew with the parcel":              {uses("ONT", 300, "CLN", 300), uses("ONT", 300, "CLN", 500), ""},
		"that shrank with the parcel":            {uses("ONT", 300, "CLN", 300), uses("ONT", 300, "CLN", 100), ""},
		"that grew by more than the parcel":      {uses("ONT", 300, "CLN", 300), uses("ONT", 550, "CLN", 150), "CLN 300.0 → 150.0 m²; ONT 300.0 → 550.0 m²"},
		"that grew though the parcel shrank":     {uses("ONT", 300, "CLN", 300), uses("ONT", 400, "CLN", 100), "CLN 300.0 → 100.0 m²; ONT 300.0 → 400.0 m²"},
		"that is new though little":              {uses("ONT", 600), uses("ONT", 599, "DGT", 1), "DGT 0.0 → 1.0 m²"},
		"that is not said is a fault of its own": {uses("ONT", 600), nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			findings := checkLandUse(rulesOn(nil, today), 0, c.before, c.after)
			if c.types == "" && len(findings) == 0 {
				return
			}
			if len(findings) != 1 || c.types == "" || findings[0].Severity != rules.Warn || !strings.Contains(findings[0].Message, ": "+c.types+".") {
				t.Errorf("found %+v", findings)
			}
		})
	}
}

func TestActsThatAreNoChangeOfPurpose(t *testing.T) {
	t.Parallel()
	house, garden := parcel(7, rectangle(0, 0, 20, 30)), parcel(8, rectangle(20, 0, 20, 30))
	withUses := func(p ParcelInput, pairs ...any) ParcelInput {
		p.Purposes = uses(pairs...)
		return p
	}
	west, east := part("west", rectangle(0, 0, 10, 30)), part("east", rectangle(10, 0, 10, 30))
	ref := Ref{house.ID, 1}
	for name, cmd := range map[string]Command{
		"a subdivision": subdivision(house, west, withUses(east, "SKC", 300)),
		"a merge":       Merge{Grounds: grounds(), Parcels: refs(house, garden), ID: parcelID("both"), Purposes: uses("SKC", 1200)},
		"a readjustment": Readjust{Grounds: grounds(), Parcels: refs(house, garden), Parts: []ParcelInput{
			west, withUses(part("rest", rectangle(10, 0, 30, 30)), "LUC", 900)}},
		"a natural change": ChangeNaturally{Grounds: grounds(), Parcel: ref, Kind: Erosion, Boundary: rectangle(5, 0, 15, 30),
			LegalArea: 4500, Purposes: uses("SKC", 450)},
		"another legal area": ChangeLegalArea{Grounds: grounds(), Parcel: ref, LegalArea: 6020, Purposes: uses("SKC", 602)},
		"a survey": Resurvey{Grounds: grounds(), Parcels: []Reshape{{Ref: ref, Purposes: uses("SKC", 600)}},
			Moves: []Move{{From: at(0, 0), To: at(-0.1, 0)}}},
	} {
		t.Run(name+" warns of another use", func(t *testing.T) {
			t.Parallel()
			events := given(t, house, garden).When(cmd).ThenEvents()
			if got := fmt.Sprint(warningsOf(events[0])); got != "[LAND_USE_CHANGES]" {
				t.Errorf("warned of %s", got)
			}
		})
	}
	t.Run("a correction of a boundary puts purposes right", func(t *testing.T) {
		t.Parallel()
		events := given(t, house).When(CorrectBoundary{Grounds: grounds(), Parcels: []Reshape{{Ref: ref, Purposes: uses("SKC", 600)}},
			Moves: []Move{{From: at(0, 0), To: at(-0.1, 0)}}}).ThenEvents()
		if got := warningsOf(events[0]); len(got) > 0 {
			t.Errorf("warned of %v", got)
		}
	})
}

// warningsOf are the codes of what the rules warned of.
func warningsOf(event Event) []string {
	switch e := event.(type) {
	case ParcelSubdivided:
		return warned(e.Effects)
	case ParcelsMerged:
		return warned(e.Effects)
	case ParcelsReadjusted:
		return warned(e.Effects)
	case ParcelNaturallyChanged:
		return warned(e.Effects)
	case ParcelsResurveyed:
		return warned(e.Effects)
	case BoundaryCorrected:
		return warned(e.Effects)
	case LegalAreaChanged:
		return warned(Effects{Warnings: e.Warnings})
	case ParcelCorrected:
		return warned(Effects{Warnings: e.Warnings})
	}
	return nil
}
