package graph_test

import "testing"

func testCommunes(t *testing.T, r *registry) {
	t.Run("a commune is found by its code", func(t *testing.T) {
		r.ask(t, `{ commune(code: "09616") { code kind name province { code name } validFrom } }`, nil).
			shows(t, "commune", `{"code": "09616", "kind": "XA", "name": "Xã Đoài Phương",
				"province": {"code": "01", "name": "Thành phố Hà Nội"}, "validFrom": "2025-07-01"}`)
	})

	t.Run("a commune is found without its accents", func(t *testing.T) {
		for _, search := range []string{"doai phuong", "Đoài Phương", "09616"} {
			r.ask(t, `query ($search: String) { communes(search: $search) { totalCount nodes { code } } }`, vars{"search": search}).
				shows(t, "communes", `{"totalCount": 1, "nodes": [{"code": "09616"}]}`)
		}
	})

	t.Run("all communes are listed page by page", func(t *testing.T) {
		arguments, seen := vars{}, map[any]bool{}
		for more := true; more; {
			got := r.ask(t, `query ($after: String) { communes(first: 100, after: $after) {
				totalCount edges { cursor node { id code } } pageInfo { hasNextPage endCursor } } }`, arguments)
			got.shows(t, "communes.totalCount", `3321`)
			for _, edge := range got.at(t, "communes.edges").([]any) {
				seen[edge.(map[string]any)["node"].(map[string]any)["id"]] = true
			}
			arguments["after"] = got.at(t, "communes.pageInfo.endCursor")
			more = got.at(t, "communes.pageInfo.hasNextPage").(bool)
		}
		if len(seen) != 3321 {
			t.Errorf("%d communes", len(seen))
		}
	})

	t.Run("the cursor of one search is none of another", func(t *testing.T) {
		cursor := r.ask(t, `{ communes(search: "an", first: 1) { pageInfo { endCursor } } }`, nil).at(t, "communes.pageInfo.endCursor")
		if got := r.ask(t, `query ($after: String) { communes(search: "binh", after: $after) { totalCount } }`, vars{"after": cursor}); got.code() != "BAD_CURSOR" {
			t.Errorf("got %+v", got)
		}
	})
}
