package cadastre

import (
	"strings"
	"testing"

	"github.com/diachinh/diachinh/domain/rules"
)

func TestActsOnParcelsThatEnded(t *testing.T) {
	t.Parallel()
	house := parcel(7, rectangle(0, 0, 20, 30))
	begun := []Event{sheet15, registered(house)}
	refused := func(t *testing.T, history []Event, ref Ref, code, message string) {
		t.Helper()
		err := after(t, history...).When(Recover{Grounds: grounds(), Parcel: ref}).ThenRefused(code)
		if got := err.(*rules.Refusal).Findings[0].MessageEN; !strings.Contains(got, message) {
			t.Errorf("%q does not say %q", got, message)
		}
	}
	t.Run("are told that nothing took their place", func(t *testing.T) {
		t.Parallel()
		ended := ParcelEnded{Parcel: house.ID, Sheet: sheet15.Sheet, Cause: "SN", EffectiveDate: today}
		refused(t, append(begun, ended), Ref{house.ID, 2}, "PARCEL_ENDED", "nothing took its place")
	})
	t.Run("are told what stands again where they were annulled", func(t *testing.T) {
		t.Parallel()
		west, east := part("west", rectangle(0, 0, 10, 30)), part("east", rectangle(10, 0, 10, 30))
		divided := append(begun, after(t, begun...).When(subdivision(house, west, east)).ThenEvents()...)
		undone := append(divided, after(t, divided...).When(Reinstate{Grounds: grounds(), Parcel: Ref{house.ID, 2}}).ThenEvents()...)
		refused(t, undone, Ref{west.ID, 3}, "PARCEL_ANNULLED", "which reinstated 7.")
	})
}
