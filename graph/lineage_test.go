package graph_test

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
)

// testLineage follows parcels over a subdivision, a merge and a correction.
func testLineage(t *testing.T, r *registry) {
	parcels := r.row(t, 970, 110, 2)
	west, east := parcels[0], parcels[1]
	split := r.changed(t, "parcelSubdivide", wish(vars{"parcel": ref(west),
		"parts": []vars{part(50, box(0, 1100, 5, 1110)), part(50, box(5, 1100, 10, 1110))}}))
	middle := split.at(t, "change.outcome.begun.1.id")
	merged := r.changed(t, "parcelsMerge", wish(vars{"parcels": []vars{r.seen(t, middle), r.seen(t, east["id"])}}))
	last := merged.at(t, "change.outcome.begun.0.id")
	r.settle(t)

	t.Run("ancestors are found to any depth, the nearest first", func(t *testing.T) {
		got := r.ask(t, `query ($id: ID!) { parcel(id: $id) {
			all: ancestors { depth kind cause area effectiveDate parent { number status } child { number } }
			near: ancestors(depth: 1) { parent { number } } } }`, vars{"id": last})
		got.shows(t, "parcel.all", `[
			{"depth": 1, "kind": "parcels.merged.v1", "cause": "TN", "area": 50, "effectiveDate": "2025-09-01", "parent": {"number": 4, "status": "ENDED"}, "child": {"number": 5}},
			{"depth": 1, "kind": "parcels.merged.v1", "cause": "TN", "area": 100, "effectiveDate": "2025-09-01", "parent": {"number": 2, "status": "ENDED"}, "child": {"number": 5}},
			{"depth": 2, "kind": "parcel.subdivided.v1", "cause": "TN", "area": 50, "effectiveDate": "2025-09-01", "parent": {"number": 1, "status": "ENDED"}, "child": {"number": 4}}]`)
		got.shows(t, "parcel.near", `[{"parent": {"number": 4}}, {"parent": {"number": 2}}]`)
	})

	t.Run("descendants are found to any depth", func(t *testing.T) {
		got := r.ask(t, `query ($id: ID!) { parcel(id: $id) {
			all: descendants { depth child { number } } near: descendants(depth: 1) { child { number } } } }`, vars{"id": west["id"]})
		got.shows(t, "parcel.all", `[{"depth": 1, "child": {"number": 3}}, {"depth": 1, "child": {"number": 4}}, {"depth": 2, "child": {"number": 5}}]`)
		got.shows(t, "parcel.near", `[{"child": {"number": 3}}, {"child": {"number": 4}}]`)
	})

	t.Run("a depth below one is refused", func(t *testing.T) {
		if got := r.ask(t, `query ($id: ID!) { parcel(id: $id) { ancestors(depth: 0) { depth } } }`, vars{"id": last}); got.code() != "BAD_INPUT" {
			t.Errorf("got %+v", got)
		}
	})

	t.Run("an ended parcel leads to what stands today, one act after the other", func(t *testing.T) {
		r.ask(t, `query ($id: ID!) { parcel(id: $id) { status replacedBy { number status replacedBy { number status replacedBy { number } } } } }`, vars{"id": west["id"]}).
			shows(t, "parcel", `{"status": "ENDED", "replacedBy": [
				{"number": 3, "status": "ACTIVE", "replacedBy": []},
				{"number": 4, "status": "ENDED", "replacedBy": [{"number": 5, "status": "ACTIVE", "replacedBy": []}]}]}`)
	})

	t.Run("a parcel that ended is found by its number, and by its code", func(t *testing.T) {
		got := r.ask(t, `{ parcelByNumber(commune: "00145", sheet: 970, number: 2) { id code status replacedBy { number } } }`, nil)
		got.shows(t, "parcelByNumber.status", `"ENDED"`)
		got.shows(t, "parcelByNumber.replacedBy", `[{"number": 5}]`)
		byCode := r.ask(t, `query ($code: String!) { parcelByCode(code: $code) { number } }`, vars{"code": got.at(t, "parcelByNumber.code")})
		if number := byCode.at(t, "parcelByCode.number"); number != 2.0 && number != 5.0 {
			t.Errorf("the code leads to parcel %v", number)
		}
	})

	t.Run("the family is drawn", func(t *testing.T) {
		svg := r.ask(t, `query ($id: ID!) { parcel(id: $id) { lineageSvg } }`, vars{"id": last}).at(t, "parcel.lineageSvg").(string)
		if !strings.HasPrefix(svg, "<svg") && !strings.HasPrefix(svg, "<?xml") {
			t.Errorf("got %.60q", svg)
		}
		decoder := xml.NewDecoder(strings.NewReader(svg))
		for {
			if _, err := decoder.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("not XML: %v", err)
			}
		}
	})

	t.Run("an old number is an alias of the parcel, and finds it", func(t *testing.T) {
		parcel := r.row(t, 971, 112, 1)[0]
		r.changed(t, "parcelCorrect", wish(vars{"parcel": ref(parcel), "number": 12, "effectiveDate": "2025-08-01"}))
		r.settle(t)
		got := r.ask(t, `{ parcelByNumber(commune: "00145", sheet: 971, number: 1) { id number aliases { commune sheet scale number from } } }`, nil)
		got.shows(t, "parcelByNumber", fmt.Sprintf(`{"id": %q, "number": 12, "aliases": [{"commune": "00145", "sheet": 971, "scale": 1000, "number": 1, "from": "2025-08-01"}]}`, parcel["id"]))
	})

	t.Run("what the State recovered stays, and says so", func(t *testing.T) {
		parcel := r.row(t, 972, 114, 1)[0]
		r.changed(t, "parcelRecover", wish(vars{"parcel": ref(parcel)}))
		r.settle(t)
		r.ask(t, `query ($id: ID!) { parcel(id: $id) { recovered status history { recovered cause changes { summary } } } }`, vars{"id": parcel["id"]}).
			shows(t, "parcel", `{"recovered": true, "status": "ACTIVE", "history": [
				{"recovered": false, "cause": null, "changes": null},
				{"recovered": true, "cause": "TH", "changes": {"summary": "Nhà nước thu hồi thửa."}}]}`)
	})
}
