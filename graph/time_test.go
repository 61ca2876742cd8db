package graph_test

import (
	"fmt"
	"testing"
	"time"
)

// testTime asks as of days in the world and instants of the registry.
func testTime(t *testing.T, r *registry) {
	t.Run("a correction changes what was so, not what was known", func(t *testing.T) {
		parcel := r.row(t, 960, 130, 1)[0]
		known := now(t, r)
		r.changed(t, "parcelCorrect", wish(vars{"parcel": ref(parcel), "effectiveDate": "2025-08-01",
			"legalArea": 100.3, "purposes": []vars{{"type": "ONT", "area": 100.3}}}))
		const asked = `query ($id: ID!, $validAt: Date, $knownAt: DateTime) { parcel(id: $id, validAt: $validAt, knownAt: $knownAt) { legalArea } }`
		for _, c := range []struct {
			at   vars
			want string
		}{
			{vars{}, `{"legalArea": 100.3}`},
			{vars{"validAt": "2025-08-01"}, `{"legalArea": 100.3}`},
			{vars{"validAt": "2025-08-15", "knownAt": known}, `{"legalArea": 100}`},
			{vars{"knownAt": known}, `{"legalArea": 100}`},
			{vars{"validAt": "2025-07-31"}, `null`},
			{vars{"validAt": "2025-08-15", "knownAt": "2025-08-15T00:00:00Z"}, `null`},
		} {
			r.ask(t, asked, with(c.at, "id", parcel["id"])).shows(t, "parcel", c.want)
		}
	})

	t.Run("lists and look-ups by number and code are asked as of both as well", func(t *testing.T) {
		parcel := r.row(t, 961, 102, 1)[0]
		code := r.ask(t, `query ($id: ID!) { parcel(id: $id) { code } }`, vars{"id": parcel["id"]}).at(t, "parcel.code")
		known := now(t, r)
		r.changed(t, "parcelSubdivide", wish(vars{"parcel": ref(parcel),
			"parts": []vars{part(50, box(0, 1020, 5, 1030)), part(50, box(5, 1020, 10, 1030))}}))
		const asked = `query ($code: String!, $validAt: Date, $knownAt: DateTime) {
			parcels(commune: "00145", sheet: 961, validAt: $validAt, knownAt: $knownAt) { totalCount nodes { number } }
			byNumber: parcelByNumber(commune: "00145", sheet: 961, number: 1, validAt: $validAt, knownAt: $knownAt) { status }
			byCode: parcelByCode(code: $code, validAt: $validAt, knownAt: $knownAt) { number } }`
		today := r.ask(t, asked, vars{"code": code})
		today.shows(t, "parcels", `{"totalCount": 2, "nodes": [{"number": 2}, {"number": 3}]}`)
		today.shows(t, "byNumber.status", `"ENDED"`)
		for _, at := range []vars{{"validAt": "2025-08-31"}, {"validAt": "2025-09-02", "knownAt": known}} {
			then := r.ask(t, asked, with(at, "code", code))
			then.shows(t, "parcels", `{"totalCount": 1, "nodes": [{"number": 1}]}`)
			then.shows(t, "byNumber.status", `"ACTIVE"`)
			then.shows(t, "byCode.number", `1`)
		}
	})

	t.Run("history says what changed, why and by which document, in the order of a day", func(t *testing.T) {
		parcel := r.row(t, 962, 104, 1)[0]
		id := parcel["id"]
		r.changed(t, "parcelPurposesChange", wish(vars{"parcel": ref(parcel), "purposes": []vars{{"type": "ONT", "area": 80}, {"type": "CLN", "area": 20}}}))
		r.changed(t, "parcelLegalAreaChange", wish(vars{"parcel": r.seen(t, id), "legalArea": 100.4,
			"purposes": []vars{{"type": "ONT", "area": 80.4}, {"type": "CLN", "area": 20}}}))
		r.changed(t, "parcelEnd", wish(vars{"parcel": r.seen(t, id), "cause": "SA"}))
		r.settle(t)
		got := r.ask(t, `query ($id: ID!) { parcel(id: $id) { status history { event cause dossier procedure validFrom status
			sources { kind number date } changes { summary legalArea { from to } purposesChanged { from { area } to { area } } verticesAdded } } } }`, vars{"id": id})
		got.shows(t, "parcel.history.0.changes", `null`)
		sources := `[{"kind": "BIEN_BAN", "number": "7", "date": "2025-08-30"}]`
		for i, want := range []vars{
			{"event": "parcel.purposes_changed.v1", "cause": "CM",
				"summary": "Mục đích ONT từ 60,0 m², nguồn gốc CNQ-CTT thành 80,0 m²; mục đích CLN từ 40,0 m², đến 01/01/2070 thành 20,0 m²."},
			{"event": "parcel.legal_area_changed.v1", "cause": "TD",
				"summary": "Diện tích pháp lý từ 100,0 m² thành 100,4 m²; mục đích ONT từ 80,0 m² thành 80,4 m²."},
			{"event": "parcel.ended.v1", "cause": "SA", "summary": "Thửa kết thúc."},
		} {
			at := fmt.Sprintf("parcel.history.%d.", i+1)
			for _, name := range []string{"event", "cause"} {
				got.shows(t, at+name, fmt.Sprintf("%q", want[name]))
			}
			got.shows(t, at+"changes.summary", fmt.Sprintf("%q", want["summary"]))
			got.shows(t, at+"sources", sources)
			got.shows(t, at+"validFrom", `"2025-09-01"`)
		}
		got.shows(t, "parcel.history.2.changes.legalArea", `{"from": 100, "to": 100.4}`)
		got.shows(t, "parcel.status", `"ENDED"`)
	})

	t.Run("a survey shows the vertices that moved", func(t *testing.T) {
		parcels := r.row(t, 963, 106, 2)
		r.changed(t, "boundaryResurvey", wish(vars{"parcels": []vars{ref(parcels[0])}, "moves": []vars{move(parcels[0], 10, 10, 10.2, 10)}}))
		r.settle(t)
		for _, parcel := range parcels {
			got := r.ask(t, `query ($id: ID!) { parcel(id: $id) { history { changes { verticesAdded verticesRemoved measuredArea { from } } } } }`, vars{"id": parcel["id"]})
			added := got.at(t, "parcel.history.1.changes.verticesAdded.0.coordinates").([]any)
			removed := got.at(t, "parcel.history.1.changes.verticesRemoved.0.coordinates").([]any)
			if added[0].(float64)-removed[0].(float64) < 0.19 || added[1] != removed[1] {
				t.Errorf("from %v to %v", removed, added)
			}
			got.shows(t, "parcel.history.1.changes.measuredArea.from", `100`)
		}
	})
}

// now is an instant after everything that was recorded and before everything that
// will be.
func now(t *testing.T, r *registry) string {
	t.Helper()
	r.settle(t)
	return time.Now().UTC().Format(time.RFC3339Nano)
}
