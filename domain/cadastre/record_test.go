package cadastre

import (
	"testing"

	"github.com/diachinh/diachinh/domain/rules"
)

func TestChangeOfPurposes(t *testing.T) {
	t.Parallel()
	house := parcel(7, rectangle(0, 0, 20, 30))
	mixed := []Purpose{{Type: "ONT", Area: 4000}, {Type: "CLN", Area: 2000}}
	change := ChangePurposes{Grounds: grounds(), Parcel: Ref{house.ID, 1}, Purposes: mixed}

	t.Run("gives the parcel its new purposes", func(t *testing.T) {
		t.Parallel()
		given(t, house).When(change).
			Then(PurposesChanged{Parcel: house.ID, Sheet: sheet15.Sheet, Purposes: mixed, EffectiveDate: today})
	})
	t.Run("to the same purposes does nothing", func(t *testing.T) {
		t.Parallel()
		change := change
		change.Purposes = house.Purposes
		given(t, house).When(change).Then()
	})
	t.Run("of a parcel that is not there is refused", func(t *testing.T) {
		t.Parallel()
		given(t).When(change).ThenRefused("PARCEL_UNKNOWN")
	})
	t.Run("of a parcel that was touched since is refused, with its revision", func(t *testing.T) {
		t.Parallel()
		change := change
		change.Parcel.Revision = 0
		err := given(t, house).When(change).ThenRefused("REVISION_CONFLICT")
		if f := err.(*rules.Refusal).Findings[0]; f.Revision == nil || *f.Revision != 1 {
			t.Errorf("the revision is not told: %+v", f)
		}
	})
	t.Run("before the parcel's last change is refused", func(t *testing.T) {
		t.Parallel()
		change := change
		change.Grounds = from(today - 1)
		given(t, house).When(change).ThenRefused("EFFECTIVE_DATE_BEFORE_CHANGE")
	})
	t.Run("must fill the legal area", func(t *testing.T) {
		t.Parallel()
		change := change
		change.Purposes = mixed[:1]
		given(t, house).When(change).ThenRefused("PURPOSES_SUM")
	})
	t.Run("stands in the sheet afterwards, the legal area unchanged", func(t *testing.T) {
		t.Parallel()
		sheet := sheetWith(house)
		sheet = evolve(sheet, PurposesChanged{Parcel: house.ID, Sheet: sheet15.Sheet, Purposes: mixed, EffectiveDate: today})
		now, _ := sheet.Numbered(7)
		if len(now.Purposes) != 2 || now.LegalArea != house.LegalArea || now.ChangedOn != today || now.Revision != 2 {
			t.Errorf("parcel 7 is %+v", now)
		}
	})
}

func TestChangeOfLegalArea(t *testing.T) {
	t.Parallel()
	house := parcel(7, rectangle(0, 0, 20, 30))
	change := ChangeLegalArea{
		Grounds: grounds(), Parcel: Ref{house.ID, 1}, LegalArea: 6020, Purposes: []Purpose{{Type: "ONT", Area: 6020}},
	}
	t.Run("comes with purposes that sum to it", func(t *testing.T) {
		t.Parallel()
		given(t, house).When(change).Then(LegalAreaChanged{
			Parcel: house.ID, Sheet: sheet15.Sheet, LegalArea: 6020, Purposes: change.Purposes, EffectiveDate: today,
		})
	})
	t.Run("without purposes must fit those that stand", func(t *testing.T) {
		t.Parallel()
		change := change
		change.Purposes = nil
		given(t, house).When(change).ThenRefused("PURPOSES_SUM")
	})
	t.Run("far from what is measured warns, and says so in the event", func(t *testing.T) {
		t.Parallel()
		change := change
		change.LegalArea, change.Purposes = 6200, []Purpose{{Type: "ONT", Area: 6200}}
		events := given(t, house).When(change).ThenEvents()
		if warnings := events[0].(LegalAreaChanged).Warnings; len(warnings) != 1 || warnings[0].Code != "AREA_DEVIATION" {
			t.Errorf("warnings %+v", warnings)
		}
	})
	t.Run("very far is refused", func(t *testing.T) {
		t.Parallel()
		change := change
		change.LegalArea, change.Purposes = 7000, []Purpose{{Type: "ONT", Area: 7000}}
		given(t, house).When(change).ThenRefused("AREA_DEVIATION")
	})
	t.Run("to the one that it has is refused", func(t *testing.T) {
		t.Parallel()
		change := change
		change.LegalArea = house.LegalArea
		given(t, house).When(change).ThenRefused("NOTHING_CHANGES")
	})
	t.Run("to none is refused", func(t *testing.T) {
		t.Parallel()
		change := change
		change.LegalArea = 0
		given(t, house).When(change).ThenRefused("LEGAL_AREA_INVALID")
	})
}

