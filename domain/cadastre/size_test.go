package cadastre

import (
	"strings"
	"testing"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
)

// TestActsTooLargeForAnEvent has two parcels, each of which is small enough for an
// event: what makes them large is what their survey calls a point.
func TestActsTooLargeForAnEvent(t *testing.T) {
	t.Parallel()
	west, east := parcel(1, rectangle(0, 0, 20, 30)), parcel(2, rectangle(20, 0, 20, 40))
	large := func(p ParcelInput) ParcelRegistered {
		r := registered(p)
		r.Surveyed = []SurveyedPoint{{Vertex: 2, Number: strings.Repeat("9", 50_000)}}
		return r
	}
	history := []Event{sheet15, large(west), large(east)}
	tooLarge := func(t *testing.T, cmd Command, history ...Event) {
		t.Helper()
		err := after(t, history...).When(cmd).ThenRefused("PARCEL_TOO_LARGE")
		if f := err.(*rules.Refusal).Findings[0]; f.Item != WholeCommand {
			t.Errorf("about item %d", f.Item)
		}
	}
	t.Run("are refused where a point of both moves", func(t *testing.T) {
		t.Parallel()
		tooLarge(t, Resurvey{
			Grounds: grounds(), Parcels: []Reshape{{Ref: Ref{west.ID, 1}}}, Moves: []Move{{at(20, 0), at(20.1, 0)}},
		}, history...)
	})
	t.Run("are refused where both would be reinstated", func(t *testing.T) {
		t.Parallel()
		merged := ParcelsMerged{Replacement{
			Sheet: sheet15.Sheet, Ended: []EndedParcel{{west.ID, 1}, {east.ID, 2}}, EffectiveDate: today,
			Begun: []BegunParcel{{Parcel: parcelID("merged"), Number: 3, LegalArea: 14000, Boundary: rectangle(0, 0, 40, 40)}},
		}}
		tooLarge(t, Reinstate{Grounds: Grounds{Commune: commune, Today: today}, Parcel: Ref{west.ID, 3}}, append(history, merged)...)
	})
	t.Run("are refused where land that water added puts a point on the boundary of another", func(t *testing.T) {
		t.Parallel()
		grown := rectangle(0, 0, 20, 32)
		area := ladm.SquareMetres(grown.Area())
		cmd := ChangeNaturally{
			Grounds: grounds(), Parcel: Ref{west.ID, 1}, Kind: Accretion, Boundary: grown,
			LegalArea: area, Purposes: []Purpose{{Type: "ONT", Area: area}},
		}
		tooLarge(t, cmd, history...)
	})
}
