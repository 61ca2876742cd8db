package graph_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/diachinh/diachinh/gis/formats"
)

// realParts reads the three parts into which parcel 7 of sheet 15 was really split.
func realParts(t *testing.T) []vars {
	t.Helper()
	layer, err := formats.Open("../samples/real-cadastre.gpkg", "subdivision_533")
	must(t, err)
	defer layer.Close()
	var parts []vars
	for feature, err := range layer.Features(context.Background()) {
		must(t, err)
		area := feature.Attributes["register_area_m2"].(float64)
		parts = append(parts, vars{
			"legalArea": area, "purposes": []vars{{"type": "NTS", "area": area}},
			"boundary": vars{"type": "Polygon", "coordinates": feature.Rings},
		})
	}
	return parts
}

// across shows the neighbours of a parcel on other sheets than its own.
func (r *registry) across(t *testing.T, id any) []map[string]any {
	t.Helper()
	got := r.ask(t, `query ($id: ID!) { parcel(id: $id) { sheet { number } neighbours(first: 100) { nodes { id number legalArea revision geometry sheet { number } } } } }`, vars{"id": id})
	own := got.at(t, "parcel.sheet.number")
	var others []map[string]any
	for _, node := range got.at(t, "parcel.neighbours.nodes").([]any) {
		neighbour := node.(map[string]any)
		if neighbour["sheet"].(map[string]any)["number"] != own {
			others = append(others, neighbour)
		}
	}
	return others
}

// clean asks for the quality report of a commune and wants no fault in it.
func (r *registry) clean(t *testing.T, commune string, parcels int) {
	t.Helper()
	r.settle(t)
	got := r.ask(t, `query ($commune: String!) { qualityReport(commune: $commune) { commune parcels faultCount faults(first: 100) {
		code message parcels { id commune sheet scale number } place area length } } }`, vars{"commune": commune})
	got.shows(t, "qualityReport", fmt.Sprintf(`{"commune": %q, "parcels": %d, "faultCount": 0, "faults": []}`, commune, parcels))
}

// vertices counts the corners of a polygon of an answer.
func vertices(geometry any) (count int) {
	for _, ring := range geometry.(map[string]any)["coordinates"].([]any) {
		count += len(ring.([]any)) - 1
	}
	return count
}