func TestRecoveryOfAWholeParcel(t *testing.T) {
	t.Parallel()
	house := parcel(7, rectangle(0, 0, 20, 30))
	recovery := Recover{Grounds: grounds(), Parcel: Ref{house.ID, 1}}
	recovered := ParcelRecovered{Parcel: house.ID, Sheet: sheet15.Sheet, EffectiveDate: today}

	t.Run("leaves it where it is", func(t *testing.T) {
		t.Parallel()
		given(t, house).When(recovery).Then(recovered)
		sheet := evolve(sheetWith(house), recovered)
		if now, _ := sheet.Numbered(7); !now.Recovered || now.Ended || sheet.Len() != 1 {
			t.Errorf("parcel 7 is %+v", now)
		}
	})
	t.Run("comes once", func(t *testing.T) {
		t.Parallel()
		recovery := recovery
		recovery.Parcel.Revision = 2
		after(t, sheet15, registered(house), recovered).When(recovery).ThenRefused("ALREADY_RECOVERED")
	})
}

func TestEnding(t *testing.T) {
	t.Parallel()
	house := parcel(7, rectangle(0, 0, 20, 30))
	ending := End{Grounds: grounds(), Parcel: Ref{house.ID, 1}, Cause: "SA"}
	ended := ParcelEnded{Parcel: house.ID, Sheet: sheet15.Sheet, Cause: "SA", EffectiveDate: today}

	t.Run("leaves the ground free", func(t *testing.T) {
		t.Parallel()
		given(t, house).When(ending).Then(ended)
		after(t, sheet15, registered(house), ended).When(registration(parcel(8, rectangle(0, 0, 20, 30)))).ThenEvents()
	})
	t.Run("needs one of its causes", func(t *testing.T) {
		t.Parallel()
		ending := ending
		ending.Cause = "TN"
		given(t, house).When(ending).ThenRefused("CAUSE_UNKNOWN")
	})
	t.Run("comes once", func(t *testing.T) {
		t.Parallel()
		ending := ending
		ending.Parcel.Revision = 2
		after(t, sheet15, registered(house), ended).When(ending).ThenRefused("PARCEL_ENDED")
	})
	t.Run("does not free the number", func(t *testing.T) {
		t.Parallel()
		after(t, sheet15, registered(house), ended).When(registration(parcel(7, rectangle(0, 0, 30, 30)))).ThenRefused("NUMBER_TAKEN")
	})
}

func TestCorrection(t *testing.T) {
	t.Parallel()
	house := parcel(7, rectangle(0, 0, 20, 30))
	begun := registered(house)
	begun.EffectiveDate = today - 30
	orchard := []Purpose{{Type: "CLN", Area: 6000}}
	changed := PurposesChanged{Parcel: house.ID, Sheet: sheet15.Sheet, Purposes: orchard, EffectiveDate: today - 10}
	correction := Correct{Grounds: from(today - 20), Parcel: Ref{house.ID, 2}, Number: 17}

	t.Run("may lie before the last change of something else", func(t *testing.T) {
		t.Parallel()
		after(t, sheet15, begun, changed).When(correction).
			Then(ParcelCorrected{Parcel: house.ID, Sheet: sheet15.Sheet, Number: 17, EffectiveDate: today - 20})
	})
	t.Run("does not lie before the day since which the wrong value stands", func(t *testing.T) {
		t.Parallel()
		correction := correction
		correction.Purposes = house.Purposes
		after(t, sheet15, begun, changed).When(correction).ThenRefused("EFFECTIVE_DATE_BEFORE_VALUE")
	})
	t.Run("says only what was wrong", func(t *testing.T) {
		t.Parallel()
		correction := correction
		correction.LegalArea, correction.Purposes = house.LegalArea, orchard
		after(t, sheet15, begun, changed).When(correction).
			Then(ParcelCorrected{Parcel: house.ID, Sheet: sheet15.Sheet, Number: 17, EffectiveDate: today - 20})
	})
	t.Run("of nothing is refused", func(t *testing.T) {
		t.Parallel()
		correction := correction
		correction.Number = 7
		after(t, sheet15, begun, changed).When(correction).ThenRefused("NOTHING_CHANGES")
	})
	t.Run("leaves the wrong number used for ever", func(t *testing.T) {
		t.Parallel()
		corrected := ParcelCorrected{Parcel: house.ID, Sheet: sheet15.Sheet, Number: 17, EffectiveDate: today - 20}
		after(t, sheet15, begun, changed, corrected).When(registration(parcel(7, rectangle(50, 0, 20, 30)))).ThenRefused("NUMBER_TAKEN")
		sheet := evolve(sheetWith(house), corrected)
		if old, _ := sheet.Numbered(7); old.Number != 17 {
			t.Errorf("number 7 leads to parcel %d", old.Number)
		}
	})
	t.Run("to a number in use is refused", func(t *testing.T) {
		t.Parallel()
		after(t, sheet15, begun, registered(parcel(17, rectangle(50, 0, 20, 30)))).
			When(Correct{Grounds: grounds(), Parcel: Ref{house.ID, 1}, Number: 17}).ThenRefused("NUMBER_TAKEN")
	})
	t.Run("of the legal area brings the purposes along", func(t *testing.T) {
		t.Parallel()
		after(t, sheet15, begun).When(Correct{Grounds: grounds(), Parcel: Ref{house.ID, 1}, LegalArea: 6020}).ThenRefused("PURPOSES_SUM")
	})
}
