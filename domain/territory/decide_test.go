package territory

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/diachinh/diachinh/domain/es/estest"
	"github.com/diachinh/diachinh/domain/ladm"
)

var (
	today    = ladm.NewDate(2026, time.March, 2)
	boundary = json.RawMessage(`{"type":"Polygon","coordinates":[[[105.4,21.1],[105.5,21.1],[105.5,21.2],[105.4,21.1]]]}`)

	establish09616 = EstablishCommune{
		Code: "09616", Kind: RuralCommune, Name: "Xã Đoài Phương", NameEN: "Doai Phuong Commune",
		Province: Province{"01", "Thành phố Hà Nội"}, Boundary: boundary, ValidFrom: Reorganisation,
	}
	established = CommuneEstablished{
		Commune: ladm.NewCommuneID("09616", Reorganisation), Code: "09616", Kind: RuralCommune,
		Name: "Xã Đoài Phương", NameEN: "Doai Phuong Commune",
		Province: Province{"01", "Thành phố Hà Nội"}, Boundary: boundary, ValidFrom: Reorganisation,
	}
	openSheet15 = OpenSheet{
		Sheet: sheetID("a"), Number: 15, Scale: 2000, SRID: 5897, EffectiveDate: today, Today: today,
	}
	sheet15 = SheetOpened{
		Commune: established.Commune, Sheet: sheetID("a"), Number: 15, Scale: 2000, SRID: 5897, EffectiveDate: today,
	}
)

func sheetID(name string) ladm.SheetID {
	return ladm.SheetID{UUID: uuid.NewSHA1(uuid.NameSpaceOID, []byte(name))}
}

func TestACommune(t *testing.T) {
	t.Parallel()

	t.Run("is established with its dated identity", func(t *testing.T) {
		t.Parallel()
		estest.Given(t, Decider).When(establish09616).Then(established)
	})
	t.Run("that exists is not established again", func(t *testing.T) {
		t.Parallel()
		estest.Given(t, Decider, Event(established)).When(establish09616).Then()
	})
	t.Run("cannot become another one", func(t *testing.T) {
		t.Parallel()
		other := establish09616
		other.Code = "09619"
		estest.Given(t, Decider, Event(established)).When(other).ThenRefused("COMMUNE_ALREADY_ESTABLISHED")
	})
	t.Run("without a name is refused", func(t *testing.T) {
		t.Parallel()
		nameless := establish09616
		nameless.Name = ""
		estest.Given(t, Decider).When(nameless).ThenRefused("COMMUNE_INCOMPLETE")
	})
}

func TestASheet(t *testing.T) {
	t.Parallel()
	given := func(t *testing.T, more ...Event) estest.Scenario[*Commune, Command, Event] {
		return estest.Given(t, Decider, append([]Event{established}, more...)...)
	}
	with := func(change func(*OpenSheet)) OpenSheet {
		cmd := openSheet15
		change(&cmd)
		return cmd
	}

	t.Run("is opened in its commune", func(t *testing.T) {
		t.Parallel()
		given(t).When(openSheet15).Then(sheet15)
	})
	t.Run("that is open is not opened again", func(t *testing.T) {
		t.Parallel()
		given(t, sheet15).When(openSheet15).Then()
	})
	t.Run("that is open cannot get another number", func(t *testing.T) {
		t.Parallel()
		given(t, sheet15).When(with(func(c *OpenSheet) { c.Number = 16 })).ThenRefused("SHEET_ALREADY_OPEN")
	})
	t.Run("cannot take the number of another sheet of the same scale", func(t *testing.T) {
		t.Parallel()
		given(t, sheet15).When(with(func(c *OpenSheet) { c.Sheet = sheetID("b") })).ThenRefused("SHEET_NUMBER_TAKEN")
	})
	t.Run("may have the number of a sheet of another scale", func(t *testing.T) {
		t.Parallel()
		want := sheet15
		want.Sheet, want.Scale = sheetID("b"), 500
		given(t, sheet15).When(with(func(c *OpenSheet) { c.Sheet, c.Scale = sheetID("b"), 500 })).Then(want)
	})
	t.Run("needs a commune", func(t *testing.T) {
		t.Parallel()
		estest.Given(t, Decider).When(openSheet15).ThenRefused("COMMUNE_UNKNOWN")
	})
	t.Run("needs a number, a scale, a zone and a day, and is told all at once", func(t *testing.T) {
		t.Parallel()
		given(t).When(OpenSheet{Sheet: sheetID("a"), Scale: 1500, SRID: 4756, Today: today}).
			ThenRefused("SHEET_NUMBER_INVALID", "SCALE_UNKNOWN", "ZONE_UNKNOWN", "EFFECTIVE_DATE_MISSING")
	})
	t.Run("has a number of five digits at most", func(t *testing.T) {
		t.Parallel()
		given(t).When(with(func(c *OpenSheet) { c.Number = 100_000 })).ThenRefused("SHEET_NUMBER_INVALID")
	})
	t.Run("does not begin tomorrow", func(t *testing.T) {
		t.Parallel()
		given(t).When(with(func(c *OpenSheet) { c.EffectiveDate = today + 1 })).ThenRefused("EFFECTIVE_DATE_FUTURE")
	})
	t.Run("does not begin before its commune", func(t *testing.T) {
		t.Parallel()
		given(t).When(with(func(c *OpenSheet) { c.EffectiveDate = Reorganisation - 1 })).ThenRefused("EFFECTIVE_DATE_BEFORE_COMMUNE")
	})
	t.Run("is found by its id, and by its scale and number", func(t *testing.T) {
		t.Parallel()
		commune := evolve(evolve(initial(), established), sheet15)
		if sheet, found := commune.Sheet(2000, 15); !found || sheet.SRID != 5897 {
			t.Errorf("sheet 15 is %+v, %v", sheet, found)
		}
		if sheet, found := commune.SheetByID(sheet15.Sheet); !found || sheet.Number != 15 {
			t.Errorf("%s is %+v, %v", sheet15.Sheet, sheet, found)
		}
		if _, found := commune.Sheet(500, 15); found {
			t.Error("there is no sheet 15 in 1:500")
		}
		if sheets := commune.Numbered(15); len(sheets) != 1 || sheets[0].ID != sheet15.Sheet {
			t.Errorf("sheets of number 15: %+v", sheets)
		}
	})
}
