package graph_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"
)

const samplePage = `query ($commune: String, $sheet: Int, $near: NearInput, $within: WithinInput, $first: Int, $after: String, $last: Int, $before: String) {
	parcels(commune: $commune, sheet: $sheet, near: $near, within: $within, first: $first, after: $after, last: $last, before: $before) {
		edges { cursor node { id number sheet { number } } }
		pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
	}
}`

func testLists(t *testing.T, r *registry) {
	t.Run("the whole sample is there", func(t *testing.T) {
		r.ask(t, `{ parcels(commune: "09616", first: 1) { totalCount } }`, nil).shows(t, "parcels.totalCount", `1455`)
	})

	t.Run("paging forwards shows every parcel once, in the order of sheets and numbers", func(t *testing.T) {
		forwards := walk(t, r, vars{"commune": "09616", "first": 97}, "after", "hasNextPage", "endCursor")
		if len(forwards) != 1455 || !slices.IsSortedFunc(forwards, byPlace) || len(compact(forwards)) != 1455 {
			t.Errorf("%d parcels, %d different", len(forwards), len(compact(forwards)))
		}
	})

	t.Run("paging backwards shows the same, page by page from the end", func(t *testing.T) {
		forwards := walk(t, r, vars{"commune": "09616", "sheet": 7, "first": 100}, "after", "hasNextPage", "endCursor")
		backwards := walk(t, r, vars{"commune": "09616", "sheet": 7, "last": 33}, "before", "hasPreviousPage", "startCursor")
		slices.SortStableFunc(backwards, byPlace)
		if len(forwards) != 316 || !slices.Equal(forwards, backwards) {
			t.Errorf("%d forwards, %d backwards", len(forwards), len(backwards))
		}
	})

	t.Run("without any condition all parcels are listed", func(t *testing.T) {
		got := r.ask(t, `{ parcels { nodes { id } pageInfo { hasNextPage hasPreviousPage } } }`, nil)
		if nodes := got.at(t, "parcels.nodes").([]any); len(nodes) != 20 {
			t.Errorf("%d parcels, want 20", len(nodes))
		}
		got.shows(t, "parcels.pageInfo", `{"hasNextPage": true, "hasPreviousPage": false}`)
	})

	t.Run("an empty list has no cursors", func(t *testing.T) {
		r.ask(t, `{ parcels(commune: "09616", sheet: 99) { nodes { id } edges { cursor } totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`, nil).
			shows(t, "parcels", `{"nodes": [], "edges": [], "totalCount": 0,
				"pageInfo": {"hasNextPage": false, "hasPreviousPage": false, "startCursor": null, "endCursor": null}}`)
	})

	t.Run("parcels near a place and within a rectangle are found", func(t *testing.T) {
		r.register(t, square(905, 1, 30, 0), square(905, 2, 40, 0))
		centre := r.ask(t, `{ parcelByNumber(commune: "00145", sheet: 905, number: 1) { centroid(srid: 4326) } }`, nil).
			at(t, "parcelByNumber.centroid.coordinates").([]any)
		lon, lat := centre[0].(float64), centre[1].(float64)
		r.ask(t, fmt.Sprintf(`{ parcels(near: {longitude: %.9f, latitude: %.9f, distance: 20}) { nodes { number sheet { number } } } }`, lon, lat), nil).
			shows(t, "parcels.nodes", `[{"number": 1, "sheet": {"number": 905}}]`)
		r.ask(t, fmt.Sprintf(`{ parcels(commune: "00145", within: {west: %.9f, south: %.9f, east: %.9f, north: %.9f}) { totalCount nodes { number } } }`,
			lon-0.0001, lat-0.0001, lon+0.002, lat+0.0001), nil).
			shows(t, "parcels", `{"totalCount": 2, "nodes": [{"number": 1}, {"number": 2}]}`)
	})

	t.Run("parcels near a place and within a rectangle are paged both ways", func(t *testing.T) {
		place := r.register(t, square(906, 1, 60, 0), square(906, 2, 61, 0), square(906, 3, 62, 0))
		centre := r.ask(t, `query ($id: ID!) { parcel(id: $id) { centroid(srid: 4326) } }`, vars{"id": place[1].Parcel}).
			at(t, "parcel.centroid.coordinates").([]any)
		lon, lat := centre[0].(float64), centre[1].(float64)
		for name, where := range map[string]vars{
			"near":   {"near": vars{"longitude": lon, "latitude": lat, "distance": 9}},
			"within": {"within": vars{"west": lon - 1e-4, "east": lon + 1e-4, "south": lat - 1e-5, "north": lat + 1e-5}},
		} {
			forwards := walk(t, r, with(where, "first", 1), "after", "hasNextPage", "endCursor")
			backwards := walk(t, r, with(where, "last", 1), "before", "hasPreviousPage", "startCursor")
			slices.Reverse(backwards)
			if len(forwards) != 3 || !slices.Equal(forwards, backwards) {
				t.Errorf("%s: %v forwards, %v backwards", name, forwards, backwards)
			}
		}
	})

	t.Run("a list before its parcels began is empty", func(t *testing.T) {
		r.ask(t, `{ parcels(commune: "09616", validAt: "2025-07-31") { totalCount } }`, nil).shows(t, "parcels.totalCount", `0`)
		r.ask(t, `{ parcels(commune: "09616", validAt: "2025-08-01") { totalCount } }`, nil).shows(t, "parcels.totalCount", `1455`)
	})

	t.Run("a sheet lists its parcels, whichever way one comes to it", func(t *testing.T) {
		got := r.ask(t, `{
			mapSheet(commune: "09616", number: 10) { scale srid parcels(last: 2) { totalCount nodes { number } pageInfo { hasPreviousPage } } }
			parcelByNumber(commune: "09616", sheet: 10, number: 1) { sheet {
				a: parcels(first: 1) { nodes { number } } b: parcels(first: 2) { nodes { number neighbours { hasMore } } } } }
		}`, nil)
		got.shows(t, "mapSheet", `{"scale": 2000, "srid": 5897, "parcels": {
			"totalCount": 6, "nodes": [{"number": 5}, {"number": 6}], "pageInfo": {"hasPreviousPage": true}}}`)
		got.shows(t, "parcelByNumber.sheet", `{"a": {"nodes": [{"number": 1}]},
			"b": {"nodes": [{"number": 1, "neighbours": {"hasMore": false}}, {"number": 2, "neighbours": {"hasMore": false}}]}}`)
	})

	t.Run("a sheet's page that is refused leaves the rest of the answer", func(t *testing.T) {
		got := r.ask(t, `{ mapSheet(commune: "09616", number: 10) { parcels(after: "AAAA") { totalCount } } commune(code: "09616") { code } }`, nil)
		if got.code() != "BAD_CURSOR" || fmt.Sprint(got.Errors[0].Path) != "[mapSheet parcels]" || got.Data["commune"] == nil {
			t.Errorf("got %+v", got)
		}
	})

	other := r.ask(t, samplePage, vars{"commune": "09616", "sheet": 8, "first": 1}).at(t, "parcels.pageInfo.endCursor")
	for name, c := range map[string]struct {
		arguments vars
		code      string
	}{
		"first and last together":        {vars{"first": 1, "last": 1}, "BAD_PAGE"},
		"no item at all":                 {vars{"first": 0}, "BAD_PAGE"},
		"fewer than none":                {vars{"last": -1}, "BAD_PAGE"},
		"more than a hundred":            {vars{"first": 101}, "BAD_PAGE"},
		"a sheet without a commune":      {vars{"sheet": 1}, "BAD_INPUT"},
		"an empty commune":               {vars{"commune": ""}, "BAD_INPUT"},
		"an empty cursor":                {vars{"after": ""}, "BAD_CURSOR"},
		"an empty cursor from the end":   {vars{"commune": "09616", "last": 1, "before": ""}, "BAD_CURSOR"},
		"a cursor that was made up":      {vars{"after": "bm90IGEgY3Vyc29yIG9mIG91cnM"}, "BAD_CURSOR"},
		"a cursor of another list":       {vars{"commune": "09616", "sheet": 7, "after": other}, "BAD_CURSOR"},
		"the cursor of a list in before": {vars{"commune": "09616", "before": other}, "BAD_CURSOR"},
	} {
		t.Run(name+" is refused", func(t *testing.T) {
			if got := r.ask(t, samplePage, c.arguments); got.code() != c.code {
				t.Errorf("got %+v, want %s", got, c.code)
			}
		})
	}
	for name, query := range map[string]string{
		"a place off the earth":       `{ parcels(near: {longitude: 105, latitude: 91, distance: 1}) { totalCount } }`,
		"a search too wide":           `{ parcels(near: {longitude: 105, latitude: 21, distance: 10001}) { totalCount } }`,
		"a rectangle inside out":      `{ parcels(within: {west: 106, south: 20, east: 105, north: 21}) { totalCount } }`,
		"a number beyond 32 bits":     `{ parcels(commune: "09616", sheet: 4294967296) { totalCount } }`,
		"a number as a text variable": `{ parcels(commune: "09616", first: 2147483648) { totalCount } }`,
	} {
		t.Run(name+" is refused", func(t *testing.T) {
			if got := r.ask(t, query, nil); got.code() != "BAD_INPUT" {
				t.Errorf("got %+v", got)
			}
		})
	}
}

// listed is a parcel's place in a list.
type listed struct {
	sheet, number int
	id            string
}

func byPlace(a, b listed) int {
	if a.sheet != b.sheet {
		return a.sheet - b.sheet
	}
	return a.number - b.number
}

func compact(parcels []listed) []listed {
	sorted := slices.Clone(parcels)
	slices.SortFunc(sorted, byPlace)
	return slices.Compact(sorted)
}

// with is variables and one more.
func with(variables vars, name string, value any) vars {
	all := maps.Clone(variables)
	all[name] = value
	return all
}

// walk follows a list's cursors to its end.
func walk(t *testing.T, r *registry, arguments vars, cursor, more, next string) (seen []listed) {
	t.Helper()
	for {
		got := r.ask(t, samplePage, arguments)
		for _, edge := range got.at(t, "parcels.edges").([]any) {
			node := edge.(map[string]any)["node"].(map[string]any)
			seen = append(seen, listed{
				int(node["sheet"].(map[string]any)["number"].(float64)), int(node["number"].(float64)), node["id"].(string),
			})
		}
		if !got.at(t, "parcels.pageInfo."+more).(bool) {
			return seen
		}
		arguments[cursor] = got.at(t, "parcels.pageInfo."+next)
	}
}
