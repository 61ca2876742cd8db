package view_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/graph/view"
)

func TestFindings(t *testing.T) {
	t.Parallel()
	const whole = -1
	own := view.Input{}
	subdivision := view.Input{Parcel: "parcel", Items: "parts"}
	merge := view.Input{Parcel: "parcels"}
	survey := view.Input{Parcel: "parcels", Items: "parcels"}
	for name, c := range map[string]struct {
		of    view.Input
		item  int
		field string
		want  string
	}{
		"the input as a whole":                   {own, 0, "", "input"},
		"a number":                               {own, 0, "number", "input number"},
		"the second purpose":                     {own, 0, "purposes.1", "input purposes 1"},
		"a boundary":                             {own, 0, "geometry", "input boundary"},
		"the boundary of the third part":         {subdivision, 2, "geometry", "input parts 2 boundary"},
		"the parts together":                     {subdivision, whole, "parts", "input parts"},
		"a gap between the parts":                {subdivision, whole, "geometry", "input parts"},
		"the third part":                         {subdivision, 2, "parts", "input parts 2"},
		"the revision of the only parcel":        {subdivision, 0, "revision", "input parcel expectedRevision"},
		"the revision of the second parcel":      {merge, 1, "revision", "input parcels 1 expectedRevision"},
		"a parcel that has ended":                {merge, 1, "parcel", "input parcels 1"},
		"the day":                                {subdivision, 1, "effectiveDate", "input effectiveDate"},
		"the legal area of the merged parcel":    {merge, 0, "legalArea", "input legalArea"},
		"the legal area of a parcel surveyed":    {survey, 1, "legalArea", "input parcels 1 legalArea"},
		"a point that moves":                     {survey, 0, "moves.3", "input moves 3"},
		"the parts, where nothing is known more": {subdivision, whole, "", "input parts"},
	} {
		t.Run("a finding about "+name+" leads to that part of the input", func(t *testing.T) {
			t.Parallel()
			shown := view.NewFindings([]rules.Finding{{Code: "X", Item: c.item, Field: c.field}}, c.of)
			if want := strings.Fields(c.want); !slices.Equal(shown[0].Path, want) {
				t.Errorf("path %q, want %q", shown[0].Path, want)
			}
		})
	}

	t.Run("a conflict tells the revision of today", func(t *testing.T) {
		t.Parallel()
		shown := view.NewFindings([]rules.Finding{{Code: "REVISION_CONFLICT", Revision: new(uint64(7)), MessageEN: "changed"}}, merge)
		if *shown[0].CurrentRevision != 7 || *shown[0].MessageEn != "changed" {
			t.Errorf("got %+v", shown[0])
		}
	})
}
