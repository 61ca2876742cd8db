package rules_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/projections"
)

func TestRulesOfProvinces(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		province, day string
		facts         rules.Facts
		area          float64
		severity      rules.Severity
	}{
		"urban in Thanh Hóa":          {"38", "2026-03-01", rules.Facts{"land_type": "ODT", "commune_kind": "phuong"}, 40, rules.Refuse},
		"rural in Thanh Hóa":          {"38", "2026-03-01", rules.Facts{"land_type": "ONT", "commune_kind": "xa"}, 50, rules.Refuse},
		"forest in Thanh Hóa":         {"38", "2026-03-01", rules.Facts{"land_type": "RSX"}, 3000, rules.Refuse},
		"fields in Thanh Hóa":         {"38", "2026-03-01", rules.Facts{"land_type": "LUC"}, 0, rules.Refuse},
		"Thanh Hóa on the first day":  {"38", "2026-01-01", rules.Facts{"land_type": "ODT"}, 40, rules.Refuse},
		"Thanh Hóa the day before":    {"38", "2025-12-31", rules.Facts{"land_type": "ODT"}, 0, rules.Refuse},
		"a ward of Hà Nội":            {"01", "2026-03-01", rules.Facts{"land_type": "ODT", "commune_kind": "phuong"}, 50, rules.Warn},
		"a rural commune of Hà Nội":   {"01", "2026-03-01", rules.Facts{"land_type": "ONT", "commune_kind": "xa"}, 80, rules.Warn},
		"a province without own rows": {"04", "2026-03-01", rules.Facts{"land_type": "ODT"}, 0, rules.Refuse},
		"no province":                 {"", "", rules.Facts{"land_type": "ODT"}, 0, rules.Refuse},
		"no day: after all others":    {"38", "", rules.Facts{"land_type": "ODT"}, 40, rules.Refuse},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			set := rules.National().On(c.province, c.day)
			params, fits := set.Case("PART_TOO_SMALL", c.facts)
			found := set.Find("PART_TOO_SMALL", 3, nil)
			if !fits || params["area_m2"] != c.area || found.Severity != c.severity {
				t.Errorf("%v %v %v", params, fits, found.Severity)
			}
		})
	}
}

func TestFindingsSpeakTwoLanguages(t *testing.T) {
	t.Parallel()
	set := rules.National().On("38", "2026-03-01")
	found := set.Find("FRONTAGE_TOO_SHORT", 1, rules.Values{
		"parcel": rules.Words{VI: "Thửa 5", EN: "Parcel 5"}, "length": 2.456, "minimum": 3.0, "type": "ODT",
	})
	if found.Code != "FRONTAGE_TOO_SHORT" || found.Item != 1 || found.Field != "geometry" || !strings.Contains(found.Source, "Thanh Hóa") ||
		!strings.HasPrefix(found.Message, "Thửa 5: mặt tiếp giáp đường dài 2.46 m, ngắn hơn mức tối thiểu 3 m của đất ODT.") ||
		!strings.HasPrefix(found.MessageEN, "Parcel 5: its frontage of 2.46 m is below the minimum of 3 m for land type ODT.") {
		t.Errorf("%+v", found)
	}
	t.Run("and leave out which grade of a rule it was", func(t *testing.T) {
		t.Parallel()
		if found := set.Find("AREA_DEVIATION:warn", 0, nil); found.Code != "AREA_DEVIATION" || found.Severity != rules.Warn {
			t.Errorf("%+v", found)
		}
	})
	t.Run("and refuse where nobody knows the rule", func(t *testing.T) {
		t.Parallel()
		if found := set.Find("NO_SUCH_RULE", 0, nil); found.Severity != rules.Refuse {
			t.Errorf("%+v", found)
		}
	})
}

