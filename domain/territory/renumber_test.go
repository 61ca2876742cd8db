package territory

import (
	"strings"
	"testing"

	"github.com/diachinh/diachinh/domain/es/estest"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
)

// renumbered says that sheet a has another number and scale.
func renumbered(number, scale int, day ladm.Date) SheetRenumbered {
	return SheetRenumbered{Commune: established.Commune, Sheet: sheetID("a"), Number: number, Scale: scale, EffectiveDate: day}
}

func TestRenumberingASheet(t *testing.T) {
	t.Parallel()
	opened := sheet15
	opened.EffectiveDate = today - 100
	given := func(t *testing.T, more ...Event) estest.Scenario[*Commune, Command, Event] {
		return estest.Given(t, Decider, append([]Event{established, opened}, more...)...)
	}
	renumber := RenumberSheet{Sheet: sheetID("a"), Number: 99, EffectiveDate: today - 50, Today: today}
	with := func(change func(*RenumberSheet)) RenumberSheet {
		cmd := renumber
		change(&cmd)
		return cmd
	}
	open15 := openSheet15
	open15.Sheet = sheetID("b")

	t.Run("leaves its scale", func(t *testing.T) {
		t.Parallel()
		given(t).When(renumber).Then(renumbered(99, 2000, today-50))
	})
	t.Run("may give it another scale alone", func(t *testing.T) {
		t.Parallel()
		given(t).When(with(func(c *RenumberSheet) { c.Number, c.Scale = 15, 500 })).Then(renumbered(15, 500, today-50))
	})
	t.Run("frees the old number from that day on", func(t *testing.T) {
		t.Parallel()
		open15 := open15
		open15.EffectiveDate = today - 50
		events := given(t, renumbered(99, 2000, today-50)).When(open15).ThenEvents()
		if len(events) != 1 {
			t.Errorf("sheet 15 was opened with %d events", len(events))
		}
	})
	t.Run("does not free it before that day", func(t *testing.T) {
		t.Parallel()
		open15 := open15
		open15.EffectiveDate = today - 51
		given(t, renumbered(99, 2000, today-50)).When(open15).ThenRefused("SHEET_NUMBER_TAKEN")
	})
	t.Run("to the number that it has is refused", func(t *testing.T) {
		t.Parallel()
		given(t).When(with(func(c *RenumberSheet) { c.Number = 15 })).ThenRefused("NOTHING_CHANGES")
	})
	t.Run("to the number of another sheet is refused", func(t *testing.T) {
		t.Parallel()
		other := SheetOpened{Commune: established.Commune, Sheet: sheetID("b"), Number: 99, Scale: 2000, SRID: 5897, EffectiveDate: today}
		given(t, other).When(renumber).ThenRefused("SHEET_NUMBER_TAKEN")
	})
	t.Run("before it got the number that it has is refused", func(t *testing.T) {
		t.Parallel()
		given(t, renumbered(20, 2000, today-40)).When(renumber).ThenRefused("EFFECTIVE_DATE_BEFORE_CHANGE")
	})
	t.Run("tomorrow is refused, and the number of today is named", func(t *testing.T) {
		t.Parallel()
		err := given(t).When(with(func(c *RenumberSheet) { c.EffectiveDate = today + 1 })).ThenRefused("EFFECTIVE_DATE_FUTURE")
		if message := err.(*rules.Refusal).Findings[0].MessageEN; !strings.Contains(message, "of map sheet 15 is") {
			t.Errorf("%q names another sheet", message)
		}
	})
	t.Run("that is not there is refused", func(t *testing.T) {
		t.Parallel()
		given(t).When(with(func(c *RenumberSheet) { c.Sheet = sheetID("b") })).ThenRefused("SHEET_UNKNOWN")
	})
	t.Run("is told all that is wrong at once", func(t *testing.T) {
		t.Parallel()
		given(t).When(RenumberSheet{Sheet: sheetID("a"), Scale: 1500, Today: today}).
			ThenRefused("SHEET_NUMBER_INVALID", "SCALE_UNKNOWN", "EFFECTIVE_DATE_MISSING")
	})
	t.Run("twice on one day lets sheets swap their numbers", func(t *testing.T) {
		t.Parallel()
		other := SheetOpened{Commune: established.Commune, Sheet: sheetID("b"), Number: 16, Scale: 2000, SRID: 5897, EffectiveDate: today - 100}
		otherTakes15 := SheetRenumbered{Commune: established.Commune, Sheet: sheetID("b"), Number: 15, Scale: 2000, EffectiveDate: today}
		given(t, other, renumbered(99, 2000, today), otherTakes15).
			When(with(func(c *RenumberSheet) { c.Number, c.EffectiveDate = 16, today })).Then(renumbered(16, 2000, today))
	})
}
