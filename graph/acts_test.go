package graph_test

import (
	"testing"

	"github.com/google/uuid"
)

// tried is one act of the trade: how it is asked for, and what it comes to.
type tried struct {
	mutation string
	// squares is how many are registered for it, and input what is asked with them.
	squares int
	input   func(t *testing.T, r *registry, parcels []vars) vars
	event   string
	// begun, ended and changed count the parcels of the outcome.
	begun, ended, changed int
}

// acts are tried each on a sheet and a row of squares of its own.
var acts = map[string]tried{
	"a subdivision": {"parcelSubdivide", 1, func(_ *testing.T, _ *registry, p []vars) vars {
		y := p[0]["south"].(float64)
		return vars{"parcel": ref(p[0]), "parts": []vars{part(50, box(0, y, 5, y+10)), part(50, box(5, y, 10, y+10))}}
	}, "parcel.subdivided.v1", 2, 1, 0},
	"a merge": {"parcelsMerge", 2, func(_ *testing.T, _ *registry, p []vars) vars {
		return vars{"parcels": []vars{ref(p[0]), ref(p[1])}}
	}, "parcels.merged.v1", 1, 2, 0},
	"a readjustment": {"parcelsReadjust", 2, func(_ *testing.T, _ *registry, p []vars) vars {
		y := p[0]["south"].(float64)
		return vars{"parcels": []vars{ref(p[0]), ref(p[1])},
			"parts": []vars{part(120, box(0, y, 12, y+10)), part(80, box(12, y, 20, y+10))}}
	}, "parcels.readjusted.v1", 2, 2, 0},
	"a survey": {"boundaryResurvey", 2, func(_ *testing.T, _ *registry, p []vars) vars {
		return vars{"parcels": []vars{ref(p[0])}, "moves": []vars{move(p[0], 10, 10, 10.2, 10)}}
	}, "parcels.resurveyed.v1", 0, 0, 2},
	"a correction of a boundary": {"boundaryCorrect", 2, func(_ *testing.T, _ *registry, p []vars) vars {
		return vars{"parcels": []vars{ref(p[0])}, "moves": []vars{move(p[0], 10, 10, 10.2, 10)}, "effectiveDate": "2025-08-01"}
	}, "parcels.boundary_corrected.v1", 0, 0, 2},
	"erosion": {"parcelNaturalChange", 1, func(_ *testing.T, _ *registry, p []vars) vars {
		y := p[0]["south"].(float64)
		return vars{"parcel": ref(p[0]), "kind": "EROSION", "boundary": box(0, y, 9, y+10), "legalArea": 90,
			"purposes": []vars{{"type": "ONT", "area": 60}, {"type": "CLN", "area": 30}}}
	}, "parcel.naturally_changed.v1", 0, 0, 1},
	"a change of purposes": {"parcelPurposesChange", 1, func(_ *testing.T, _ *registry, p []vars) vars {
		return vars{"parcel": ref(p[0]), "purposes": []vars{{"type": "ONT", "area": 80}, {"type": "CLN", "area": 20}}}
	}, "parcel.purposes_changed.v1", 0, 0, 1},
	"a change of the legal area": {"parcelLegalAreaChange", 1, func(_ *testing.T, _ *registry, p []vars) vars {
		return vars{"parcel": ref(p[0]), "legalArea": 100.4, "purposes": []vars{{"type": "ONT", "area": 100.4}}}
	}, "parcel.legal_area_changed.v1", 0, 0, 1},
	"a recovery": {"parcelRecover", 1, func(_ *testing.T, _ *registry, p []vars) vars {
		return vars{"parcel": ref(p[0])}
	}, "parcel.recovered.v1", 0, 0, 1},
	"a recovery of a part": {"parcelRecover", 1, func(_ *testing.T, _ *registry, p []vars) vars {
		y := p[0]["south"].(float64)
		taken := part(50, box(5, y, 10, y+10))
		taken["recovered"] = true
		return vars{"parcel": ref(p[0]), "parts": []vars{part(50, box(0, y, 5, y+10)), taken}}
	}, "parcel.partly_recovered.v1", 2, 1, 0},
	"an end": {"parcelEnd", 1, func(_ *testing.T, _ *registry, p []vars) vars {
		return vars{"parcel": ref(p[0]), "cause": "SA"}
	}, "parcel.ended.v1", 0, 1, 0},
	"a reinstatement": {"parcelReinstate", 1, func(t *testing.T, r *registry, p []vars) vars {
		r.changed(t, "parcelEnd", wish(vars{"parcel": ref(p[0]), "cause": "SN"}))
		input := wish(vars{"parcel": r.seen(t, p[0]["id"])})
		return vars{"parcel": input["parcel"], "effectiveDate": nil}
	}, "parcels.reinstated.v1", 0, 0, 1},
	"a correction": {"parcelCorrect", 1, func(_ *testing.T, _ *registry, p []vars) vars {
		return vars{"parcel": ref(p[0]), "number": 70, "legalArea": 100.2, "effectiveDate": "2025-08-01",
			"purposes": []vars{{"type": "ONT", "area": 100.2}}}
	}, "parcel.corrected.v1", 0, 0, 1},
}