func TestOverlays(t *testing.T) {
	t.Parallel()
	load := func(t *testing.T, texts ...string) *rules.Book {
		t.Helper()
		var overlays []rules.Overlay
		for _, text := range texts {
			overlays = append(overlays, rules.Overlay{Name: "own.json", Text: []byte(text)})
		}
		book, err := rules.Load(overlays...)
		if err != nil {
			t.Fatal(err)
		}
		return book
	}
	const stricter = `{"province": "38", "rules": [{"code": "PURPOSES_SUM", "source": "Office order 12", "evidence": "V", "params": {"tolerance_m2": 0.1}}]}`

	t.Run("hold in their province alone", func(t *testing.T) {
		t.Parallel()
		book := load(t, stricter)
		here, there := book.On("38", "2026-03-01"), book.On("01", "2026-03-01")
		if here.Params("PURPOSES_SUM")["tolerance_m2"] != 0.1 || there.Params("PURPOSES_SUM")["tolerance_m2"] != 0.5 {
			t.Errorf("%v %v", here.Params("PURPOSES_SUM"), there.Params("PURPOSES_SUM"))
		}
		if minimum, _ := here.Case("PART_TOO_SMALL", rules.Facts{"land_type": "ODT"}); minimum["area_m2"] != 40 {
			t.Errorf("other rows of the province were lost: %v", minimum)
		}
	})
	t.Run("take the place of the row with their code, province and first day", func(t *testing.T) {
		t.Parallel()
		book := load(t, `{"province": "38", "rules": [{"code": "PART_TOO_SMALL", "from": "2026-01-01", "source": "Decision 1/2026", "cases": [{"params": {"area_m2": 60}}]}]}`)
		if minimum, _ := book.On("38", "2026-03-01").Case("PART_TOO_SMALL", nil); minimum["area_m2"] != 60 {
			t.Errorf("%v", minimum)
		}
	})
	t.Run("of another day leave the days before as they were", func(t *testing.T) {
		t.Parallel()
		book := load(t, `{"province": "38", "rules": [{"code": "PART_TOO_SMALL", "from": "2027-01-01", "to": "2028-01-01", "source": "Decision 1/2027", "cases": [{"params": {"area_m2": 60}}]}]}`)
		for day, want := range map[string]float64{"2026-12-31": 40, "2027-01-01": 60, "2027-12-31": 60, "2028-01-01": 40} {
			if minimum, _ := book.On("38", day).Case("PART_TOO_SMALL", rules.Facts{"land_type": "ODT"}); minimum["area_m2"] != want {
				t.Errorf("on %s %v, want %v", day, minimum, want)
			}
		}
	})
	t.Run("may say a rule in other words and leave the rest", func(t *testing.T) {
		t.Parallel()
		book := load(t, `{"rules": [{"code": "SHEET_NOT_OPEN", "message": {"vi": "Liên hệ tổ bản đồ."}}]}`)
		found := book.On("38", "2026-03-01").Find("SHEET_NOT_OPEN", 0, nil)
		if found.Message != "Liên hệ tổ bản đồ." || found.MessageEN == "" || found.Severity != rules.Refuse || found.Source == "" {
			t.Errorf("%+v", found)
		}
	})
	t.Run("count from the first to the last", func(t *testing.T) {
		t.Parallel()
		book := load(t, stricter, strings.Replace(stricter, "0.1", "0.2", 1))
		if got := book.On("38", "").Params("PURPOSES_SUM")["tolerance_m2"]; got != 0.2 {
			t.Errorf("%v", got)
		}
	})
	t.Run("give the book a version of its own, by what they say", func(t *testing.T) {
		t.Parallel()
		one, again, other := load(t, stricter).Version(), load(t, stricter).Version(), load(t, stricter+" ").Version()
		national := rules.National().Version()
		if one != again || one == other || one == national || len(one) != len(national)+9 || !strings.HasPrefix(one, national+"+") {
			t.Errorf("%s %s %s %s", one, again, other, national)
		}
	})
}

