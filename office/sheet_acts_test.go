package office

import (
	"errors"
	"testing"

	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/territory"
)

func TestActsOnSheets(t *testing.T) {
	t.Parallel()
	l := newLive(t, rows(1)...)
	opening := OpenSheet{Grounds: onDay(5), Commune: "09616", Number: 7, Scale: 500, SRID: 5897}
	renumbering := RenumberSheet{Grounds: onDay(3), Commune: "09616", Sheet: 1, Scale: 2000, NewNumber: 101}
	numbered := func(number, scale int) (sheet territory.Sheet, found bool) {
		commune, err := l.commune(t.Context(), "09616")
		must(t, err)
		must(t, l.communes.View(t.Context(), territory.StreamName(commune.ID), func(c *territory.Commune, _ uint64, _ bool) error {
			sheet, found = c.Sheet(scale, number)
			return nil
		}))
		return sheet, found
	}
	state := func(id ladm.SheetID) (number, scale int) {
		must(t, l.sheets.View(t.Context(), cadastre.StreamName(id), func(s *cadastre.Sheet, _ uint64, _ bool) error {
			number, scale = s.Number, s.Scale
			return nil
		}))
		return number, scale
	}

	t.Run("are opened once, tried before", func(t *testing.T) {
		tried := opening
		tried.DryRun = true
		written := l.count()
		would, err := l.OpenSheet(t.Context(), officer, "k", tried)
		must(t, err)
		if l.count() != written {
			t.Error("the dry run wrote")
		}
		did, err := l.OpenSheet(t.Context(), officer, "k", opening)
		must(t, err)
		again, err := l.process().OpenSheet(t.Context(), officer, "k", opening)
		must(t, err)
		if would.Sheet != did.Sheet || would.Event != did.Event || again.Sheet != did.Sheet || again.Position != did.Position || !again.Resent {
			t.Errorf("would %+v, did %+v, again %+v", would, did, again)
		}
		_, err = l.OpenSheet(t.Context(), officer, "k2", opening)
		refusedWith(t, err, "SHEET_NUMBER_TAKEN")
	})
	t.Run("are opened in any zone, with a warning where the province has none of its maps there", func(t *testing.T) {
		in := opening
		in.Number, in.SRID = 9, 9210
		tried := in
		tried.DryRun = true
		would, err := l.OpenSheet(t.Context(), officer, "k9", tried)
		must(t, err)
		did, err := l.OpenSheet(t.Context(), officer, "k9", in)
		must(t, err)
		again, err := l.OpenSheet(t.Context(), officer, "k9", in)
		must(t, err)
		for _, changed := range []Changed{would, did, again} {
			if len(changed.Warnings) != 1 || changed.Warnings[0].Code != "ZONE_UNUSUAL" {
				t.Errorf("warned of %+v", changed.Warnings)
			}
		}
	})
	t.Run("are opened wholly after an interruption", func(t *testing.T) {
		in := opening
		in.Number = 8
		if _, err := l.crashingAfter(2).OpenSheet(t.Context(), officer, "k8", in); !errors.Is(err, errCrashed) {
			t.Fatalf("got %v", err)
		}
		did, err := l.OpenSheet(t.Context(), officer, "k8", in)
		must(t, err)
		if number, scale := state(did.Sheet); number != 8 || scale != 500 {
			t.Errorf("the sheet is %d, 1:%d", number, scale)
		}
	})
	t.Run("are renumbered, in their commune and in their own stream, also after an interruption", func(t *testing.T) {
		tried := renumbering
		tried.DryRun = true
		would, err := l.RenumberSheet(t.Context(), officer, "r", tried)
		must(t, err)
		if _, err := l.crashingAfter(2).RenumberSheet(t.Context(), officer, "r", renumbering); !errors.Is(err, errCrashed) {
			t.Fatalf("got %v", err)
		}
		sheet, found := numbered(101, 2000)
		if number, _ := state(sheet.ID); !found || number != 1 {
			t.Errorf("interrupted: found %v, the sheet's own number is %d", found, number)
		}
		in := onSheet(101, 300)
		in.Number = 0
		_, err = l.RegisterParcel(t.Context(), officer, "between", in)
		must(t, err)
		did, err := l.RenumberSheet(t.Context(), officer, "r", renumbering)
		must(t, err)
		if number, scale := state(did.Sheet); did.Sheet != sheet.ID || number != 101 || scale != 2000 || did.Event != would.Event || !did.Resent {
			t.Errorf("the sheet is %d, 1:%d; did %+v, would %+v", number, scale, did, would)
		}
	})
	t.Run("may get another scale, and give their numbers to others", func(t *testing.T) {
		did, err := l.RenumberSheet(t.Context(), officer, "s", RenumberSheet{Grounds: onDay(2), Commune: "09616", Sheet: 101, NewScale: 1000})
		must(t, err)
		if number, scale := state(did.Sheet); number != 101 || scale != 1000 {
			t.Errorf("the sheet is %d, 1:%d", number, scale)
		}
		_, err = l.RenumberSheet(t.Context(), officer, "t", RenumberSheet{Grounds: onDay(1), Commune: "09616", Sheet: 2, NewNumber: 1})
		must(t, err)
	})
	t.Run("that an older act renumbers once more stay as the newer one left them", func(t *testing.T) {
		again, err := l.RenumberSheet(t.Context(), officer, "r", renumbering)
		must(t, err)
		if number, scale := state(again.Sheet); number != 101 || scale != 1000 {
			t.Errorf("the sheet is %d, 1:%d", number, scale)
		}
	})
	t.Run("that are not there are refused", func(t *testing.T) {
		_, err := l.RenumberSheet(t.Context(), officer, "u", RenumberSheet{Grounds: onDay(0), Commune: "09616", Sheet: 55, NewNumber: 56})
		refusedWith(t, err, "SHEET_UNKNOWN")
		_, err = l.OpenSheet(t.Context(), officer, "v", OpenSheet{Grounds: onDay(0), Commune: "99999", Number: 1, Scale: 500, SRID: 5897})
		refusedWith(t, err, "COMMUNE_UNKNOWN")
	})
}
