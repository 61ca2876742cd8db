package graph_test

import (
	"testing"

	"github.com/google/uuid"
)

func testParcels(t *testing.T, r *registry) {
	square1 := square(901, 1, 0, 0)
	done := r.register(t, square1, square(901, 2, 1, 0), square(901, 3, 0, 1), square(901, 4, 1, 1))
	other := square(901, 1, 3, 0)
	other.Scale = 500
	r.register(t, other)
	id := done[0].Parcel.String()
	code := r.ask(t, `query ($id: ID!) { parcel(id: $id) { code } }`, vars{"id": id}).at(t, "parcel.code")

	t.Run("a parcel shows what was registered", func(t *testing.T) {
		got := r.ask(t, `query ($id: ID!) { parcel(id: $id) {
			id number legalArea measuredArea status validFrom validTo revision
			commune { code name kind validFrom province { code name } }
			sheet { number scale srid commune { code } }
			purposes { type { code name } area until origin }
		} }`, vars{"id": id})
		got.shows(t, "parcel", `{
			"id": "`+id+`", "number": 1, "legalArea": 100, "measuredArea": 100,
			"status": "ACTIVE", "validFrom": "2025-08-01", "validTo": null, "revision": 1,
			"commune": {"code": "00145", "name": "Phường Long Biên", "kind": "PHUONG", "validFrom": "2025-07-01",
				"province": {"code": "01", "name": "Thành phố Hà Nội"}},
			"sheet": {"number": 901, "scale": 1000, "srid": 5897, "commune": {"code": "00145"}},
			"purposes": [
				{"type": {"code": "ONT", "name": "Đất ở tại nông thôn"}, "area": 60, "until": null, "origin": "CNQ-CTT"},
				{"type": {"code": "CLN", "name": "Đất trồng cây lâu năm"}, "area": 40, "until": "2070-01-01", "origin": null}
			]}`)
	})

	t.Run("it is found by its code", func(t *testing.T) {
		r.ask(t, `query ($code: String!) { parcelByCode(code: $code) { id } }`, vars{"code": code}).
			shows(t, "parcelByCode.id", `"`+id+`"`)
	})

	t.Run("it is found by its numbers and scale", func(t *testing.T) {
		r.ask(t, `{ parcelByNumber(commune: "00145", sheet: 901, number: 1, scale: 1000) { id } }`, nil).
			shows(t, "parcelByNumber.id", `"`+id+`"`)
	})

	t.Run("two scales with the same numbers need the scale", func(t *testing.T) {
		got := r.ask(t, `{ parcelByNumber(commune: "00145", sheet: 901, number: 1) { id } }`, nil)
		if got.code() != "AMBIGUOUS_SCALE" || got.Errors[0].Message != "Xã 00145 có nhiều tờ bản đồ số 901, ở các tỷ lệ 1:500, 1:1000. Hãy nêu scale." {
			t.Errorf("got %+v", got)
		}
	})

	t.Run("the day before it began there was nothing", func(t *testing.T) {
		got := r.ask(t, `query ($code: String!) {
			byCode: parcelByCode(code: $code, validAt: "2025-07-31") { id }
			byNumber: parcelByNumber(commune: "00145", sheet: 901, number: 2, validAt: "2025-07-31") { id }
			first: parcelByCode(code: $code, validAt: "2025-08-01") { id }
		}`, vars{"code": code})
		got.shows(t, "byCode", `null`)
		got.shows(t, "byNumber", `null`)
		got.shows(t, "first.id", `"`+id+`"`)
	})

	t.Run("what is not there is null", func(t *testing.T) {
		got := r.ask(t, `query ($id: ID!) {
			parcel(id: $id) { id }
			parcelByCode(code: "w7eqbnotcode") { id }
			parcelByNumber(commune: "00145", sheet: 901, number: 77) { id }
			mapSheet(commune: "00145", number: 77) { id }
			commune(code: "99999") { name }
		}`, vars{"id": uuid.NewString()})
		for name := range got.Data {
			got.shows(t, name, `null`)
		}
	})

	t.Run("an id that is none is refused", func(t *testing.T) {
		if got := r.ask(t, `{ parcel(id: "w7eqb") { id } }`, nil); got.code() != "BAD_ID" {
			t.Errorf("got %+v", got)
		}
	})

	t.Run("a day that is none is refused", func(t *testing.T) {
		if got := r.ask(t, `{ parcelByCode(code: "x", validAt: "2025-02-30") { id } }`, nil); got.code() != "BAD_INPUT" {
			t.Errorf("got %+v", got)
		}
	})

	t.Run("neighbours share a boundary, not only a corner", func(t *testing.T) {
		got := r.ask(t, `query ($id: ID!) { parcel(id: $id) {
			neighbours { nodes { number } hasMore }
			one: neighbours(first: 1) { nodes { number neighbours { nodes { number } } } hasMore }
		} }`, vars{"id": id})
		got.shows(t, "parcel.neighbours", `{"nodes": [{"number": 2}, {"number": 3}], "hasMore": false}`)
		got.shows(t, "parcel.one", `{"nodes": [{"number": 2, "neighbours": {"nodes": [{"number": 1}, {"number": 4}]}}], "hasMore": true}`)
	})

	t.Run("too many neighbours at once are refused", func(t *testing.T) {
		got := r.ask(t, `query ($id: ID!) { parcel(id: $id) { neighbours(first: 101) { nodes { number } } } }`, vars{"id": id})
		if got.code() != "BAD_PAGE" {
			t.Errorf("got %+v", got)
		}
	})
}

func testHistory(t *testing.T, r *registry) {
	done := r.register(t, square(903, 1, 10, 0))

	t.Run("a parcel's first version tells how it came about", func(t *testing.T) {
		got := r.ask(t, `query ($id: ID!) { parcel(id: $id) { history {
			version validFrom validTo recordedTo event cause dossier office number legalArea status purposes { area } geometry
		} } }`, vars{"id": done[0].Parcel.String()})
		got.shows(t, "parcel.history.0", `{
			"version": 1, "validFrom": "2025-08-01", "validTo": null, "recordedTo": null,
			"event": "parcel.registered.v1", "cause": null, "dossier": null, "office": "vpdk-1",
			"number": 1, "legalArea": 100, "status": "ACTIVE", "purposes": [{"area": 60}, {"area": 40}],
			"geometry": {"type": "Polygon", "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::5897"}},
				"coordinates": [[[592100, 2325500], [592110, 2325500], [592110, 2325510], [592100, 2325510], [592100, 2325500]]]}
		}`)
	})
}
