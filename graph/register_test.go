package graph_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

	"github.com/diachinh/diachinh/access"
	"github.com/diachinh/diachinh/office"
)

const registration = `mutation ($input: ParcelRegisterInput!) {
	parcelRegister(input: $input) {
		parcel { id code number legalArea commune { name } sheet { number scale } geometry history { event dossier } }
		userErrors { code message path place } warnings { code path } position
	}
}`

// inputOf writes a square as a client does.
func inputOf(parcel office.RegisterParcel) vars {
	purposes := make([]vars, len(parcel.Purposes))
	for i, p := range parcel.Purposes {
		purposes[i] = vars{"type": p.Type, "area": p.Area.Float(), "origin": p.Origin}
		if !p.Until.IsZero() {
			purposes[i]["until"] = p.Until.String()
		}
	}
	return vars{
		"idempotencyKey": uuid.NewString(),
		"commune":        parcel.Commune, "sheet": parcel.Sheet, "scale": parcel.Scale, "srid": parcel.SRID,
		"number": parcel.Number, "legalArea": parcel.LegalArea, "purposes": purposes,
		"boundary":      vars{"type": "Polygon", "coordinates": parcel.Boundary},
		"effectiveDate": parcel.EffectiveDate.String(),
		"dossier":       "000.00.31.H11-250801-0007", "procedure": "1.012753",
		"sources": []vars{{"kind": "BIEN_BAN", "number": "12", "date": "2025-07-30", "sha256": strings.Repeat("0", 64)}},
	}
}

