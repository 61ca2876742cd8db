package graph_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/diachinh/diachinh/domain/es"
)

// changeOf writes the operation of a mutation on parcels.
func changeOf(mutation string) string {
	return fmt.Sprintf(`mutation ($input: %s!) { change: %s(input: $input) {
		parcels { id number legalArea measuredArea revision recovered status purposes { type { code } area } geometry history { version event cause dossier sources { kind number date } changes { summary } } }
		outcome { event effectiveDate
			begun { id number code legalArea measuredArea recovered purposes { type { code } area } geometry }
			ended { id number sheet }
			changed { id number numberBefore sheet expectedRevision named legalAreaBefore legalArea measuredAreaBefore measuredArea recovered purposes { type { code } area } geometry }
			annulled { id number sheet } insertedPoints { parcel place pending } }
		userErrors { code message messageEn path place currentRevision } warnings { code path }
		position dryRun
	} }`, inputTypeOf(mutation), mutation)
}

func inputTypeOf(mutation string) string {
	return strings.ToUpper(mutation[:1]) + mutation[1:] + "Input"
}

// change sends a mutation on parcels.
func (r *registry) change(tb testing.TB, mutation string, input vars) answer {
	tb.Helper()
	return r.ask(tb, changeOf(mutation), vars{"input": input})
}

// changed sends a mutation that is accepted.
func (r *registry) changed(tb testing.TB, mutation string, input vars) answer {
	tb.Helper()
	got := r.change(tb, mutation, input)
	got.shows(tb, "change.userErrors", `[]`)
	if got.at(tb, "change.position") == nil {
		tb.Fatalf("%s wrote nothing", mutation)
	}
	return got
}

// wish is the input of an act on its usual grounds.
func wish(content vars) vars {
	all := vars{
		"idempotencyKey": uuid.NewString(), "effectiveDate": "2025-09-01", "dossier": "000.00.31.H11-250901-0001",
		"procedure": "1.012784", "sources": []vars{{"kind": "BIEN_BAN", "number": "7", "date": "2025-08-30"}},
	}
	maps.Copy(all, content)
	return all
}

// seen names a parcel as it is now.
func (r *registry) seen(tb testing.TB, id any) vars {
	tb.Helper()
	r.settle(tb)
	got := r.ask(tb, `query ($id: ID!) { parcel(id: $id) { revision } }`, vars{"id": id})
	return vars{"id": id, "expectedRevision": got.at(tb, "parcel.revision")}
}

// box writes a rectangle, in metres from the corner of the tests' ground.
func box(west, south, east, north float64) vars {
	w, s, e, n := east0+west, north0+south, east0+east, north0+north
	return vars{"type": "Polygon", "coordinates": [][][2]float64{{{w, s}, {e, s}, {e, n}, {w, n}, {w, s}}}}
}

// part is a new parcel of long-term residential land.
func part(area float64, boundary vars) vars {
	return vars{"legalArea": area, "boundary": boundary, "purposes": []vars{{"type": "ONT", "area": area}}}
}

// end is the position of the log's last event.
func (r *registry) end(tb testing.TB) es.Position {
	tb.Helper()
	for event, err := range r.store.ReadAll(context.Background(), es.Backwards, nil) {
		must(tb, err)
		return event.Position
	}
	return es.Position{}
}

// ids lists what stands at "id" of each object of a list, in order.
func ids(tb testing.TB, list any) []string {
	tb.Helper()
	var found []string
	for _, object := range list.([]any) {
		found = append(found, object.(map[string]any)["id"].(string))
	}
	slices.Sort(found)
	return found
}

// alike compares two answers but for what a resend or a try tells otherwise.
func alike(tb testing.TB, what string, a, b any) {
	tb.Helper()
	first, err := json.Marshal(a)
	must(tb, err)
	second, err := json.Marshal(b)
	must(tb, err)
	if string(first) != string(second) {
		tb.Errorf("%s differs\n first %s\nsecond %s", what, first, second)
	}
}
