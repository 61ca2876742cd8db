package cadastre

import (
	"fmt"
	"strings"
	"testing"

	"github.com/diachinh/diachinh/domain/es/estest"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/gis"
)

func TestRegistration(t *testing.T) {
	t.Parallel()
	house := parcel(7, rectangle(0, 0, 20, 30))
	garden := parcel(8, rectangle(20, 0, 20, 30))
	field := parcel(0, rectangle(0, 30, 40, 50))

	t.Run("of adjoining parcels gives one event a parcel", func(t *testing.T) {
		t.Parallel()
		given(t).When(registration(house, garden)).Then(registered(house), registered(garden))
	})
	t.Run("without a number gives the next after the highest ever used", func(t *testing.T) {
		t.Parallel()
		numbered := field
		numbered.Number = 9
		given(t, house, garden).When(registration(field)).Then(registered(numbered))
	})
	t.Run("without a number does not take one that the same command wants", func(t *testing.T) {
		t.Parallel()
		numbered := field
		numbered.Number = 9
		given(t, house).When(registration(field, garden)).Then(registered(numbered), registered(garden))
	})
	t.Run("records where the parcel code came from", func(t *testing.T) {
		t.Parallel()
		event := given(t).When(registration(house)).ThenEvents()[0].(ParcelRegistered)
		if len(event.Code.Code) != 12 || event.Code.Transformation != "EPSG:6960" || event.Code.Algorithm != "polylabel/1mm" {
			t.Errorf("code is %+v", event.Code)
		}
		if !event.Boundary.Contains(event.Code.Point) {
			t.Errorf("the point of the code, %v, is not inside the parcel", event.Code.Point)
		}
	})
	t.Run("turns the boundary so that the inside lies to the left, survey points following", func(t *testing.T) {
		t.Parallel()
		clockwise := parcel(7, polygon(549000, 2329000, 549000, 2329030, 549020, 2329030, 549020, 2329000, 549000, 2329000))
		clockwise.Surveyed = []SurveyedPoint{{Vertex: 1, Number: "85924", Accuracy: 0.04}}
		event := given(t).When(registration(clockwise)).ThenEvents()[0].(ParcelRegistered)
		want := gis.PointOf(549000, 2329030)
		if got := event.Boundary.Rings[0][event.Surveyed[0].Vertex]; got != want {
			t.Errorf("survey point 85924 is %v, want %v", got, want)
		}
	})
	t.Run("of nothing does nothing", func(t *testing.T) {
		t.Parallel()
		given(t).When(registration()).Then()
	})
	t.Run("in a sheet that was not opened is refused", func(t *testing.T) {
		t.Parallel()
		estest.Given(t, Decider).When(registration(house)).ThenRefused("SHEET_NOT_OPEN")
	})
	t.Run("in another commune's sheet is refused", func(t *testing.T) {
		t.Parallel()
		cmd := registration(house)
		cmd.Commune = Commune{ID: ladm.NewCommuneID("09619", openingDay), Name: "Xã khác"}
		given(t).When(cmd).ThenRefused("OTHER_COMMUNE")
	})
	t.Run("tells everything that is wrong at once, parcel by parcel", func(t *testing.T) {
		t.Parallel()
		bad := house
		bad.Purposes = nil
		bad.LegalArea = 9999
		findings := Check(sheetWith(house), registration(garden, bad))
		var got []string
		for _, f := range findings {
			if f.Item != 1 || f.Severity != rules.Refuse || f.Source == "" || !strings.HasPrefix(f.Message, "Thửa 7: ") {
				t.Errorf("finding %+v", f)
			}
			got = append(got, f.Code)
		}
		want := "PARCEL_EXISTS NUMBER_TAKEN PARCEL_OVERLAP AREA_DEVIATION PURPOSE_MISSING"
		if strings.Join(got, " ") != want {
			t.Errorf("found %v, want %s", got, want)
		}
	})
}

func TestWhatIsWrongWithTheWhole(t *testing.T) {
	t.Parallel()
	bad := parcel(-3, rectangle(0, 0, 20, 30))
	bad.LegalArea = -4

	t.Run("is told together with what is wrong with its parcels", func(t *testing.T) {
		t.Parallel()
		cmd := registration(bad)
		cmd.EffectiveDate = today + 1
		given(t).When(cmd).ThenRefused("EFFECTIVE_DATE_FUTURE", "NUMBER_INVALID", "LEGAL_AREA_INVALID")
	})
	t.Run("without a day judges the codes as of today", func(t *testing.T) {
		t.Parallel()
		cmd := registration(parcel(7, rectangle(0, 0, 20, 30)))
		cmd.EffectiveDate = 0
		given(t).When(cmd).ThenRefused("EFFECTIVE_DATE_MISSING")
	})
	t.Run("is found as far as it does not depend on the sheet", func(t *testing.T) {
		t.Parallel()
		cmd := registration(bad)
		cmd.EffectiveDate = 0
		err := rules.Refused(CheckParcels(cmd))
		if err == nil || err.Error() != "refused: EFFECTIVE_DATE_MISSING, NUMBER_INVALID, LEGAL_AREA_INVALID" {
			t.Errorf("got %v", err)
		}
	})
}