func testRegistrations(t *testing.T, r *registry) {
	t.Run("a registration answers the parcel, already visible", func(t *testing.T) {
		got := r.ask(t, registration, vars{"input": inputOf(square(910, 5, 0, 10))})
		got.shows(t, "parcelRegister.userErrors", `[]`)
		got.shows(t, "parcelRegister.warnings", `[]`)
		got.shows(t, "parcelRegister.parcel.number", `5`)
		got.shows(t, "parcelRegister.parcel.commune.name", `"Phường Long Biên"`)
		got.shows(t, "parcelRegister.parcel.sheet", `{"number": 910, "scale": 1000}`)
		got.shows(t, "parcelRegister.parcel.history", `[{"event": "parcel.registered.v1", "dossier": "000.00.31.H11-250801-0007"}]`)
	})

	t.Run("a try says what would be registered and registers nothing", func(t *testing.T) {
		const trying = `mutation ($input: ParcelRegisterInput!) { parcelRegister(input: $input) {
			parcel { id } outcome { event begun { id number code legalArea } } userErrors { code } position dryRun } }`
		input := inputOf(square(917, 5, 0, 140))
		dry := r.ask(t, trying, vars{"input": with(input, "dryRun", true)})
		dry.shows(t, "parcelRegister.userErrors", `[]`)
		dry.shows(t, "parcelRegister.parcel", `null`)
		dry.shows(t, "parcelRegister.position", `null`)
		dry.shows(t, "parcelRegister.dryRun", `true`)
		r.settle(t)
		r.ask(t, `{ mapSheet(commune: "00145", number: 917) { id } }`, nil).shows(t, "mapSheet", `null`)
		done := r.ask(t, trying, vars{"input": input})
		alike(t, "what a try foretold", dry.at(t, "parcelRegister.outcome"), done.at(t, "parcelRegister.outcome"))
		alike(t, "the parcel", done.at(t, "parcelRegister.parcel.id"), done.at(t, "parcelRegister.outcome.begun.0.id"))
	})

	t.Run("without a number the parcel takes the next one", func(t *testing.T) {
		r.register(t, square(911, 7, 0, 20))
		input := inputOf(square(911, 0, 1, 20))
		delete(input, "number")
		r.ask(t, registration, vars{"input": input}).shows(t, "parcelRegister.parcel.number", `8`)
	})

	t.Run("a resend answers the first result again", func(t *testing.T) {
		input := inputOf(square(912, 1, 0, 30))
		first := r.ask(t, registration, vars{"input": input})
		again := r.ask(t, registration, vars{"input": input})
		for _, path := range []string{"parcelRegister.parcel.id", "parcelRegister.position"} {
			if first.at(t, path) == nil || first.at(t, path) != again.at(t, path) {
				t.Errorf("%s: first %v, again %v", path, first.at(t, path), again.at(t, path))
			}
		}
		r.ask(t, `{ parcels(commune: "00145", sheet: 912) { totalCount } }`, nil).shows(t, "parcels.totalCount", `1`)
	})

	t.Run("a key that comes again with another input is refused", func(t *testing.T) {
		input := inputOf(square(913, 1, 0, 40))
		r.ask(t, registration, vars{"input": input}).shows(t, "parcelRegister.userErrors", `[]`)
		input["legalArea"] = 100.1
		got := r.ask(t, registration, vars{"input": input})
		got.shows(t, "parcelRegister.userErrors.0.code", `"IDEMPOTENCY_KEY_REUSED"`)
		got.shows(t, "parcelRegister.userErrors.0.path", `["input", "idempotencyKey"]`)
		got.shows(t, "parcelRegister.position", `null`)
	})

	t.Run("another office may use the same key", func(t *testing.T) {
		one, other := inputOf(square(914, 1, 0, 50)), inputOf(square(914, 2, 1, 50))
		other["idempotencyKey"] = one["idempotencyKey"]
		r.ask(t, registration, vars{"input": one}).shows(t, "parcelRegister.userErrors", `[]`)
		elsewhere := access.Principal{Actor: "can-bo-9", Office: "vpdk-9"}
		r.send(t, operation(t, elsewhere, registration, vars{"input": other})).shows(t, "parcelRegister.userErrors", `[]`)
	})

	t.Run("of many who want one number and place at a time one gets it", func(t *testing.T) {
		r.register(t, square(915, 1, 0, 60))
		var mu sync.Mutex
		outcomes := map[string]int{}
		var wait sync.WaitGroup
		for range 8 {
			wait.Go(func() {
				got := r.ask(t, registration, vars{"input": inputOf(square(915, 2, 1, 60))})
				outcome := "registered"
				if errors := got.at(t, "parcelRegister.userErrors").([]any); len(errors) > 0 {
					outcome = errors[0].(map[string]any)["code"].(string)
				}
				mu.Lock()
				defer mu.Unlock()
				outcomes[outcome]++
			})
		}
		wait.Wait()
		if outcomes["registered"] != 1 || outcomes["registered"]+outcomes["NUMBER_TAKEN"]+outcomes["PARCEL_OVERLAP"] != 8 {
			t.Errorf("got %v", outcomes)
		}
	})

	t.Run("many may register beside each other on one sheet", func(t *testing.T) {
		r.register(t, square(916, 100, 0, 70))
		var wait sync.WaitGroup
		for i := range 8 {
			wait.Go(func() {
				r.ask(t, registration, vars{"input": inputOf(square(916, i+1, i+1, 70))}).shows(t, "parcelRegister.userErrors", `[]`)
			})
		}
		wait.Wait()
		r.ask(t, `{ parcels(commune: "00145", sheet: 916) { totalCount } }`, nil).shows(t, "parcels.totalCount", `9`)
	})
}