func TestMalformedOverlaysAreRefused(t *testing.T) {
	t.Parallel()
	rule := func(text string) string { return "{\"rules\": [\n" + text + "\n]}" }
	cases := map[string]struct{ text, error string }{
		"no JSON":                         {"{\n\"rules\": [\n{,", "own.json:3: cannot be read"},
		"a file that breaks off":          {"{\n\n\"rules\": [", "own.json:3: cannot be read: unexpected EOF"},
		"text after the end":              {"{}\n{}", "something follows"},
		"a name that nobody knows":        {rule(`{"code": "PART_TOO_SMALL", "sevrity": "warn"}`), `own.json:2: PART_TOO_SMALL: cannot be read: json: unknown field "sevrity"`},
		"a rule that nobody knows":        {rule(`{"code": "PART_TOO_SMAL"}`), "own.json:2: PART_TOO_SMAL: the program has no rule"},
		"a province that is no code":      {`{"province": "Thanh Hóa"}`, "is not two digits"},
		"a day that is none":              {rule(`{"code": "PART_TOO_SMALL", "from": "1/1/2026"}`), "is not YYYY-MM-DD"},
		"an end before the beginning":     {rule(`{"code": "PART_TOO_SMALL", "from": "2026-01-01", "to": "2026-01-01"}`), "is not after"},
		"another severity":                {rule(`{"code": "PART_TOO_SMALL", "severity": "ignore"}`), "neither refuse nor warn"},
		"another evidence":                {rule(`{"code": "PART_TOO_SMALL", "evidence": "sure"}`), "is not V, M or ?"},
		"a rule of the register weakened": {rule(`{"code": "PARCEL_UNKNOWN", "severity": "warn", "source": "x"}`), "the register rests on this rule"},
		"figures without a source":        {rule(`{"code": "PURPOSES_SUM", "params": {"tolerance_m2": 1}}`), `legal "source" is missing`},
		"figures of another name":         {rule(`{"code": "PURPOSES_SUM", "source": "x", "params": {"tolerance": 1}}`), "the figures are [tolerance] and should be [tolerance_m2]"},
		"figures missing":                 {rule(`{"code": "AREA_DEVIATION", "source": "x", "params": {"above_m2": 1}}`), "should be [above_m2 above_percent]"},
		"figures below zero":              {rule(`{"code": "PURPOSES_SUM", "source": "x", "params": {"tolerance_m2": -1}}`), "is below zero"},
		"cases where there are none":      {rule(`{"code": "PURPOSES_SUM", "source": "x", "cases": [{"params": {"tolerance_m2": 1}}]}`), `the rule uses "params", not "cases"`},
		"params where there are cases":    {rule(`{"code": "PART_TOO_SMALL", "source": "x", "params": {"area_m2": 1}}`), `put params into cases`},
		"no rules":                        {`{"province": "38", "rules": []}`, "own.json: the file has no rules"},
		"a case that cannot be reached": {rule(`{"code": "PART_TOO_SMALL", "source": "x", "cases": [
			{"when": {"land_type": ["ODT", "ONT"]}, "params": {"area_m2": 1}},
			{"when": {"land_type": ["ODT"], "commune_kind": ["xa"]}, "params": {"area_m2": 2}}]}`), "case 2 is never reached: case 1 takes all of it"},
		"a condition without values":          {rule(`{"code": "PART_TOO_SMALL", "source": "x", "cases": [{"when": {"land_type": []}, "params": {"area_m2": 1}}]}`), "condition land_type has no values"},
		"both cases and params":               {rule(`{"code": "PURPOSES_SUM", "params": {}, "cases": []}`), "not both"},
		"a condition on nothing":              {rule(`{"code": "PART_TOO_SMALL", "source": "x", "cases": [{"when": {"commune_kind": ["xã"]}, "params": {"area_m2": 1}}]}`), `condition commune_kind = "xã" means nothing`},
		"a placeholder that nobody fills":     {rule(`{"code": "SHEET_NOT_OPEN", "message": {"vi": "Thửa {parcel}"}}`), "the message has {parcel}"},
		"the warning grade made to refuse":    {rule(`{"code": "AREA_DEVIATION:warn", "severity": "refuse", "source": "x"}`), "cannot refuse"},
		"the same row twice":                  {rule("{\"code\": \"NO_FRONTAGE\"},\n{\"code\": \"NO_FRONTAGE\"}"), "own.json:3: NO_FRONTAGE: stands in this file already"},
		"acts, which are the program's":       {rule(`{"code": "NO_FRONTAGE", "acts": ["parcel.ended.v1"]}`), "cannot be changed"},
		"a figure that is a word":             {rule(`{"code": "PURPOSES_SUM", "source": "x", "params": {"tolerance_m2": "1"}}`), "own.json:2: PURPOSES_SUM: cannot be read"},
		"a province within a rule":            {rule(`{"code": "PURPOSES_SUM", "province": "38"}`), "stands at the top of the file"},
		"an end of the row that others need":  {rule(`{"code": "NO_FRONTAGE", "to": "2026-01-01"}`), "cannot end"},
		"an end for the whole country's rule": {rule(`{"code": "PARCEL_ENDED", "to": "2026-01-01"}`), "the register rests on this rule"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := rules.Load(rules.Overlay{Name: "own.json", Text: []byte(c.text)})
			var wrong *rules.FileError
			if !errors.As(err, &wrong) || !strings.Contains(err.Error(), c.error) || wrong.Problem.VI == "" || strings.Contains(wrong.Problem.VI, "json:") {
				t.Errorf("%v, want %s", err, c.error)
			}
		})
	}
}

func TestRulesNameEventsThatThereAre(t *testing.T) {
	t.Parallel()
	var events []string
	for _, event := range projections.Catalogue.Names() {
		events = append(events, event.Name)
	}
	for _, rule := range rules.National().Rules() {
		for _, act := range rule.Acts {
			if !slices.Contains(events, act) {
				t.Errorf("%s looks at %s, which is no event", rule.Code, act)
			}
		}
	}
}