// TestRealSubdivision carries the sample's real subdivision out, and undoes it as
// the correction of an error. Its dividing lines end on the boundary with sheet 19.
func TestRealSubdivision(t *testing.T) {
	t.Parallel()
	r := newRegistry(t)
	parent := r.ask(t, `{ parcelByNumber(commune: "09616", sheet: 15, number: 7) { id code revision legalArea geometry } }`, nil)
	id, code := parent.at(t, "parcelByNumber.id"), parent.at(t, "parcelByNumber.code")
	r.clean(t, "09616", 1455)
	sheets := sheetsOf(t, r.across(t, id))
	if !slices.Contains(sheets, 19) {
		t.Fatalf("the parcel's neighbours are on the sheets %v", sheets)
	}
	input := wish(vars{
		"parcel": vars{"id": id, "expectedRevision": parent.at(t, "parcelByNumber.revision")}, "parts": realParts(t),
	})

	start := r.end(t)
	dry := r.change(t, "parcelSubdivide", with(input, "dryRun", true))
	dry.shows(t, "change.userErrors", `[]`)
	if r.end(t) != start {
		t.Fatal("a try wrote something")
	}
	points := dry.at(t, "change.outcome.insertedPoints").([]any)
	pending := slices.DeleteFunc(slices.Clone(points), func(p any) bool { return !p.(map[string]any)["pending"].(bool) })
	if len(pending) == 0 {
		t.Fatalf("no point goes to another sheet: %v", points)
	}
	neighbour := pending[0].(map[string]any)["parcel"]
	before := r.ask(t, `query ($id: ID!) { parcel(id: $id) { sheet { number } legalArea revision geometry } }`, vars{"id": neighbour})
	before.shows(t, "parcel.sheet.number", `19`)

	known := time.Now()
	done := r.changed(t, "parcelSubdivide", input)
	alike(t, "what a try foretold", dry.at(t, "change.outcome"), done.at(t, "change.outcome"))
	var begun []string
	t.Run("three parcels take the sheet's next numbers", func(t *testing.T) {
		begun = ids(t, done.at(t, "change.outcome.begun"))
		var areas []float64
		for _, p := range done.at(t, "change.parcels").([]any) {
			areas = append(areas, p.(map[string]any)["legalArea"].(float64))
		}
		if !slices.Equal(areas, []float64{1444, 946, 5839}) {
			t.Errorf("legal areas %v", areas)
		}
		first := done.at(t, "change.parcels.0.number").(float64)
		done.shows(t, "change.parcels.2.number", fmt.Sprint(first+2))
	})
	t.Run("the neighbour on the other sheet has the new points, and is otherwise as it was", func(t *testing.T) {
		r.settle(t)
		after := r.ask(t, `query ($id: ID!) { parcel(id: $id) { sheet { number } legalArea revision geometry } }`, vars{"id": neighbour})
		for _, field := range []string{"parcel.legalArea", "parcel.revision"} {
			alike(t, field, before.at(t, field), after.at(t, field))
		}
		gained := slices.DeleteFunc(slices.Clone(pending), func(p any) bool { return p.(map[string]any)["parcel"] != neighbour })
		was, is := vertices(before.at(t, "parcel.geometry")), vertices(after.at(t, "parcel.geometry"))
		if is != was+len(gained) {
			t.Errorf("%d vertices, before %d, and %d were inserted", is, was, len(gained))
		}
	})
	t.Run("everything fits together again", func(t *testing.T) { r.clean(t, "09616", 1457) })
	t.Run("the old parcel is found with what replaced it, by id, number and code", func(t *testing.T) {
		got := r.ask(t, `query ($id: ID!, $code: String!) {
			byID: parcel(id: $id) { ...Found } byCode: parcelByCode(code: $code) { id }
			byNumber: parcelByNumber(commune: "09616", sheet: 15, number: 7) { ...Found } }
			fragment Found on Parcel { id status validFrom replacedBy { id } descendants { kind cause area depth parent { number } child { id } } }`,
			vars{"id": id, "code": code})
		for _, way := range []string{"byID", "byNumber"} {
			got.shows(t, way+".id", fmt.Sprintf("%q", id))
			got.shows(t, way+".status", `"ENDED"`)
			alike(t, "what replaced it", ids(t, got.at(t, way+".replacedBy")), begun)
			got.shows(t, way+".descendants.0.kind", `"parcel.subdivided.v1"`)
			got.shows(t, way+".descendants.0.cause", `"TN"`)
		}
		carriers := append(slices.Clone(begun), id.(string))
		if !slices.Contains(carriers, got.at(t, "byCode.id").(string)) {
			t.Errorf("the code leads to %v", got.at(t, "byCode.id"))
		}
	})

	r.settle(t)
	learnt := time.Now()
	undone := r.changed(t, "parcelReinstate", reinstatement(r.seen(t, id)))
	t.Run("the reversal brings the parcel back and annuls the parts", func(t *testing.T) {
		undone.shows(t, "change.outcome.event", `"parcels.reinstated.v1"`)
		undone.shows(t, "change.parcels.0.id", fmt.Sprintf("%q", id))
		undone.shows(t, "change.parcels.0.status", `"ACTIVE"`)
		annulled := undone.at(t, "change.outcome.annulled").([]any)
		if len(annulled) != 3 {
			t.Errorf("annulled %v", annulled)
		}
		got := r.ask(t, `query ($id: ID!) { parcel(id: $id) { status annulled replacedBy { id } ancestors { correctedAt parent { id } } } }`, vars{"id": begun[0]})
		got.shows(t, "parcel.annulled", `true`)
		got.shows(t, "parcel.status", `"ENDED"`)
		got.shows(t, "parcel.replacedBy", fmt.Sprintf(`[{"id": %q}]`, id))
		if got.at(t, "parcel.ancestors.0.correctedAt") == nil {
			t.Error("the descent still stands")
		}
	})
	t.Run("what was known before is kept", func(t *testing.T) {
		const asOf = `query ($id: ID!, $part: ID!, $known: DateTime) {
			parent: parcel(id: $id, validAt: "2025-10-01", knownAt: $known) { status } part: parcel(id: $part, validAt: "2025-10-01", knownAt: $known) { status annulled } }`
		asked := vars{"id": id, "part": begun[0]}
		then := r.ask(t, asOf, with(asked, "known", learnt.UTC().Format(time.RFC3339Nano)))
		then.shows(t, "parent.status", `"ENDED"`)
		then.shows(t, "part", `{"status": "ACTIVE", "annulled": false}`)
		earlier := r.ask(t, asOf, with(asked, "known", known.UTC().Format(time.RFC3339Nano)))
		earlier.shows(t, "parent.status", `"ACTIVE"`)
		earlier.shows(t, "part", `null`)
		now := r.ask(t, asOf, asked)
		now.shows(t, "parent.status", `"ACTIVE"`)
	})
	t.Run("everything fits together once more", func(t *testing.T) { r.clean(t, "09616", 1455) })
}

// sheetsOf lists the sheets of parcels.
func sheetsOf(t *testing.T, parcels []map[string]any) []int {
	t.Helper()
	var numbers []int
	for _, p := range parcels {
		numbers = append(numbers, int(p["sheet"].(map[string]any)["number"].(float64)))
	}
	return numbers
}

// reinstatement is the input that undoes the end of a parcel.
func reinstatement(parcel vars) vars {
	input := wish(vars{"parcel": parcel})
	delete(input, "effectiveDate")
	return input
}
