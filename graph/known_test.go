package graph_test

import (
	"fmt"
	"strings"
	"testing"
)

// testKnowledge asks about a subdivided parcel as of an instant before the
// subdivision was recorded: nothing that was learnt later is told.
func testKnowledge(t *testing.T, r *registry) {
	parcels := r.row(t, 940, 190, 2)
	west, east := parcels[0], parcels[1]
	before := now(t, r)
	r.changed(t, "parcelSubdivide", wish(vars{"parcel": ref(west),
		"parts": []vars{part(50, box(0, 1900, 5, 1910)), part(50, box(5, 1900, 10, 1910))}}))
	r.settle(t)
	ids := r.ask(t, `{ a: parcelByNumber(commune: "00145", sheet: 940, number: 3) { id } b: parcelByNumber(commune: "00145", sheet: 940, number: 4) { id } }`, nil)
	split := now(t, r)
	merged := r.changed(t, "parcelsMerge", wish(vars{"effectiveDate": "2025-09-10",
		"parcels": []vars{r.seen(t, ids.at(t, "b.id")), r.seen(t, east["id"])}}))
	last := merged.at(t, "change.outcome.begun.0.id")
	r.changed(t, "parcelCorrect", wish(vars{"parcel": r.seen(t, last), "number": 9, "effectiveDate": "2025-09-10"}))
	r.settle(t)
	const asked = `query ($number: Int!, $validAt: Date, $knownAt: DateTime) {
		parcel: parcelByNumber(commune: "00145", sheet: 940, number: $number, validAt: $validAt, knownAt: $knownAt) {
			status validTo replacedBy { number status } standsInstead { number } descendants { child { number } } ancestors { parent { number } }
			history { version validTo recordedTo } aliases { number } neighbours { nodes { number } } } }`
	for name, c := range map[string]struct {
		at   vars
		want string
	}{
		"today": {vars{"number": 1}, `{"status": "ENDED", "validTo": null,
			"replacedBy": [{"number": 3, "status": "ACTIVE"}, {"number": 4, "status": "ENDED"}], "standsInstead": [{"number": 3}, {"number": 9}],
			"descendants": [{"child": {"number": 3}}, {"child": {"number": 4}}, {"child": {"number": 9}}], "ancestors": [], "aliases": [], "neighbours": {"nodes": []}}`},
		"a day before the subdivision, as known today": {vars{"number": 1, "validAt": "2025-08-15"}, `{"status": "ACTIVE", "validTo": "2025-09-01",
			"replacedBy": [], "standsInstead": [{"number": 3}, {"number": 9}],
			"descendants": [{"child": {"number": 3}}, {"child": {"number": 4}}, {"child": {"number": 9}}], "ancestors": [], "aliases": [], "neighbours": {"nodes": [{"number": 2}]}}`},
		"that day, as known before the subdivision": {vars{"number": 1, "validAt": "2025-08-15", "knownAt": before}, `{"status": "ACTIVE", "validTo": null,
			"replacedBy": [], "standsInstead": [], "descendants": [], "ancestors": [], "aliases": [], "neighbours": {"nodes": [{"number": 2}]}}`},
		"a day after it, as known between subdivision and merge": {vars{"number": 1, "validAt": "2025-09-20", "knownAt": split}, `{"status": "ENDED", "validTo": null,
			"replacedBy": [{"number": 3, "status": "ACTIVE"}, {"number": 4, "status": "ACTIVE"}], "standsInstead": [{"number": 3}, {"number": 4}],
			"descendants": [{"child": {"number": 3}}, {"child": {"number": 4}}], "ancestors": [], "aliases": [], "neighbours": {"nodes": []}}`},
		"a day between both, as known today": {vars{"number": 4, "validAt": "2025-09-05"}, `{"status": "ACTIVE", "validTo": "2025-09-10",
			"replacedBy": [], "standsInstead": [{"number": 9}], "descendants": [{"child": {"number": 9}}], "ancestors": [{"parent": {"number": 1}}],
			"aliases": [], "neighbours": {"nodes": [{"number": 2}, {"number": 3}]}}`},
		"a corrected number, today": {vars{"number": 9}, `{"status": "ACTIVE", "validTo": null, "replacedBy": [], "standsInstead": [], "descendants": [],
			"ancestors": [{"parent": {"number": 4}}, {"parent": {"number": 2}}, {"parent": {"number": 1}}], "aliases": [{"number": 5}], "neighbours": {"nodes": [{"number": 3}]}}`},
	} {
		t.Run("nothing is told that was learnt later: "+name, func(t *testing.T) {
			got := r.ask(t, asked, c.at)
			delete(got.at(t, "parcel").(map[string]any), "history")
			got.shows(t, "parcel", c.want)
		})
	}

	t.Run("history and its ends are as they were known", func(t *testing.T) {
		r.ask(t, asked, vars{"number": 1, "validAt": "2025-08-15", "knownAt": before}).
			shows(t, "parcel.history", `[{"version": 1, "validTo": null, "recordedTo": null}]`)
		got := r.ask(t, asked, vars{"number": 1, "validAt": "2025-08-15"})
		got.shows(t, "parcel.history.0.validTo", `"2025-09-01"`)
		got.shows(t, "parcel.history.1.version", `2`)
	})

	t.Run("an annulled parcel leads to the parent that stands again", func(t *testing.T) {
		parcel := r.row(t, 941, 192, 1)[0]
		parts := r.changed(t, "parcelSubdivide", wish(vars{"parcel": ref(parcel),
			"parts": []vars{part(50, box(0, 1920, 5, 1930)), part(50, box(5, 1920, 10, 1930))}}))
		child := parts.at(t, "change.outcome.begun.0.id")
		wrong := now(t, r)
		input := wish(vars{"parcel": r.seen(t, parcel["id"])})
		delete(input, "effectiveDate")
		r.changed(t, "parcelReinstate", input)
		r.settle(t)
		const asked = `query ($id: ID!, $knownAt: DateTime) { parcel(id: $id, knownAt: $knownAt) { status annulled replacedBy { number } standsInstead { number }
			ancestors { correctedAt parent { status } } } }`
		r.ask(t, asked, vars{"id": child, "knownAt": wrong}).
			shows(t, "parcel", `{"status": "ACTIVE", "annulled": false, "replacedBy": [], "standsInstead": [], "ancestors": [{"correctedAt": null, "parent": {"status": "ENDED"}}]}`)
		today := r.ask(t, asked, vars{"id": child})
		today.shows(t, "parcel.replacedBy", `[{"number": 1}]`)
		today.shows(t, "parcel.standsInstead", `[{"number": 1}]`)
	})

	t.Run("a code is read in capitals too", func(t *testing.T) {
		code := r.ask(t, `{ parcelByNumber(commune: "00145", sheet: 940, number: 3) { code } }`, nil).at(t, "parcelByNumber.code").(string)
		r.ask(t, `query ($code: String!) { parcelByCode(code: $code) { number } }`, vars{"code": strings.ToUpper(code)}).shows(t, "parcelByCode.number", `3`)
	})

	t.Run("a neighbour's history says whose act put points on its boundary, and names the event", func(t *testing.T) {
		parcels := r.row(t, 1942, 198, 2)
		r.changed(t, "parcelSubdivide", wish(vars{"parcel": ref(parcels[0]),
			"parts": []vars{part(50, box(0, 1980, 10, 1985)), part(50, box(0, 1985, 10, 1990))}}))
		r.settle(t)
		got := r.ask(t, `query ($id: ID!) { parcel(id: $id) { history { eventId inserted cause changes { summary } } } }`, vars{"id": parcels[1]["id"]})
		got.shows(t, "parcel.history.0.inserted", `false`)
		got.shows(t, "parcel.history.1.inserted", `true`)
		got.shows(t, "parcel.history.1.cause", `null`)
		got.shows(t, "parcel.history.1.changes.summary", `"Thêm điểm ranh giới do việc tách thửa của thửa 1."`)
		split := r.ask(t, `query ($id: ID!) { parcel(id: $id) { history { eventId } } }`, vars{"id": parcels[0]["id"]})
		split.shows(t, "parcel.history.1.eventId", fmt.Sprintf("%q", got.at(t, "parcel.history.1.eventId")))
	})
}
