package graph_test

import (
	"sync"
	"testing"
)

// testRaces lets several clients change parcels of one sheet at a time.
func testRaces(t *testing.T, r *registry) {
	const clients = 8
	race := func(t *testing.T, parcel func(i int) vars) (accepted int, refused []map[string]any) {
		t.Helper()
		var mu sync.Mutex
		var wait sync.WaitGroup
		for i := range clients {
			wait.Go(func() {
				got := r.change(t, "parcelLegalAreaChange", wish(vars{"parcel": ref(parcel(i)), "legalArea": 100.3,
					"purposes": []vars{{"type": "ONT", "area": 100.3}}}))
				errors := got.at(t, "change.userErrors").([]any)
				mu.Lock()
				defer mu.Unlock()
				if len(errors) == 0 {
					accepted++
					return
				}
				refused = append(refused, errors[0].(map[string]any))
			})
		}
		wait.Wait()
		return accepted, refused
	}

	t.Run("of many who change one parcel one succeeds, and the others learn its revision of today", func(t *testing.T) {
		parcel := r.row(t, 997, 180, 1)[0]
		accepted, refused := race(t, func(int) vars { return parcel })
		if accepted != 1 {
			t.Errorf("%d succeeded", accepted)
		}
		today := r.seen(t, parcel["id"])["expectedRevision"]
		for _, why := range refused {
			if why["code"] != "REVISION_CONFLICT" || why["currentRevision"] != today {
				t.Errorf("refused with %v, want revision %v", why, today)
			}
		}
	})

	t.Run("many who change parcels beside each other do not disturb each other", func(t *testing.T) {
		parcels := r.row(t, 998, 182, clients)
		if accepted, refused := race(t, func(i int) vars { return parcels[i] }); accepted != clients {
			t.Errorf("%d succeeded; %v", accepted, refused)
		}
	})
}