func TestNumbers(t *testing.T) {
	t.Parallel()
	house := parcel(7, rectangle(0, 0, 20, 30))

	t.Run("once used are never used again", func(t *testing.T) {
		t.Parallel()
		given(t, house).When(registration(parcel(7, rectangle(100, 0, 20, 30)))).ThenRefused("NUMBER_TAKEN")
	})
	t.Run("wanted twice are given to neither", func(t *testing.T) {
		t.Parallel()
		given(t).When(registration(house, parcel(7, rectangle(100, 0, 20, 30)))).
			ThenRefused("NUMBER_DUPLICATE", "NUMBER_DUPLICATE")
	})
	t.Run("begin at 1 and end at 99,999", func(t *testing.T) {
		t.Parallel()
		given(t).When(registration(parcel(-1, rectangle(0, 0, 20, 30)))).ThenRefused("NUMBER_INVALID")
		given(t).When(registration(parcel(99_999, rectangle(0, 0, 20, 30)))).ThenEvents()
		given(t).When(registration(parcel(100_000, rectangle(0, 0, 20, 30)))).ThenRefused("NUMBER_INVALID")
	})
	t.Run("do not run on beyond the last", func(t *testing.T) {
		t.Parallel()
		last := given(t, parcel(99_998, rectangle(0, 0, 20, 30)))
		one, other := parcel(0, rectangle(100, 0, 20, 30)), parcel(0, rectangle(200, 0, 20, 30))
		last.When(registration(one)).ThenEvents()
		last.When(registration(one, other)).ThenRefused("NUMBER_INVALID", "NUMBER_INVALID")
	})
	t.Run("and ids are each parcel's own", func(t *testing.T) {
		t.Parallel()
		twin := parcel(8, rectangle(100, 0, 20, 30))
		twin.ID = house.ID
		given(t).When(registration(house, twin)).ThenRefused("PARCEL_EXISTS", "PARCEL_EXISTS")
		twin.ID = ladm.ParcelID{}
		given(t).When(registration(twin)).ThenRefused("PARCEL_EXISTS")
	})
}

func TestNumbersThatSkipOthers(t *testing.T) {
	t.Parallel()
	house := parcel(7, rectangle(0, 0, 20, 30))
	skips := func(cmd RegisterParcels) (codes []string) {
		for _, f := range Check(sheetWith(house), cmd) {
			codes = append(codes, f.Code)
		}
		return codes
	}
	numbered := func(number, place int) ParcelInput {
		return parcel(number, rectangle(float64(20*place), 0, 20, 30))
	}
	for name, c := range map[string]struct {
		cmd  RegisterParcels
		want string
	}{
		"are warned of":                     {registration(numbered(999, 1)), "[NUMBER_SKIPS]"},
		"are let pass where they are few":   {registration(numbered(58, 1)), "[]"},
		"are told once":                     {registration(numbered(999, 1), numbered(1000, 2)), "[NUMBER_SKIPS]"},
		"are let pass below the highest":    {registration(numbered(3, 1)), "[]"},
		"are as the map has them in a file": {registration(func() ParcelInput { p := numbered(999, 1); p.Row = 1; return p }()), "[]"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := fmt.Sprint(skips(c.cmd)); got != c.want {
				t.Errorf("found %s", got)
			}
		})
	}
	t.Run("are warned of in subdivisions and corrections", func(t *testing.T) {
		t.Parallel()
		west, east := part("west", rectangle(0, 0, 10, 30)), part("east", rectangle(10, 0, 10, 30))
		west.Number = 4000
		divided := given(t, house).When(subdivision(house, west, east)).ThenEvents()[0]
		corrected := given(t, house).When(Correct{Grounds: grounds(), Parcel: Ref{house.ID, 1}, Number: 4000}).ThenEvents()[0]
		if got := fmt.Sprint(warningsOf(divided), warningsOf(corrected)); got != "[NUMBER_SKIPS] [NUMBER_SKIPS]" {
			t.Errorf("warned of %s", got)
		}
	})
	t.Run("are what is left where the highest is used", func(t *testing.T) {
		t.Parallel()
		last := numbered(maxNumber, 1)
		err := given(t, house, last).When(registration(numbered(7, 2))).ThenRefused("NUMBER_TAKEN")
		if message := err.(*rules.Refusal).Findings[0].MessageEN; !strings.Contains(message, "choose a lower one") {
			t.Errorf("%q advises what cannot be", message)
		}
	})
}

func TestEffectiveDate(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		day  ladm.Date
		code string
	}{
		"must be given":               {0, "EFFECTIVE_DATE_MISSING"},
		"waits for its day":           {today + 1, "EFFECTIVE_DATE_FUTURE"},
		"is not before its sheet was": {openingDay - 1, "EFFECTIVE_DATE_BEFORE_SHEET"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cmd := registration(parcel(7, rectangle(0, 0, 20, 30)))
			cmd.EffectiveDate = c.day
			given(t).When(cmd).ThenRefused(c.code)
		})
	}
	t.Run("may be the day that the sheet was opened", func(t *testing.T) {
		t.Parallel()
		cmd := registration(parcel(7, rectangle(0, 0, 20, 30)))
		cmd.EffectiveDate = openingDay
		given(t).When(cmd).ThenEvents()
	})
}

func TestOpeningASheet(t *testing.T) {
	t.Parallel()

	t.Run("begins its stream", func(t *testing.T) {
		t.Parallel()
		estest.Given(t, Decider).When(OpenSheet(sheet15)).Then(sheet15)
	})
	t.Run("again does nothing", func(t *testing.T) {
		t.Parallel()
		given(t).When(OpenSheet(sheet15)).Then()
	})
	t.Run("again as it was opened does nothing after it was renumbered", func(t *testing.T) {
		t.Parallel()
		renumbered := SheetRenumbered{Sheet: sheet15.Sheet, Number: 115, Scale: 1000, EffectiveDate: today}
		after(t, sheet15, renumbered).When(OpenSheet(sheet15)).Then()
	})
	t.Run("again with another zone is refused", func(t *testing.T) {
		t.Parallel()
		other := sheet15
		other.SRID = 9210
		given(t).When(OpenSheet(other)).ThenRefused("SHEET_ALREADY_OPEN")
	})
}
