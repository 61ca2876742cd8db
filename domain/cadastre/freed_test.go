package cadastre

import (
	"strings"
	"testing"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
)

// since is the registration of a parcel that stands from a day on.
func since(day ladm.Date, p ParcelInput) ParcelRegistered {
	r := registered(p)
	r.EffectiveDate = day
	return r
}

func ended(p ParcelInput, day ladm.Date) ParcelEnded {
	return ParcelEnded{Parcel: p.ID, Sheet: sheet15.Sheet, Cause: "SN", EffectiveDate: day}
}

// TestGroundThatWasGivenUp holds acts of the past against what stood then: the
// house stood until five days ago.
func TestGroundThatWasGivenUp(t *testing.T) {
	t.Parallel()
	house, beside := parcel(1, rectangle(0, 0, 20, 30)), parcel(2, rectangle(20, 0, 20, 30))
	again := parcel(9, rectangle(0, 0, 20, 30))
	until := today - 5
	history := []Event{sheet15, since(openingDay, house), since(openingDay, beside), ended(house, until)}
	registerOn := func(day ladm.Date) RegisterParcels {
		cmd := registration(again)
		cmd.EffectiveDate = day
		return cmd
	}
	undo := func(p ParcelInput, revision uint64) Reinstate {
		return Reinstate{Grounds: Grounds{Commune: commune, Today: today}, Parcel: Ref{p.ID, revision}}
	}
	wide := func(area ladm.Area) []Purpose { return []Purpose{{Type: "ONT", Area: area}} }
	west := []Move{{at(20, 0), at(0, 0)}, {at(20, 30), at(0, 30)}}

	t.Run("is free from the day on", func(t *testing.T) {
		t.Parallel()
		after(t, history...).When(registerOn(until)).Then(since(until, again))
	})
	t.Run("is not free before, and the refusal says who had it until when", func(t *testing.T) {
		t.Parallel()
		err := after(t, history...).When(registerOn(until - 1)).ThenRefused("PARCEL_OVERLAP")
		if message := err.(*rules.Refusal).Findings[0].Message; !strings.Contains(message, "thửa 1 ") || !strings.Contains(message, until.String()) {
			t.Error(message)
		}
	})
	t.Run("is not free for water to add before", func(t *testing.T) {
		t.Parallel()
		accretion := ChangeNaturally{
			Grounds: from(until - 1), Parcel: Ref{beside.ID, 2}, Kind: Accretion,
			Boundary: rectangle(0, 0, 40, 30), LegalArea: 12000, Purposes: wide(12000),
		}
		after(t, history...).When(accretion).ThenRefused("PARCEL_OVERLAP")
		accretion.Grounds = from(until)
		after(t, history...).When(accretion).ThenEvents()
	})
	t.Run("is not free for a correction that reaches back", func(t *testing.T) {
		t.Parallel()
		correction := CorrectBoundary{
			Grounds: from(until - 1), Moves: west, Parcels: []Reshape{{Ref{beside.ID, 2}, 12000, wide(12000)}},
		}
		after(t, history...).When(correction).ThenRefused("PARCEL_OVERLAP")
		correction.Grounds = from(until)
		after(t, history...).When(correction).ThenEvents()
	})
	t.Run("is that which a survey left to nobody, too", func(t *testing.T) {
		t.Parallel()
		survey := Resurvey{
			Grounds: from(until), Parcels: []Reshape{{Ref{beside.ID, 1}, 3000, wide(3000)}},
			Moves: []Move{{at(20, 0), at(30, 0)}, {at(20, 30), at(30, 30)}},
		}
		history := []Event{sheet15, since(openingDay, beside)}
		history = append(history, after(t, history...).When(survey).ThenEvents()...)
		strip := registration(parcel(3, rectangle(20, 0, 10, 30)))
		strip.EffectiveDate = until - 1
		after(t, history...).When(strip).ThenRefused("PARCEL_OVERLAP")
		strip.EffectiveDate = until
		after(t, history...).When(strip).ThenEvents()
	})
	t.Run("is that of parts, not of what was divided into them", func(t *testing.T) {
		t.Parallel()
		history := history[:2:2]
		for _, cmd := range []Command{
			Subdivide{Grounds: from(today - 20), Parcel: Ref{house.ID, 1}, Parts: []ParcelInput{
				part("south", rectangle(0, 0, 20, 15)), part("north", rectangle(0, 15, 20, 15))}},
			End{Grounds: from(today - 20), Parcel: Ref{parcelID("south"), 2}, Cause: "SA"},
			End{Grounds: from(today - 10), Parcel: Ref{parcelID("north"), 2}, Cause: "SA"},
		} {
			history = append(history, after(t, history...).When(cmd).ThenEvents()...)
		}
		after(t, history...).When(registerOn(today-21)).ThenRefused("PARCEL_OVERLAP", "PARCEL_OVERLAP")
		after(t, history...).When(registerOn(today - 20)).ThenRefused("PARCEL_OVERLAP")
		after(t, history...).When(registerOn(today - 10)).ThenEvents()
	})
	t.Run("was not held by a parcel that stood for no day", func(t *testing.T) {
		t.Parallel()
		after(t, sheet15, since(until, house), ended(house, until)).When(registerOn(openingDay)).Then(since(openingDay, again))
	})
	t.Run("is the parcel's again once it is reinstated, and refused as such", func(t *testing.T) {
		t.Parallel()
		history := append(history[:4:4], after(t, history...).When(undo(house, 3)).ThenEvents()...)
		err := after(t, history...).When(registerOn(until - 1)).ThenRefused("PARCEL_OVERLAP")
		if message := err.(*rules.Refusal).Findings[0].Message; strings.Contains(message, until.String()) {
			t.Error(message)
		}
	})
	t.Run("on which another stood in between has its old parcel back no more", func(t *testing.T) {
		t.Parallel()
		history := append(history[:4:4], since(until+1, again))
		after(t, history...).When(undo(house, 3)).ThenRefused("GROUND_TAKEN")
		history = append(history, ended(again, until+2))
		err := after(t, history...).When(undo(house, 3)).ThenRefused("GROUND_TAKEN")
		if message := err.(*rules.Refusal).Findings[0].Message; !strings.Contains(message, "thửa 9 ") || !strings.Contains(message, (until+2).String()) {
			t.Error(message)
		}
	})
}
