package cadastre

import (
	"testing"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
)

func TestLegalArea(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		width, height float64 // what is measured, in metres
		legal         ladm.Area
		severity      rules.Severity // empty: nothing is found
	}{
		"0.5 m² off a small parcel passes":             {10, 2, 205, ""},
		"0.6 m² off a small parcel warns":              {10, 2, 206, rules.Warn},
		"2.0 m² off a small parcel warns":              {10, 2, 220, rules.Warn},
		"2.1 m² off a small parcel is refused":         {10, 2, 221, rules.Refuse},
		"1 % off a large parcel passes":                {99, 100, 100000, ""},
		"more than 1 % off a large parcel warns":       {98.9, 100, 100000, rules.Warn},
		"5 % off a large parcel warns":                 {95, 100, 100000, rules.Warn},
		"more than 5 % off a large parcel is refused":  {94.9, 100, 100000, rules.Refuse},
		"more land than the certificate says, as well": {105.1, 100, 100000, rules.Refuse},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := parcel(7, rectangle(0, 0, c.width, c.height))
			p.LegalArea = c.legal
			p.Purposes = []Purpose{{Type: "ONT", Area: c.legal}}
			findings := Check(sheetWith(), registration(p))
			switch {
			case c.severity == "" && len(findings) == 0:
			case len(findings) == 1 && findings[0].Code == "AREA_DEVIATION" && findings[0].Severity == c.severity:
			default:
				t.Errorf("found %+v, want %q", findings, c.severity)
			}
		})
	}
	for name, c := range map[string]struct {
		side  float64
		legal ladm.Area
		codes []string
	}{
		"of a surface that measures nothing is refused": {0.2, 1, []string{"ZERO_AREA"}},
		"is held against a surface of nothing, too":     {0.2, 10000, []string{"ZERO_AREA", "AREA_DEVIATION"}},
		"is held against the smallest surface":          {0.3, 10000, []string{"AREA_DEVIATION"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := parcel(7, rectangle(0, 0, c.side, c.side))
			p.LegalArea, p.Purposes[0].Area = c.legal, c.legal
			given(t).When(registration(p)).ThenRefused(c.codes...)
		})
	}
	t.Run("of nothing is refused", func(t *testing.T) {
		t.Parallel()
		p := parcel(7, rectangle(0, 0, 20, 30))
		p.LegalArea = 0
		given(t).When(registration(p)).ThenRefused("LEGAL_AREA_INVALID")
	})
}

func TestPurposes(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		purposes []Purpose
		codes    []string
	}{
		"may be several":                   {[]Purpose{{Type: "ONT", Area: 4000}, {Type: "CLN", Area: 2000}}, nil},
		"may miss the legal area by 0.5":   {[]Purpose{{Type: "ONT", Area: 6005}}, nil},
		"must not miss it by 0.6":          {[]Purpose{{Type: "ONT", Area: 6006}}, []string{"PURPOSES_SUM"}},
		"must be there":                    {nil, []string{"PURPOSE_MISSING"}},
		"need a land type":                 {[]Purpose{{Area: 6000}}, []string{"LAND_TYPE_MISSING"}},
		"need a land type of the list":     {[]Purpose{{Type: "BHK", Area: 6000}}, []string{"LAND_TYPE_UNKNOWN"}},
		"need an area each":                {[]Purpose{{Type: "ONT", Area: 6000}, {Type: "CLN"}}, []string{"PURPOSE_AREA_INVALID"}},
		"may name an origin of the list":   {[]Purpose{{Type: "ONT", Area: 6000, Origin: "CNQ-CTT"}}, nil},
		"may end on the day itself":        {[]Purpose{{Type: "ONT", Area: 6000, Until: today}}, nil},
		"must not have ended before":       {[]Purpose{{Type: "ONT", Area: 6000, Until: today - 1}}, []string{"PURPOSE_TERM_ENDED"}},
		"must not name an unknown origin":  {[]Purpose{{Type: "ONT", Area: 6000, Origin: "XYZ"}}, []string{"ORIGIN_UNKNOWN"}},
		"are told all that is wrong, once": {[]Purpose{{Type: "BHK", Area: -1, Origin: "XYZ"}}, []string{"LAND_TYPE_UNKNOWN", "PURPOSE_AREA_INVALID", "ORIGIN_UNKNOWN", "PURPOSES_SUM"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := parcel(7, rectangle(0, 0, 20, 30))
			p.Purposes = c.purposes
			result := given(t).When(registration(p))
			if c.codes == nil {
				result.Then(registered(p))
				return
			}
			result.ThenRefused(c.codes...)
		})
	}
}
