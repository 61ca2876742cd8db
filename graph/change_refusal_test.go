package graph_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/diachinh/diachinh/access"
	"github.com/diachinh/diachinh/domain/ladm"
)

// testChangeRefusals asks for changes that nobody may make: each refusal leads to
// the part of the input that is wrong.
func testChangeRefusals(t *testing.T, r *registry) {
	const south = 1600.0
	parcel := r.row(t, 990, 160, 1)[0]
	parts := func(boundaries ...vars) []vars {
		var all []vars
		for _, boundary := range boundaries {
			all = append(all, part(50, boundary))
		}
		return all
	}
	west, east := box(0, south, 5, south+10), box(5, south, 10, south+10)
	for name, c := range map[string]struct {
		change     func(input vars)
		code, path string
	}{
		"parts with a gap":            {func(in vars) { in["parts"] = parts(box(0, south, 4, south+10), east) }, "PARTS_GAP", `["input", "parts"]`},
		"parts that overlap":          {func(in vars) { in["parts"] = parts(west, box(4, south, 10, south+10)) }, "PARTS_OVERLAP", `["input", "parts", "0", "boundary"]`},
		"a part that reaches outside": {func(in vars) { in["parts"] = parts(west, box(5, south, 11, south+10)) }, "PARTS_OUTSIDE", `["input", "parts", "1", "boundary"]`},
		"one part alone":              {func(in vars) { in["parts"] = parts(box(0, south, 10, south+10)) }, "PARTS_TOO_FEW", `["input", "parts"]`},
		"a part whose purposes do not sum up": {func(in vars) {
			all := parts(west, east)
			all[1]["purposes"] = []vars{{"type": "ONT", "area": 40}}
			in["parts"] = all
		}, "PURPOSES_SUM", `["input", "parts", "1", "purposes"]`},
		"a part with a number that is taken": {func(in vars) {
			all := parts(west, east)
			all[1]["number"] = 1
			in["parts"] = all
		}, "NUMBER_TAKEN", `["input", "parts", "1", "number"]`},
		"a part that would be recovered": {func(in vars) {
			all := parts(west, east)
			all[1]["recovered"] = true
			in["parts"] = all
		}, "RECOVERED_NOT_HERE", `["input", "parts", "1", "recovered"]`},
		"a part that would not be recovered": {func(in vars) {
			all := parts(west, east)
			all[1]["recovered"] = false
			in["parts"] = all
		}, "RECOVERED_NOT_HERE", `["input", "parts", "1", "recovered"]`},
		"a boundary that is no polygon": {func(in vars) { in["parts"] = parts(west, vars{"type": "Point"}) }, "BOUNDARY_MALFORMED", `["input", "parts", "1", "boundary"]`},
		"a boundary in another system than the sheet's": {func(in vars) {
			other := box(5, south, 10, south+10)
			other["crs"] = vars{"type": "name", "properties": vars{"name": "urn:ogc:def:crs:EPSG::9205"}}
			in["parts"] = parts(west, other)
		}, "BOUNDARY_SRID_MISMATCH", `["input", "parts", "1", "boundary"]`},
		"a day that has not come": {func(in vars) { in["effectiveDate"] = "2999-01-01" }, "EFFECTIVE_DATE_FUTURE", `["input", "effectiveDate"]`},
		"a day before the parcel": {func(in vars) { in["effectiveDate"] = "2025-07-15" }, "EFFECTIVE_DATE_BEFORE_SHEET", `["input", "effectiveDate"]`},
		"a parcel that is not there": {func(in vars) {
			in["parcel"] = vars{"id": "00000000-0000-4000-8000-000000000000", "expectedRevision": 1}
		}, "PARCEL_UNKNOWN", `["input", "parcel"]`},
		"an old revision": {func(in vars) { in["parcel"] = with(ref(parcel), "expectedRevision", 77) }, "REVISION_CONFLICT", `["input", "parcel", "expectedRevision"]`},
		"an empty key":    {func(in vars) { in["idempotencyKey"] = "" }, "IDEMPOTENCY_KEY_MALFORMED", `["input", "idempotencyKey"]`},
	} {
		for _, dry := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s is refused, tried (%v) or not", name, dry), func(t *testing.T) {
				input := wish(vars{"parcel": ref(parcel), "parts": parts(west, east), "dryRun": dry})
				c.change(input)
				got := r.change(t, "parcelSubdivide", input)
				got.shows(t, "change.userErrors.0.code", fmt.Sprintf("%q", c.code))
				got.shows(t, "change.userErrors.0.path", c.path)
				got.shows(t, "change.parcels", `[]`)
				got.shows(t, "change.outcome", `null`)
				got.shows(t, "change.position", `null`)
				got.shows(t, "change.dryRun", fmt.Sprint(dry))
				if message := got.at(t, "change.userErrors.0.message").(string); !isVietnamese(message) {
					t.Errorf("message %q", message)
				}
				if got.at(t, "change.userErrors.0.messageEn") == nil {
					t.Error("no message in English")
				}
			})
		}
	}

	for name, c := range map[string]struct {
		parts any
		code  string
	}{
		"no part":                      {[]vars{}, "PARTS_TOO_FEW"},
		"parts of which none is taken": {parts(west, east), "NOTHING_RECOVERED"},
	} {
		t.Run("a recovery of "+name+" is refused", func(t *testing.T) {
			got := r.change(t, "parcelRecover", wish(vars{"parcel": ref(parcel), "parts": c.parts}))
			got.shows(t, "change.userErrors.0.code", fmt.Sprintf("%q", c.code))
			got.shows(t, "change.userErrors.0.path", `["input", "parts"]`)
		})
	}

	t.Run("a place says where parts leave a gap", func(t *testing.T) {
		got := r.change(t, "parcelSubdivide", wish(vars{"parcel": ref(parcel), "parts": parts(box(0, south, 4, south+10), east)}))
		got.shows(t, "change.userErrors.0.place.type", `"Point"`)
	})

	t.Run("a boundary that names the sheet's own system is taken", func(t *testing.T) {
		named := box(5, south, 10, south+10)
		named["crs"] = vars{"type": "name", "properties": vars{"name": "urn:ogc:def:crs:EPSG::5897"}}
		got := r.change(t, "parcelSubdivide", wish(vars{"parcel": ref(parcel), "parts": parts(west, named), "dryRun": true}))
		got.shows(t, "change.userErrors", `[]`)
	})

	t.Run("an id that is none is found where it stands", func(t *testing.T) {
		bad := vars{"id": "w7eqb", "expectedRevision": 1}
		one := r.change(t, "parcelEnd", wish(vars{"parcel": bad, "cause": "SA"}))
		one.shows(t, "change.userErrors.0.code", `"BAD_ID"`)
		one.shows(t, "change.userErrors.0.path", `["input", "parcel", "id"]`)
		several := r.change(t, "parcelsMerge", wish(vars{"parcels": []vars{ref(parcel), bad}}))
		several.shows(t, "change.userErrors.0.path", `["input", "parcels", "1", "id"]`)
	})

	t.Run("nobody changes nothing", func(t *testing.T) {
		input := wish(vars{"parcel": ref(parcel), "cause": "SA"})
		got := r.send(t, operation(t, access.Principal{}, changeOf("parcelEnd"), vars{"input": input}))
		if got.code() != "ACTOR_REQUIRED" || got.Status != http.StatusOK {
			t.Errorf("got %+v", got)
		}
	})

	t.Run("an ended parcel says so, and its revision of today", func(t *testing.T) {
		gone := r.row(t, 991, 162, 1)[0]
		r.changed(t, "parcelEnd", wish(vars{"parcel": ref(gone), "cause": "SA"}))
		again := r.change(t, "parcelEnd", wish(vars{"parcel": ref(gone), "cause": "SA"}))
		again.shows(t, "change.userErrors.0.code", `"REVISION_CONFLICT"`)
		input := wish(vars{"parcel": vars{"id": gone["id"], "expectedRevision": again.at(t, "change.userErrors.0.currentRevision")}, "cause": "SA"})
		ended := r.change(t, "parcelEnd", input)
		ended.shows(t, "change.userErrors.0.code", `"PARCEL_ENDED"`)
		ended.shows(t, "change.userErrors.0.path", `["input", "parcel"]`)
	})

	t.Run("the same purposes again change nothing and are no error", func(t *testing.T) {
		same := r.row(t, 992, 164, 1)[0]
		got := r.change(t, "parcelPurposesChange", wish(vars{"parcel": ref(same), "purposes": []vars{
			{"type": "ONT", "area": 60, "origin": "CNQ-CTT"}, {"type": "CLN", "area": 40, "until": "2070-01-01"}}}))
		got.shows(t, "change.userErrors", `[]`)
		got.shows(t, "change.outcome", `null`)
		got.shows(t, "change.position", `null`)
	})

	t.Run("findings lead to inputs that there are", func(t *testing.T) {
		parcels := r.row(t, 993, 194, 2)
		for name, c := range map[string]struct {
			mutation   string
			input      vars
			code, path string
		}{
			"a boundary that moves into another": {"boundaryResurvey", vars{"parcels": []vars{ref(parcels[0])},
				"moves": []vars{move(parcels[0], 0, 0, 20, 20)}}, "PARCEL_OVERLAP", `["input", "parcels", "0"]`},
			"a point on no boundary": {"boundaryResurvey", vars{"parcels": []vars{ref(parcels[0])},
				"moves": []vars{move(parcels[0], 10, 10, 10.2, 10), move(parcels[0], 5, 5, 5, 6)}}, "POINT_NOT_ON_BOUNDARY", `["input", "moves", "1"]`},
			"a correction of a point on no boundary": {"boundaryCorrect", vars{"parcels": []vars{ref(parcels[0])},
				"moves": []vars{move(parcels[0], 5, 5, 5, 6)}}, "POINT_NOT_ON_BOUNDARY", `["input", "moves", "0"]`},
			"a land type of no list": {"parcelPurposesChange", vars{"parcel": ref(parcels[0]),
				"purposes": []vars{{"type": "ONT", "area": 60}, {"type": "XYZ", "area": 40}}}, "LAND_TYPE_UNKNOWN", `["input", "purposes", "1", "type"]`},
			"an origin of no list": {"parcelPurposesChange", vars{"parcel": ref(parcels[0]),
				"purposes": []vars{{"type": "ONT", "area": 100, "origin": "?"}}}, "ORIGIN_UNKNOWN", `["input", "purposes", "0", "origin"]`},
			"a hash that is none": {"parcelEnd", vars{"parcel": ref(parcels[0]), "cause": "SA",
				"sources": []vars{{"kind": "BIEN_BAN"}, {"kind": "BIEN_BAN", "sha256": "zz"}}}, "SOURCE_HASH_MALFORMED", `["input", "sources", "1", "sha256"]`},
			"a document of no kind": {"parcelEnd", vars{"parcel": ref(parcels[0]), "cause": "SA",
				"sources": []vars{{"kind": ""}}}, "SOURCE_KIND_MISSING", `["input", "sources", "0", "kind"]`},
		} {
			t.Run(name, func(t *testing.T) {
				got := r.change(t, c.mutation, wish(c.input))
				got.shows(t, "change.userErrors.0.code", fmt.Sprintf("%q", c.code))
				got.shows(t, "change.userErrors.0.path", c.path)
				if got.at(t, "change.userErrors.0.messageEn") == nil {
					t.Error("no message in English")
				}
			})
		}
	})

	t.Run("a reinstatement on ground that is taken leads to its parcel", func(t *testing.T) {
		gone := r.row(t, 994, 196, 1)[0]
		r.changed(t, "parcelEnd", wish(vars{"parcel": ref(gone), "cause": "SA"}))
		again := square(994, 2, 0, 196)
		again.EffectiveDate = ladm.NewDate(2025, 9, 2)
		r.register(t, again)
		input := wish(vars{"parcel": r.seen(t, gone["id"])})
		delete(input, "effectiveDate")
		got := r.change(t, "parcelReinstate", input)
		got.shows(t, "change.userErrors.0.code", `"GROUND_TAKEN"`)
		got.shows(t, "change.userErrors.0.path", `["input", "parcel"]`)
	})
}