func ref(p vars) vars { return vars{"id": p["id"], "expectedRevision": p["revision"]} }

// move moves a point given in metres from the parcel's corner.
func move(p vars, fromE, fromN, toE, toN float64) vars {
	south := north0 + p["south"].(float64)
	return vars{
		"from": vars{"easting": east0 + fromE, "northing": south + fromN},
		"to":   vars{"easting": east0 + toE, "northing": south + toN},
	}
}

// row registers squares beside each other on a sheet of their own.
func (r *registry) row(t *testing.T, sheet, row, squares int) []vars {
	t.Helper()
	parcels := make([]vars, squares)
	for i := range squares {
		done := r.register(t, square(sheet, i+1, i, row))
		parcels[i] = r.seen(t, done[0].Parcel.String())
		parcels[i]["revision"], parcels[i]["south"] = parcels[i]["expectedRevision"], 10*float64(row)
	}
	return parcels
}

// TestActs asks for every act: tried, stale, carried out, and sent again. One act
// goes after the other, so that the log shows whether any of it wrote something.
func TestActs(t *testing.T) {
	t.Parallel()
	r := emptyRegistry(t)
	sheet := 0
	for name, act := range acts {
		sheet++
		t.Run(name, func(t *testing.T) {
			input := wish(act.input(t, r, r.row(t, sheet, 2*sheet, act.squares)))
			if input["effectiveDate"] == nil {
				delete(input, "effectiveDate")
			}

			before := r.end(t)
			dry := r.change(t, act.mutation, with(input, "dryRun", true))
			dry.shows(t, "change.userErrors", `[]`)
			dry.shows(t, "change.parcels", `[]`)
			dry.shows(t, "change.position", `null`)
			dry.shows(t, "change.dryRun", `true`)
			dry.shows(t, "change.outcome.event", `"`+act.event+`"`)

			stale := r.change(t, act.mutation, staler(input))
			stale.shows(t, "change.userErrors.0.code", `"REVISION_CONFLICT"`)
			stale.shows(t, "change.outcome", `null`)
			stale.shows(t, "change.position", `null`)
			if stale.at(t, "change.userErrors.0.currentRevision") == nil || stale.at(t, "change.userErrors.0.messageEn") == nil {
				t.Error("a conflict names neither the revision of today nor speaks English")
			}
			if r.end(t) != before {
				t.Error("a try or a refusal wrote something")
			}

			done := r.changed(t, act.mutation, input)
			alike(t, "what a try foretold", dry.at(t, "change.outcome"), done.at(t, "change.outcome"))
			for list, want := range map[string]int{"begun": act.begun, "ended": act.ended, "changed": act.changed} {
				if got := len(done.at(t, "change.outcome."+list).([]any)); got != want {
					t.Errorf("%d parcels %s, want %d", got, list, want)
				}
			}
			if got := len(done.at(t, "change.parcels").([]any)); got != act.begun+act.changed {
				t.Errorf("%d parcels shown, want %d", got, act.begun+act.changed)
			}

			again := r.change(t, act.mutation, input)
			alike(t, "a resend", done.at(t, "change"), again.at(t, "change"))

			other := r.change(t, act.mutation, with(input, "dossier", "000.00.31.H11-250901-0002"))
			other.shows(t, "change.userErrors.0.code", `"IDEMPOTENCY_KEY_REUSED"`)
		})
	}
}

// staler is the input of somebody who saw the parcel before its last change.
func staler(input vars) vars {
	old := with(input, "idempotencyKey", uuid.NewString())
	if parcel, one := input["parcel"].(vars); one {
		old["parcel"] = with(parcel, "expectedRevision", 0)
		return old
	}
	parcels := append([]vars{}, input["parcels"].([]vars)...)
	parcels[len(parcels)-1] = with(parcels[len(parcels)-1], "expectedRevision", 0)
	old["parcels"] = parcels
	return old
}
