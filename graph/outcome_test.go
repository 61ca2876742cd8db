package graph_test

import (
	"fmt"
	"testing"
)

// testOutcomes asks what acts would do, in the words of an officer.
func testOutcomes(t *testing.T, r *registry) {
	const named = `outcome { ended { number sheet } annulled { number sheet } changed { number numberBefore sheet expectedRevision named
		legalAreaBefore legalArea measuredAreaBefore measuredArea purposes { area } recovered } } userErrors { code }`
	try := func(t *testing.T, mutation string, input vars) answer {
		t.Helper()
		got := r.ask(t, fmt.Sprintf(`mutation ($input: %s!) { change: %s(input: $input) { %s } }`, inputTypeOf(mutation), mutation, named),
			vars{"input": with(wish(input), "dryRun", true)})
		got.shows(t, "change.userErrors", `[]`)
		return got
	}

	t.Run("a survey tells of the neighbour that it does not name, and what becomes larger", func(t *testing.T) {
		parcels := r.row(t, 1930, 200, 2)
		got := try(t, "boundaryResurvey", vars{"parcels": []vars{ref(parcels[0])}, "moves": []vars{move(parcels[0], 10, 10, 10.2, 10)}})
		got.shows(t, "change.outcome.changed", fmt.Sprintf(`[
			{"number": 1, "numberBefore": null, "sheet": 1930, "expectedRevision": %v, "named": true, "legalAreaBefore": null, "legalArea": null,
			 "measuredAreaBefore": 100, "measuredArea": 101, "purposes": null, "recovered": null},
			{"number": 2, "numberBefore": null, "sheet": 1930, "expectedRevision": %v, "named": false, "legalAreaBefore": null, "legalArea": null,
			 "measuredAreaBefore": 100, "measuredArea": 99, "purposes": null, "recovered": null}]`, parcels[0]["revision"], parcels[1]["revision"]))
	})

	t.Run("a correction tells the number and the area before and after", func(t *testing.T) {
		parcel := r.row(t, 1931, 202, 1)[0]
		got := try(t, "parcelCorrect", vars{"parcel": ref(parcel), "number": 7, "legalArea": 100.2, "effectiveDate": "2025-08-01",
			"purposes": []vars{{"type": "ONT", "area": 100.2}}})
		got.shows(t, "change.outcome.changed", fmt.Sprintf(`[{"number": 7, "numberBefore": 1, "sheet": 1931, "expectedRevision": %v, "named": true,
			"legalAreaBefore": 100, "legalArea": 100.2, "measuredAreaBefore": null, "measuredArea": null, "purposes": [{"area": 100.2}], "recovered": null}]`, parcel["revision"]))
	})

	t.Run("an end and an annulment tell the numbers", func(t *testing.T) {
		parcel := r.row(t, 1932, 204, 1)[0]
		try(t, "parcelEnd", vars{"parcel": ref(parcel), "cause": "SA"}).shows(t, "change.outcome.ended", `[{"number": 1, "sheet": 1932}]`)
		r.changed(t, "parcelSubdivide", wish(vars{"parcel": ref(parcel),
			"parts": []vars{part(50, box(0, 2040, 5, 2050)), part(50, box(5, 2040, 10, 2050))}}))
		input := wish(vars{"parcel": r.seen(t, parcel["id"])})
		delete(input, "effectiveDate")
		first := r.changed(t, "parcelReinstate", input)
		r.changed(t, "parcelCorrect", wish(vars{"parcel": r.seen(t, parcel["id"]), "number": 8, "effectiveDate": "2025-08-01"}))
		for name, got := range map[string]answer{"at first": first, "sent again, when much has changed": r.change(t, "parcelReinstate", input)} {
			annulled := got.at(t, "change.outcome.annulled").([]any)
			if len(annulled) != 2 || annulled[0].(map[string]any)["number"] != 2.0 || annulled[1].(map[string]any)["sheet"] != 1932.0 {
				t.Errorf("%s: annulled %v", name, annulled)
			}
			got.shows(t, "change.outcome.changed.0.number", `1`)
		}
	})
}
