package graph_test

import (
	"fmt"
	"testing"
)

// testQuality makes a fault and mends it. It has a ward of its own.
func testQuality(t *testing.T, r *registry) {
	const south = 1700.0
	report := func(t *testing.T) answer {
		t.Helper()
		r.settle(t)
		return r.ask(t, `{ qualityReport(commune: "00145") { faultCount faults(first: 100) { code message parcels { id sheet number } place length } } }`, nil)
	}
	whole := r.row(t, 995, 170, 1)[0]
	// Across the boundary, on another sheet, two parcels meet in the middle of its side.
	halves := square(996, 1, 1, 170)
	halves.LegalArea, halves.Purposes = 50, halves.Purposes[:1]
	halves.Purposes[0].Area = 500
	for i, top := range []float64{5, 10} {
		half := halves
		e, n := east0+10, north0+south
		half.Number = i + 1
		half.Boundary = [][][2]float64{{{e, n + top - 5}, {e + 10, n + top - 5}, {e + 10, n + top}, {e, n + top}, {e, n + top - 5}}}
		r.register(t, half)
	}
	of := func(t *testing.T, got answer) (found []any) {
		t.Helper()
		for _, fault := range got.at(t, "qualityReport.faults").([]any) {
			for _, parcel := range fault.(map[string]any)["parcels"].([]any) {
				if parcel.(map[string]any)["id"] == whole["id"] {
					found = append(found, fault)
				}
			}
		}
		return found
	}

	t.Run("a vertex that the other sheet lacks is found, with its parcels and place", func(t *testing.T) {
		faults := of(t, report(t))
		if len(faults) == 0 {
			t.Fatal("not found")
		}
		fault := faults[0].(map[string]any)
		if fault["code"] != "UNMATCHED_VERTEX" || len(fault["parcels"].([]any)) != 2 || !isVietnamese(fault["message"].(string)) {
			t.Errorf("got %v", fault)
		}
		place := fmt.Sprint(fault["place"].(map[string]any)["coordinates"])
		if want := fmt.Sprint([]any{east0 + 10, north0 + south + 5}); place != want {
			t.Errorf("at %s, want %s", place, want)
		}
	})

	t.Run("it is gone when mended", func(t *testing.T) {
		r.changed(t, "parcelSubdivide", wish(vars{"parcel": ref(whole),
			"parts": []vars{part(50, box(0, south, 10, south+5)), part(50, box(0, south+5, 10, south+10))}}))
		if faults := of(t, report(t)); len(faults) > 0 {
			t.Errorf("got %v", faults)
		}
	})

	t.Run("a commune that is not there is refused", func(t *testing.T) {
		if got := r.ask(t, `{ qualityReport(commune: "99999") { parcels } }`, nil); got.code() != "BAD_INPUT" {
			t.Errorf("got %+v", got)
		}
	})

	t.Run("too many faults at once are refused", func(t *testing.T) {
		if got := r.ask(t, `{ qualityReport(commune: "00145") { faults(first: 101) { code } } }`, nil); got.code() != "BAD_PAGE" {
			t.Errorf("got %+v", got)
		}
	})
}
