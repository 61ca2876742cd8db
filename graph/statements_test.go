package graph_test

import (
	"context"
	"sync/atomic"
	"testing"
)

// testStatements counts the SQL statements behind an operation: one a level.
func testStatements(t *testing.T, r *registry) {
	for name, c := range map[string]struct {
		query string
		want  int64
	}{
		"a parcel with its sheet and commune": {
			`{ parcelByNumber(commune: "09616", sheet: 7, number: 1) { code purposes { area } sheet { commune { province { name } } } } }`, 1},
		"a list of parcels": {
			`{ parcels(commune: "09616") { nodes { code purposes { type { code } area } sheet { number } commune { code } geometry } pageInfo { endCursor } } }`, 1},
		"a list and its length": {
			`{ parcels(commune: "09616") { totalCount nodes { code } } }`, 2},
		"a length alone": {
			`{ parcels(commune: "09616") { totalCount } }`, 1},
		"a list with sheet, commune, neighbours and history": {
			`{ parcels(commune: "09616") { edges { node { code sheet { number } commune { name } neighbours { nodes { code geometry } } history { version } } } } }`, 3},
		"neighbours under two names": {
			`{ parcels(commune: "09616") { nodes { a: neighbours(first: 2) { nodes { code } } b: neighbours(first: 5) { nodes { geometry } } } } }`, 2},
		"neighbours of neighbours, each with a history": {
			`{ parcels(commune: "09616", first: 5) { nodes { neighbours(first: 5) { nodes { neighbours(first: 5) { nodes { history { version } } } } } } } }`, 4},
		"a sheet with its parcels and their neighbours": {
			`{ mapSheet(commune: "09616", number: 7) { parcels { nodes { neighbours { nodes { code } } } } } }`, 3},
		"what is skipped": {
			`{ parcels(commune: "09616") { nodes { code neighbours @skip(if: true) { nodes { code } } ...More @include(if: false) } } } fragment More on Parcel { history { version } }`, 1},
		"what a fragment asks for": {
			`{ parcels(commune: "09616") { nodes { ...More } } } fragment More on Parcel { history { version } }`, 2},
		"a parcel as of both axes": {
			`{ parcelByNumber(commune: "09616", sheet: 7, number: 1, validAt: "2025-08-02", knownAt: "2100-01-01T00:00:00Z") { code recovered annulled } }`, 1},
		"histories with differences": {
			`{ parcels(commune: "09616") { nodes { history { event sources { kind } warnings { code } changes { summary verticesAdded } } } } }`, 2},
		"ancestors and descendants, with their parcels' sheets": {
			`{ parcels(commune: "09616") { nodes { ancestors { parent { code sheet { number } } child { geometry } } descendants { area child { number } } } } }`, 3},
		"ancestors to several depths": {
			`{ parcels(commune: "09616") { nodes { a: ancestors(depth: 1) { depth } b: ancestors(depth: 3) { depth } } } }`, 2},
		"what replaced parcels, what stands today, and their old addresses": {
			`{ parcels(commune: "09616") { nodes { replacedBy { number } standsInstead { number } aliases { number } } } }`, 4},
		"the numbers of the sheets of parcels": {
			`{ parcels(commune: "09616") { nodes { sheet { numbers { number } } } } }`, 2},
		"a family's picture": {
			`{ parcelByNumber(commune: "09616", sheet: 7, number: 1) { lineageSvg } }`, 3},
		"communes": {
			`{ communes(search: "an") { nodes { name province { name } } } }`, 1},
	} {
		t.Run(name, func(t *testing.T) {
			var count atomic.Int64
			request := operation(t, clerk, c.query, nil)
			got := r.send(t, request.WithContext(context.WithValue(request.Context(), statements{}, &count)))
			if len(got.Errors) > 0 || count.Load() != c.want {
				t.Errorf("%d statements, want %d; errors %+v", count.Load(), c.want, got.Errors)
			}
		})
	}
}