func testRefusals(t *testing.T, r *registry) {
	r.register(t, square(920, 1, 0, 80))
	for name, c := range map[string]struct {
		change     func(input vars)
		code, path string
	}{
		"a number that is taken":          {func(in vars) { in["number"] = 1 }, "NUMBER_TAKEN", `["input", "number"]`},
		"a place that is taken":           {func(in vars) { in["boundary"] = vars{"type": "Polygon", "coordinates": square(920, 2, 0, 80).Boundary} }, "PARCEL_OVERLAP", `["input", "boundary"]`},
		"purposes that do not sum up":     {func(in vars) { in["purposes"] = []vars{{"type": "ONT", "area": 50}} }, "PURPOSES_SUM", `["input", "purposes"]`},
		"an unknown land type":            {func(in vars) { in["purposes"] = []vars{{"type": "XYZ", "area": 100}} }, "LAND_TYPE_UNKNOWN", `["input", "purposes", "0", "type"]`},
		"an area far from the boundary's": {func(in vars) { in["legalArea"] = 150; in["purposes"] = []vars{{"type": "ONT", "area": 150}} }, "AREA_DEVIATION", `["input", "legalArea"]`},
		"an unknown commune":              {func(in vars) { in["commune"] = "99999" }, "COMMUNE_UNKNOWN", `["input", "commune"]`},
		"a sheet that nobody can open":    {func(in vars) { in["sheet"] = 921; delete(in, "scale") }, "SHEET_UNKNOWN", `["input", "sheet"]`},
		"a boundary that is no polygon":   {func(in vars) { in["boundary"] = "POLYGON EMPTY" }, "BOUNDARY_MALFORMED", `["input", "boundary"]`},
		"a boundary in another system": {func(in vars) {
			in["boundary"].(vars)["crs"] = vars{"properties": vars{"name": "urn:ogc:def:crs:EPSG::4326"}}
		}, "BOUNDARY_SRID_MISMATCH", `["input", "boundary"]`},
		"an empty key":   {func(in vars) { in["idempotencyKey"] = "" }, "IDEMPOTENCY_KEY_MALFORMED", `["input", "idempotencyKey"]`},
		"a key too long": {func(in vars) { in["idempotencyKey"] = strings.Repeat("k", 201) }, "IDEMPOTENCY_KEY_MALFORMED", `["input", "idempotencyKey"]`},
	} {
		t.Run(name+" is refused", func(t *testing.T) {
			input := inputOf(square(920, 2, 1, 80))
			c.change(input)
			got := r.ask(t, registration, vars{"input": input})
			got.shows(t, "parcelRegister.userErrors.0.code", fmt.Sprintf("%q", c.code))
			got.shows(t, "parcelRegister.userErrors.0.path", c.path)
			got.shows(t, "parcelRegister.parcel", `null`)
			got.shows(t, "parcelRegister.position", `null`)
			if !isVietnamese(got.at(t, "parcelRegister.userErrors.0.message").(string)) {
				t.Errorf("message %q", got.at(t, "parcelRegister.userErrors.0.message"))
			}
		})
	}

	t.Run("a crossing boundary is refused with its place", func(t *testing.T) {
		input := inputOf(square(920, 2, 1, 80))
		bow := square(920, 2, 1, 80).Boundary
		bow[0][1], bow[0][2] = bow[0][2], bow[0][1]
		input["boundary"] = vars{"type": "Polygon", "coordinates": bow}
		got := r.ask(t, registration, vars{"input": input})
		got.shows(t, "parcelRegister.userErrors.0.code", `"SELF_INTERSECTION"`)
		got.shows(t, "parcelRegister.userErrors.0.place.type", `"Point"`)
	})

	for name, c := range map[string]struct {
		who  access.Principal
		code string
	}{
		"nobody":                    {access.Principal{}, "ACTOR_REQUIRED"},
		"an officer of no office":   {access.Principal{Actor: "can-bo-1"}, "ACTOR_REQUIRED"},
		"an office without officer": {access.Principal{Office: "vpdk-1"}, "ACTOR_REQUIRED"},
		"a malformed officer":       {access.Principal{Actor: "cán bộ", Office: "vpdk-1"}, "BAD_ACTOR"},
	} {
		t.Run(name+" registers nothing", func(t *testing.T) {
			got := r.send(t, operation(t, c.who, registration, vars{"input": inputOf(square(922, 1, 0, 90))}))
			if got.code() != c.code || got.Status != http.StatusOK || !isVietnamese(got.Errors[0].Message) {
				t.Errorf("got %+v", got)
			}
		})
	}
}
