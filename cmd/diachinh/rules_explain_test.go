package main

import (
	"encoding/json"
	"testing"

	"github.com/samber/lo"

	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/domain/territory"
)

func TestExplainingASubdivision(t *testing.T) {
	t.Parallel()
	c := change{
		Recorded: es.Recorded{Proposed: es.Proposed{Type: "parcel.subdivided.v1", Data: []byte(`{
			"begun": [{"purposes": [{"type": "ONT", "area_m2": 60}, {"type": "CLN", "area_m2": 20}]}, {"purposes": [{"type": "RSX", "area_m2": 3000}]}],
			"warnings": [{"code": "NO_FRONTAGE"}], "effective_date": "2026-03-01"}`)}},
		commune: territory.CommuneEstablished{Kind: territory.RuralCommune, Province: territory.Province{Code: "38"}},
	}
	if err := json.Unmarshal(c.Data, &c.content); err != nil {
		t.Fatal(err)
	}
	applied := lo.KeyBy(c.applied(rules.National().On("38", c.day())), func(r rules.Rule) string { return r.Code })
	t.Run("names the minimum of each land type that began", func(t *testing.T) {
		t.Parallel()
		if got := figures(applied["PART_TOO_SMALL"]); got != "ONT: area_m2=50; RSX: area_m2=3000" {
			t.Errorf("%s", got)
		}
	})
	t.Run("leaves out rules that look at other acts", func(t *testing.T) {
		t.Parallel()
		if _, there := applied["NATURAL_WRONG_WAY"]; there {
			t.Error("natural change has nothing to do with it")
		}
	})
	t.Run("knows what was warned of", func(t *testing.T) {
		t.Parallel()
		if len(c.content.Warnings) != 1 || c.content.Warnings[0].Code != "NO_FRONTAGE" {
			t.Errorf("%v", c.content.Warnings)
		}
	})
}
